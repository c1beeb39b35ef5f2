"""A county after some months: a plan in force, then members leave and join, households move, classes change."""

from __future__ import annotations

import copy
import random
from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]

STEPS = {"green": "blue", "blue": "yellow", "yellow": "orange", "orange": "yellow"}


def after_turnover(
    document: Json, assignment: Mapping[str, str], target_minutes: float, *, share: float = 0.02, seed: int = 0
) -> Json:
    """The instance with `assignment` as its current plan and T of that plan, after `share` of everything has changed.

    So many of the members leave and as many join, who live where other members live and are as senior as those who
    left; so many households move to the building of another, half as many change their class by a step.
    """
    rng = random.Random(seed)
    after = copy.deepcopy(document)
    after["rules"] = {**after.get("rules", {}), "target_minutes": target_minutes}
    for home in after["households"]:
        home["current"] = assignment[home["id"]]
    _replace_members(after, rng, share)
    homes = after["households"]
    count = round(share * len(homes))
    for home in rng.sample(homes, count):
        home["building"] = rng.choice(homes)["building"]
    for home in rng.sample(homes, count // 2):
        home["risk"] = STEPS[home["risk"]]
    return after


def _replace_members(after: Json, rng: random.Random, share: float) -> None:
    members = after["members"]
    gone = {member["id"] for member in rng.sample(members, round(share * len(members)))}
    joined = [{**member, "id": f"{member['id']}-next"} for member in members if member["id"] in gone]
    stay = [member for member in members if member["id"] not in gone]
    for member in joined:
        place = rng.choice(stay)
        member.update(x=place["x"], y=place["y"])
    after["members"] = stay + joined
    after["pairs"] = [pair for pair in after.get("pairs", []) if pair["member"] not in gone]
