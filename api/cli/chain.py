"""`lianhu chain HOUSEHOLD`: everyone responsible for a household."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import click

from api.cli.plan_words import as_json_option
from api.report.masking import masked_name
from graph.chain import Chain, Responsible, chain_of
from graph.database import open_database
from graph.standins import Post

ROLES = {
    "member": "member 党员干部",
    "centre_household": "centre household 党员中心户",
    "building_head": "building head 楼栋长",
    "grid_head": "grid head 网格长",
    "property_company": "property company 物业",
    "community": "community 社区",
    "work_committee": "work committee 党工委",
    "area_leader": "area leader 挂片领导",
    "commander": "commander 总指挥",
}
STATES = {"vacant": "VACANT", "no_post": "no such post", "away": "not active"}
WIDE = 2  # columns of a terminal that a Chinese character takes


@click.command("chain")
@click.argument("household")
@as_json_option
def command(household: str, as_json: bool) -> None:
    """List everyone responsible for HOUSEHOLD, in both hierarchies, up to the commander.

    From the member who serves it over the posts of the building (centre household, building head) and the grid heads
    from micro to large to the organisations (property company, community, work committees), the area leader and the
    commander.

    A vacant post is marked. Where it is vacant, or its holder is on leave or gone, the holder of the nearest filled
    post above stands in (micro, small, medium, large grid head, area leader, commander); that is worked out each time
    and stored nowhere. Names are masked.

    \b
    lianhu chain H00042
    lianhu chain H00042 --json
    """
    with open_database() as db:
        chain = chain_of(db, household)
    click.echo(json.dumps(_as_json(chain), ensure_ascii=False) if as_json else _words(chain))


def _as_json(chain: Chain) -> dict[str, Any]:
    return {**asdict(chain), "responsible": [_one_as_json(one) for one in chain.responsible]}


def _one_as_json(one: Responsible) -> dict[str, Any]:
    stand_in = None if one.stand_in is None else _stand_in_as_json(one.stand_in)
    return {**asdict(one), "name": masked_name(one.name) or None, "stand_in": stand_in}


def _stand_in_as_json(post: Post) -> dict[str, Any]:
    return {"post": post.id, "title": post.title, "of": post.of, "member": post.holder, "name": masked_name(post.name)}


def _words(chain: Chain) -> str:
    linked = f", linked since {chain.linked_on}" if chain.linked_on else ""
    door = f", door {chain.door}" if chain.door else ""
    lines = [f"Household {chain.household}{door} ({chain.risk}), in {' / '.join(chain.path[1:])}{linked}"]
    return "\n".join([*lines, *(_line(one) for one in chain.responsible)])


def _line(one: Responsible) -> str:
    level = f" ({one.level})" if one.level else ""
    role = _padded(ROLES.get(one.role, one.role) + level, 32)
    where = f"{one.place_name} {one.place}".strip()
    title = f"  {one.title} {one.post}" if one.post else ""
    return f"  {role}{_who(one)}{title}  {where}{_instead(one)}".rstrip()


def _who(one: Responsible) -> str:
    person = f"{masked_name(one.name)} {one.member}" if one.member else ""
    state = STATES.get(one.state, "")
    if one.state == "away":
        state = f"({one.status})"
    return _padded(f"{person} {state}".strip(), 22)


def _instead(one: Responsible) -> str:
    if one.stand_in is not None:
        who = one.stand_in
        return f"; stands in: {masked_name(who.name)} {who.holder} ({who.title} {who.id})"
    return "; nobody above can stand in" if one.state in ("vacant", "away") else ""


def _padded(text: str, width: int) -> str:
    """Text filled up to a width in columns of a terminal, with at least one space after it."""
    columns = sum(WIDE if ord(character) > 0x2E80 else 1 for character in text)
    return text + " " * max(1, width - columns)
