"""The value lists of a county, English word to Chinese word: what a cell of a closed list may say."""

from __future__ import annotations

from typing import Final

LEVELS: Final = {"large": "大", "medium": "中", "small": "小", "micro": "微"}
ORGANISATIONS: Final = {
    "work_committee": "党工委",
    "community": "社区",
    "property_company": "物业",
    "owners_committee": "业委会",
    "other": "其他",
}
BUILDINGS: Final = {"building": "楼", "group": "组", "village": "村"}
RISKS: Final = {"green": "绿", "blue": "蓝", "yellow": "黄", "orange": "橙"}
NEEDS: Final = {
    "petition": "信访重点",
    "frail": "老弱病残",
    "low_income": "低收入",
    "lone_elder": "独居老人",
    "left_behind_child": "留守儿童",
}
STATUSES: Final = {"active": "在岗", "leave": "请假", "left": "离任"}
POSTS: Final = {
    "commander": "总指挥",
    "area_leader": "挂片领导",
    "grid_head": "网格长",
    "building_head": "楼栋长",
    "centre_household": "党员中心户",
    "other": "其他",
}
TIES: Final = {
    "knows": "熟悉",
    "household_prefers": "户选",
    "member_prefers": "员选",
    "avoids": "回避",
    "pin": "固定",
    "paired": "结对",
}
TIE_STATUSES: Final = {"open": "待定", "accepted": "同意", "declined": "婉拒"}
TOPICS: Final = {"policy": "政策", "safety": "安全", "care": "关怀", "opinions": "意见"}
TRIAGES: Final = {"urgent": "急", "important": "要", "hard": "难"}
CHANNELS: Final = {"visit": "走访", "venue": "议事", "meeting": "会议", "online": "平台"}
STEPS: Final = {
    "collect": "收集",
    "accept": "接单",
    "assign": "交办",
    "forward": "转办",
    "return": "退单",
    "joint": "会办",
    "supervise": "督办",
    "extend": "延期",
    "answer": "答复",
    "revisit": "回访",
    "close": "办结",
}
ABOUT: Final = {"county": "县名", "as_of": "数据日期", "frozen": "固定日期", "datum": "坐标系"}
DATUMS: Final = {"WGS84": "WGS-84", "CGCS2000": "", "GCJ-02": "GCJ02"}  # another spelling in place of Chinese
