"""Made-up names: people, places, estates, villages, departments. No real county's, no real person's but by chance."""

from __future__ import annotations

from collections.abc import Iterator

from numpy.random import Generator

from graph.sample.draws import pick

COUNTY = "云禾县"
SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋"
    "田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚"
)
GIVEN_FIRST = "建国志文明春秀玉桂金海小晓永德宏家嘉思雨子梓俊雅静丽美淑慧佳欣天启成学世友立光宗凤兰云水长"
GIVEN_LAST = "华强军平伟芳英敏霞红梅兰菊萍燕娟琴玲辉勇刚明亮涛波鹏飞宇轩涵怡琪瑶妮婷洁莹颖峰林森荣贵福生根发财和安宁康"
PLACE_FIRST = "翠锦禾云泽岚沐清竹松桐枫兰荷梅榆槐柳霞虹晴曦宁安和康乐福瑞祥嘉丰润晨星"
TOWN_LAST = ("湖", "苑", "园", "桥", "江", "台", "门", "塘", "庭", "峰", "原", "街", "港", "岸")
VILLAGE_LAST = ("坪", "源", "坑", "墩", "湾", "岭", "洲", "畈", "垅", "坳", "背", "埠", "溪", "冲")
ESTATE_LAST = ("花园", "家园", "新村", "名邸", "雅居", "华庭", "小区", "公馆")
STREET_LAST = ("路", "街", "巷", "弄")
SIDES = ("城东", "城南", "城西", "城北", "城中", "河东", "河西", "新区", "开发区", "老城")
DEPARTMENTS = (
    *(
        "县委办公室",
        "组织部",
        "宣传部",
        "统战部",
        "政法委",
        "信访局",
        "民政局",
        "人社局",
        "财政局",
        "教体局",
        "卫健委",
        "住建局",
    ),
    *(
        "自然资源局",
        "生态环境局",
        "交通运输局",
        "水利局",
        "农业农村局",
        "林业局",
        "商务局",
        "文旅局",
        "应急管理局",
        "审计局",
        "统计局",
    ),
    *(
        "市场监管局",
        "城管局",
        "医保局",
        "司法局",
        "公安局",
        "检察院",
        "法院",
        "总工会",
        "团县委",
        "妇联",
        "残联",
        "科协",
        "工商联",
    ),
    *(
        "税务局",
        "供电公司",
        "自来水公司",
        "融媒体中心",
        "行政审批局",
        "退役军人局",
        "消防救援大队",
        "档案馆",
        "党校",
        "人民医院",
    ),
    *("第一中学", "实验小学"),
)


def person_names(rng: Generator, count: int) -> list[str]:
    """Names of people; two may be called alike."""
    family = rng.integers(len(SURNAMES), size=count).tolist()
    first = rng.integers(-len(GIVEN_FIRST) // 3, len(GIVEN_FIRST), size=count).tolist()
    last = rng.integers(len(GIVEN_LAST), size=count).tolist()
    return [
        SURNAMES[a] + (GIVEN_FIRST[b] if b >= 0 else "") + GIVEN_LAST[c]
        for a, b, c in zip(family, first, last, strict=True)
    ]


def distinct(rng: Generator, firsts: str, lasts: tuple[str, ...]) -> Iterator[str]:
    """Names that are given once: two syllables while there are many left, then three, in the end with a number."""
    given: set[str] = set()
    while True:
        few_left = len(given) > len(firsts) * len(lasts) // 8
        name = pick(rng, firsts) + (pick(rng, firsts) if few_left else "") + pick(rng, lasts)
        if name in given:
            name = f"{name}{len(given)}" if len(given) > 10_000 else ""
        if name:
            given.add(name)
            yield name


def region_name(kind: str, nth: int, fresh: Iterator[str]) -> str:
    """A quarter of the town by its side, a township by its own name."""
    if kind == "township":
        return f"{next(fresh)}乡片区"
    extra = nth // len(SIDES)
    return SIDES[nth % len(SIDES)] + (f"{extra + 1}" if extra else "") + "片区"


def place_name(character: str, town: Iterator[str], village: Iterator[str]) -> str:
    """A community (社区) or a village committee (村)."""
    if character == "villages":
        return f"{next(village)}村"
    return f"{next(town)}社区"
