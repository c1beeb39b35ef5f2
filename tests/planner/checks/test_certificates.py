"""Certificates: sets that prove that there is no plan are accepted, sets that prove nothing are refused."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from planner.checks import Claim, Takers, doubts, facts_of
from tests.planner.builders import Json, a_building, a_household, a_member, a_pair, an_instance, instance_of

# m1 (two places, one orange) may serve the west and the east, m2 the east alone; three households live in the west.
WEST = an_instance(
    rules={"households_per_member": [0, 2], "orange_per_member": 1},
    members=[a_member("m1", senior=True), a_member("m2", areas=["east"])],
    buildings=[a_building("b1", area="west"), a_building("b2", area="east")],
    households=[
        a_household("h1"),
        a_household("h2", risk="orange"),
        a_household("h3", risk="orange"),
        a_household("h4", "b2"),
    ],
)


def found(document: Json, kind: str, households: list[str], members: list[str], places: int, **more: Any) -> list[str]:
    """The doubts about a cause."""
    takers = Takers(facts_of(instance_of(document)))
    claim = Claim(kind, households, members, places, more.get("sentence", ""))
    return doubts(takers, claim, more.get("max_moves"))


def west(**rules: Any) -> Json:
    """WEST with other rules."""
    document = copy.deepcopy(WEST)
    document["rules"].update(rules)
    return document


@pytest.mark.parametrize(
    ("households", "members", "places"),
    [
        (["h1", "h2", "h3"], ["m1"], 2),
        (["h2", "h3"], ["m1"], 1),
        (["h2", "h3"], ["m1", "m2"], 1),
    ],
    ids=["all of the west", "the orange ones", "a member too many does no harm"],
)
def test_too_few_places_proven(households: list[str], members: list[str], places: int) -> None:
    """|households| > Σ min(hi, g + min(orange_per_member, o)) over all who may take any of them."""
    assert found(WEST, "too_few_places", households, members, places) == []


@pytest.mark.parametrize(
    ("households", "members", "places", "word"),
    [
        (["h1", "h2", "h3"], [], 0, "m1 may take some of the households and is left out"),
        (["h1", "h2", "h3", "h4"], ["m1"], 2, "not closed"),
        (["h1", "h2", "h3"], ["m1"], 1, "the plan says 1, the recount 2"),
        (["h1", "h2"], ["m1"], 2, "nothing is proven"),
        ([], [], 0, "nothing is proven"),
        (["h2", "h2", "h3"], ["m1"], 1, "listed 2 times"),
        (["h2", "h3", "h9"], ["m1"], 1, "no household h9"),
        (["h2", "h3"], ["m1", "m9"], 1, "no member m9"),
        (["h2", "h3"], ["m1", "m1"], 1, "listed 2 times"),
    ],
)
def test_too_few_places_refused(households: list[str], members: list[str], places: int, word: str) -> None:
    """A set that is not closed, wrong places, as many places as households, strange ids."""
    assert any(word in doubt for doubt in found(WEST, "too_few_places", households, members, places))


def test_nobody_permitted_is_no_members_and_no_places() -> None:
    """A household that everybody avoids."""
    document = {**WEST, "pairs": [a_pair("m1", "h1", "avoids")]}
    assert found(document, "too_few_places", ["h1"], [], 0) == []
    assert found(WEST, "too_few_places", ["h1"], [], 0) != []


def test_a_pin_closes_a_set() -> None:
    """A household pinned to m1 can go to nobody else, though m2 could serve it."""
    pins = [a_pair("m1", h, "pin") for h in ("h1", "h4")]
    assert found({**WEST, "pairs": pins}, "too_few_places", ["h1", "h2", "h4"], ["m1"], 2) == []
    assert found(WEST, "too_few_places", ["h1", "h2", "h4"], ["m1"], 2) != []


def test_too_few_households_proven_and_refused() -> None:
    """Σ lo of the members > the households that any of them may take, all of which are named."""
    document = west(households_per_member=[2, 4])
    assert found(document, "too_few_households", ["h4"], ["m2"], 1) == []
    assert any("left out" in doubt for doubt in found(document, "too_few_households", [], ["m2"], 1))
    assert any("recount 1" in doubt for doubt in found(document, "too_few_households", ["h4"], ["m2"], 0))
    everything = ["h1", "h2", "h3", "h4"]
    assert any("nothing is proven" in d for d in found(document, "too_few_households", everything, ["m1", "m2"], 4))


@pytest.mark.parametrize(
    ("pairs", "households", "members"),
    [
        ([("m1", "h1", "pin"), ("m2", "h1", "pin")], ["h1"], ["m1", "m2"]),
        ([("m2", "h1", "pin")], ["h1"], ["m2"]),
        ([("m1", "h1", "pin"), ("m1", "h1", "avoids")], ["h1"], ["m1"]),
        ([("m2", "h2", "pin")], ["h2"], ["m2"]),
        ([("m1", "h1", "pin"), ("m1", "h2", "pin"), ("m1", "h4", "pin")], ["h1", "h2", "h4"], ["m1"]),
        ([("m1", "h2", "pin"), ("m1", "h3", "pin")], ["h2", "h3"], ["m1"]),
    ],
    ids=["two pins", "outside the areas", "avoided", "not senior", "more than places", "more orange than allowed"],
)
def test_pins_proven(pairs: list[tuple[str, str, str]], households: list[str], members: list[str]) -> None:
    """Pins that contradict each other, a rule about the pair, or the member's places."""
    document = {**WEST, "pairs": [a_pair(*pair) for pair in pairs]}
    assert found(document, "pins", households, members, 0) == []


