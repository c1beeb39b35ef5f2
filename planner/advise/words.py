"""Advice in words, with the names of places and the masked names of members where there are any."""

from __future__ import annotations

from planner.advise.advice import Advice, CostlyHousehold
from planner.advise.candidates import (
    ADD_MEMBERS,
    LIFT_AVOID,
    LIFT_PIN,
    LOWER_LOWER,
    MAKE_SENIOR,
    RAISE_ORANGE,
    RAISE_UPPER,
    WIDEN_AREA,
)
from planner.explain.words import Names


def advice_words(one: Advice, names: Names) -> str:
    """What to do, and where."""
    who, where = names.member(one.member or ""), names.building(one.building)
    bounds = one.changes["members"][0]["households"] if one.kind in (RAISE_UPPER, LOWER_LOWER) else (0, 0)
    sentences = {
        MAKE_SENIOR: f"Make {who} senior, for the orange households about {where}",
        ADD_MEMBERS: f"One more member, senior, who lives about {where}",
        RAISE_UPPER: f"Let {who} have {bounds[1]} households, one more",
        LOWER_LOWER: f"Let {who} have {bounds[0]} households, one fewer",
        RAISE_ORANGE: f"Allow one more orange household a member; tried out about {where}",
        WIDEN_AREA: f"Let {who} serve area {one.area} too",
        LIFT_PIN: f"Lift the pin of {one.household} to {who}",
        LIFT_AVOID: f"Lift the avoidance between {who} and {one.household}",
    }
    return sentences[one.kind]


def costly_words(one: CostlyHousehold, names: Names) -> str:
    """Why it costs so much: the way, and that nobody nearer may have it."""
    way = f"{one.walk_minutes:,.1f} minutes there and back for {names.member(one.member)}"
    if one.nearest_permitted in (None, one.member) or one.nearest_walk_minutes is None:
        return f"{way}, the nearest who may have it"
    return (
        f"{way}; the nearest who may have it is {names.member(one.nearest_permitted)}, {one.nearest_walk_minutes:,.1f}"
    )