@pytest.mark.parametrize(
    ("pairs", "households", "members"),
    [
        ([], [], []),
        ([], ["h1"], ["m1"]),
        ([("m1", "h1", "pin")], ["h1"], ["m1"]),
        ([("m1", "h1", "pin"), ("m2", "h1", "pin")], ["h1"], ["m1"]),
        ([("m1", "h1", "pin"), ("m2", "h1", "pin")], ["h1", "h4"], ["m1", "m2"]),
        ([("m1", "h1", "pin"), ("m1", "h2", "pin")], ["h1", "h2"], ["m1"]),
    ],
    ids=["nothing", "not pinned", "a pin that can be kept", "half of two pins", "one beside", "as many as places"],
)
def test_pins_refused(pairs: list[tuple[str, str, str]], households: list[str], members: list[str]) -> None:
    """Pins that can all be kept prove nothing."""
    document = {**WEST, "pairs": [a_pair(*pair) for pair in pairs]}
    assert found(document, "pins", households, members, 0) != []


# m1 serves three households today and may have two: one must move.
FULL = an_instance(
    rules={"households_per_member": [0, 2]},
    members=[a_member("m1"), a_member("m2")],
    households=[a_household(f"h{i}", current="m1") for i in range(3)],
)


def test_max_moves_proven() -> None:
    """The limit is below the fewest moves, which the sentence names."""
    assert found(FULL, "max_moves", [], [], 0, sentence="At least 1 move.", max_moves=0) == []


@pytest.mark.parametrize(
    ("document", "places", "sentence", "max_moves", "word"),
    [
        (FULL, 0, "At least 1 move.", None, "no limit"),
        (FULL, 1, "At least 1 move.", 0, "the limit is 0"),
        (FULL, 1, "At least 2 moves.", 1, "may exist"),
        (FULL, 0, "At least 11 moves.", 0, "does not say"),
        (WEST, 0, "At least 1 move.", 0, "with any number"),
    ],
)
def test_max_moves_refused(document: Json, places: int, sentence: str, max_moves: int | None, word: str) -> None:
    """No limit, another limit, a limit that suffices, a wrong number, or no plan at all."""
    doubt = found(document, "max_moves", [], [], places, sentence=sentence, max_moves=max_moves)
    assert len(doubt) == 1
    assert word in doubt[0]


def test_a_number_with_thousands_apart_is_read() -> None:
    """1,200 moves are 1200."""
    homes = [a_household(f"h{i}", current="m1") for i in range(1202)]
    document = {**FULL, "rules": {"households_per_member": [0, 2000]}, "households": homes}
    document["members"] = [a_member("m1", households=[0, 2]), a_member("m2")]
    assert found(document, "max_moves", [], [], 0, sentence="At least 1,200 moves.", max_moves=0) == []


def test_other_is_proven_by_the_recount_itself() -> None:
    """m1 must have three households and may take two orange ones, of which one is allowed, and a green one."""
    document = west(households_per_member=[0, 4])
    document["members"][0]["households"] = [4, 4]
    everything = ["h1", "h2", "h3", "h4"]
    assert found(document, "other", everything, ["m1"], 3) == []
    assert found(document, "other", [], [], 0) == []
    assert found(document, "other", ["h4"], ["m2"], 0) != []
    document["members"][0]["households"] = [2, 4]
    assert found(west(households_per_member=[0, 4], orange_per_member=2), "other", [], [], 0) != []
