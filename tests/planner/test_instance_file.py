"""Reading lianhu-instance/1: every fault that FORMATS.md names, by path; long, because it names many."""

from __future__ import annotations

import copy
import gzip
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.errors import FaultyInput
from graph.rules import default_rules
from planner.instance import Pair
from planner.instance_file import parse_instance, parse_members, read_instance
from tests.planner.builders import Json, a_building, a_household, a_member, a_pair, an_instance, instance_of

FULL = an_instance(
    members=[a_member("m1"), a_member("m2", areas=["east"], households=[1, 4], senior=True, share=0.5)],
    buildings=[a_building("b1", area="east"), a_building("b2", 10)],
    households=[a_household("h1"), a_household("h2", "b2", "orange", priority=True, current="gone")],
    pairs=[a_pair("m1", "h1"), a_pair("m2", "h2", "pin")],
)


def changed(path: str, value: Any) -> Json:
    """FULL with one value replaced; `path` like `members.0.x`."""
    document = copy.deepcopy(FULL)
    *way, last = path.split(".")
    at: Any = document
    for step in way:
        at = at[int(step)] if isinstance(at, list) else at[step]
    at[int(last) if isinstance(at, list) else last] = value
    return document


def without(path: str) -> Json:
    """FULL without one key."""
    document = copy.deepcopy(FULL)
    *way, last = path.split(".")
    at: Any = document
    for step in way:
        at = at[int(step)] if isinstance(at, list) else at[step]
    del at[last]
    return document


def faults_of(document: Any) -> list[str]:
    """The JSON paths of the faults of a file with this JSON."""
    with pytest.raises(FaultyInput) as caught:
        instance_of(document)
    assert caught.value.exit_code == 4
    return [fault.where for fault in caught.value.faults]


def test_a_file_with_every_key_is_read_as_it_stands() -> None:
    """Every key of the format arrives."""
    instance = instance_of(FULL)
    assert instance.name == "test"
    assert instance.members[1].areas == {"east"}
    assert (instance.members[1].share, instance.members[1].senior) == (0.5, True)
    assert [instance.bounds(member) for member in instance.members] == [(0, 15), (1, 4)]
    assert (instance.buildings[0].area, instance.buildings[1].area) == ("east", None)
    assert instance.households[1].current == "gone"
    assert instance.households[1].priority
    assert instance.pairs == (Pair("m1", "h1", "knows"), Pair("m2", "h2", "pin"))
    assert instance.warnings == ()


def test_what_is_missing_has_the_values_of_the_format() -> None:
    """Only id, x, y, building, risk and the three lists must be there."""
    document = {
        "members": [{"id": "m1", "x": 0, "y": 0}],
        "buildings": [{"id": "b1", "x": 0, "y": 0}],
        "households": [{"id": "h1", "building": "b1", "risk": "green"}],
    }
    instance = instance_of(document)
    assert instance.rules == default_rules()
    assert instance.rules.households_per_member == (5, 15)
    assert instance.name == "demo"
    assert (instance.members[0].share, instance.members[0].areas, instance.members[0].households) == (1.0, None, None)
    assert instance.pairs == ()
    assert len(instance.warnings) == 1
    assert "format" in instance.warnings[0]


def test_rules_merge_by_key_and_lists_are_replaced_whole() -> None:
    """One class's visits leave the others; a new `above` replaces all lines and leaves `below`."""
    rules = instance_of(an_instance(rules={"visits_per_quarter": {"blue": 9}, "balance": {"above": [[2, 1]]}})).rules
    assert dict(rules.visits_per_quarter) == {"green": 1, "blue": 9, "yellow": 3, "orange": 6}
    assert rules.balance.below == (0.7, 0.25)
    assert rules.balance.above == ((2.0, 1.0),)


def test_a_repeated_pair_counts_once() -> None:
    """The same member, household and kind twice are one pair; another kind is another pair."""
    pairs = [a_pair("m1", "h1"), a_pair("m1", "h1"), a_pair("m1", "h1", "avoids")]
    assert len(instance_of(an_instance(pairs=pairs)).pairs) == 2


def test_no_households_and_no_buildings_are_no_fault() -> None:
    """At least one member is needed; the other lists may be empty."""
    instance = instance_of(an_instance(buildings=[], households=[]))
    assert instance.households == ()


def test_unknown_keys_are_ignored_with_one_warning_each() -> None:
    """A thousand rows with the same unknown key are one warning that says so."""
    households = [a_household(f"h{i}", colour="red") for i in range(3)]
    instance = instance_of(an_instance(households=households, extra=1))
    assert instance.warnings == (
        "extra: unknown key, ignored",
        "households[0].colour: unknown key, ignored (here and in 2 more rows)",
    )


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        ("format", "lianhu-instance/2", "format"),
        ("name", 3, "name"),
        ("rules", None, "rules"),
        ("rules", [], "rules"),
        ("members", {}, "members"),
        ("members", [], "members"),
        ("pairs", None, "pairs"),
        ("members.0", "m1", "members[0]"),
        ("members.0.id", "", "members[0].id"),
        ("members.0.id", 7, "members[0].id"),
        ("members.1.id", "m1", "members[1].id"),
        ("members.0.x", "0", "members[0].x"),
        ("members.0.y", True, "members[0].y"),
        ("members.0.senior", 1, "members[0].senior"),
        ("members.0.senior", None, "members[0].senior"),
        ("members.0.share", 0, "members[0].share"),
        ("members.0.share", 1.01, "members[0].share"),
        ("members.0.share", None, "members[0].share"),
        ("members.0.areas", [], "members[0].areas"),
        ("members.0.areas", "east", "members[0].areas"),
        ("members.0.areas", [3], "members[0].areas[0]"),
        ("members.0.households", [4, 3], "members[0].households"),
        ("members.0.households", [1], "members[0].households"),
        ("members.0.households", [-1, 3], "members[0].households"),
        ("members.0.households", [0.5, 3], "members[0].households"),
        ("buildings.1.id", "b1", "buildings[1].id"),
        ("buildings.1.x", None, "buildings[1].x"),
        ("buildings.1.area", 3, "buildings[1].area"),
        ("households.0.building", "b9", "households[0].building"),
        ("households.0.building", ["b1"], "households[0].building"),
        ("households.0.risk", "red", "households[0].risk"),
        ("households.0.risk", None, "households[0].risk"),
        ("households.0.priority", "yes", "households[0].priority"),
        ("households.1.id", "h1", "households[1].id"),
        ("households.0.current", 5, "households[0].current"),
        ("pairs.0.member", "m9", "pairs[0].member"),
        ("pairs.0.household", "h9", "pairs[0].household"),
        ("pairs.0.kind", "likes", "pairs[0].kind"),
        ("pairs.0.kind", ["pin"], "pairs[0].kind"),
    ],
)
def test_a_wrong_value_is_a_fault_with_its_path(path: str, value: Any, where: str) -> None:
    """One wrong value is one fault, at its place; besides, only rows that name what is gone by it."""
    first, *more = faults_of(changed(path, value))
    assert first == where
    assert not more or path.endswith(".id") or path in ("members", "members.0")
    assert all(fault.startswith(("pairs[", "households[")) for fault in more)


@pytest.mark.parametrize(
    ("rules", "where"),
    [
        ({"unheard_of": 1}, "rules.unheard_of"),
        ({"households_per_member": [6, 5]}, "rules.households_per_member"),
        ({"households_per_member": None}, "rules.households_per_member"),
        ({"orange_per_member": -1}, "rules.orange_per_member"),
        ({"orange_per_member": 1.5}, "rules.orange_per_member"),
        ({"visits_per_quarter": {"green": 0}}, "rules.visits_per_quarter.green"),
        ({"visits_per_quarter": {"green": 1.5}}, "rules.visits_per_quarter.green"),
        ({"visits_per_quarter": {"red": 1}}, "rules.visits_per_quarter.red"),
        ({"visits_per_quarter": 3}, "rules.visits_per_quarter"),
        ({"priority_visits_per_quarter": 0}, "rules.priority_visits_per_quarter"),
        ({"minutes_per_visit": {"blue": 20.05}}, "rules.minutes_per_visit.blue"),
        ({"minutes_per_visit": {"blue": -1}}, "rules.minutes_per_visit.blue"),
        ({"metres_per_minute": 0}, "rules.metres_per_minute"),
        ({"detour": "1.3"}, "rules.detour"),
        ({"reach_minutes": -1}, "rules.reach_minutes"),
        ({"knows_minutes": 1.23}, "rules.knows_minutes"),
        ({"household_prefers_minutes": None}, "rules.household_prefers_minutes"),
        ({"member_prefers_minutes": True}, "rules.member_prefers_minutes"),
        ({"building_minutes": "10"}, "rules.building_minutes"),
        ({"churn_minutes": -0.1}, "rules.churn_minutes"),
        ({"max_moves": -1}, "rules.max_moves"),
        ({"max_moves": 0.5}, "rules.max_moves"),
        ({"target_minutes": 1.25}, "rules.target_minutes"),
        ({"balance": {"above": [[1.4, 1], [1.15, 1]]}}, "rules.balance.above"),
        ({"balance": {"above": [[1.4, -1]]}}, "rules.balance.above[0]"),
        ({"balance": {"below": [0.7]}}, "rules.balance.below"),
        ({"balance": {"beside": [0.7, 1]}}, "rules.balance.beside"),
        ({"balance": []}, "rules.balance"),
        ({"ceiling": [2, -20]}, "rules.ceiling"),
        ({"ceiling": 2}, "rules.ceiling"),
    ],
)
def test_a_wrong_rule_is_a_fault_with_its_path(rules: Json, where: str) -> None:
    """One wrong rule is exactly one fault; an unknown rule is a fault, not a warning."""
    assert faults_of(an_instance(rules=rules)) == [where]


@pytest.mark.parametrize(
    "rules",
    [
        {"households_per_member": [0, 0]},
        {"households_per_member": [5.0, 10**12]},
        {"orange_per_member": 0},
        {"max_moves": 0},
        {"reach_minutes": 0.5, "target_minutes": 0},
        {"balance": {"below": [0.7, 0], "above": []}},
        {"balance": {"above": [[1.2, 0.5], [1.2, 0.5]]}, "ceiling": [0, 0]},
        {"minutes_per_visit": {"green": 0}, "building_minutes": 0.1},
    ],
)
def test_unusual_rules_are_no_fault(rules: Json) -> None:
    """What the format allows is read."""
    assert instance_of(an_instance(rules=rules)).rules is not None


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("members.0.id", "members[0].id"),
        ("members.0.x", "members[0].x"),
        ("buildings.0.y", "buildings[0].y"),
        ("households.0.risk", "households[0].risk"),
        ("households.1.building", "households[1].building"),
        ("pairs.0.kind", "pairs[0].kind"),
        ("pairs.1.member", "pairs[1].member"),
        ("members", "members"),
        ("buildings", "buildings"),
        ("households", "households"),
    ],
)
def test_what_is_required_and_missing_is_one_fault(path: str, where: str) -> None:
    """A missing list is one fault and not one for each row that names something in it."""
    faults = faults_of(without(path))
    assert faults[0] == where
    assert len(faults) == 1 or path == "members.0.id"


def test_all_faults_are_told_at_once() -> None:
    """Three wrong values in three lists are three faults, each with the value."""
    document = changed("members.0.share", 0)
    document["households"][0]["risk"] = "red"
    document["rules"]["detour"] = 0
    with pytest.raises(FaultyInput) as caught:
        instance_of(document)
    told = {fault.where: fault.value for fault in caught.value.faults}
    assert told == {"rules.detour": "0", "members[0].share": "0", "households[0].risk": '"red"'}


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b"\xff\xfe", b'{"members": NaN}', b'{"name": "\\ud800"}', b"[" * 100_000],
    ids=["empty", "cut", "a list", "not UTF-8", "NaN", "half a character", "deep"],
)
def test_what_is_no_json_object_is_a_fault(data: bytes) -> None:
    """Broken JSON is one fault at the root, in words."""
    with pytest.raises(FaultyInput) as caught:
        parse_instance(data, "x.json")
    assert [fault.where for fault in caught.value.faults] == ["$"]


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["members"][0].update(x=1e300),
        lambda d: d["members"][0].update(x=10**400),
        lambda d: d["rules"].update(metres_per_minute=1e-9),
        lambda d: d["rules"].update(visits_per_quarter={"green": 10**15}),
    ],
)
def test_numbers_too_large_to_count_with_are_a_fault(change: Callable[[Json], None]) -> None:
    """Minutes that could not be added up exactly are refused instead of counted wrong."""
    document = copy.deepcopy(FULL)
    change(document)
    assert len(faults_of(document)) == 1


def test_plain_and_gzipped_files_are_told_apart_by_content(tmp_path: Path) -> None:
    """The hash is of the uncompressed bytes, whatever the name says; a byte order mark does not hurt."""
    data = json.dumps(FULL).encode()
    plain, packed, misnamed = (tmp_path / name for name in ("a.json", "a.json.gz", "b.json"))
    plain.write_bytes(data)
    packed.write_bytes(gzip.compress(data))
    misnamed.write_bytes(gzip.compress(data))
    assert {read_instance(path).sha256 for path in (plain, packed, misnamed)} == {hashlib.sha256(data).hexdigest()}
    plain.write_bytes(b"\xef\xbb\xbf" + data)
    assert read_instance(plain).members == read_instance(packed).members


@pytest.mark.parametrize("content", [None, gzip.compress(b"{}" * 100)[:-9]], ids=["missing", "cut gzip"])
def test_a_file_that_cannot_be_read_is_told_in_words(tmp_path: Path, content: bytes | None) -> None:
    """No file, or a broken archive: a fault of the file, not a traceback."""
    path = tmp_path / "x.json.gz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FaultyInput, match="cannot be read"):
        read_instance(path)


def test_members_alone_are_read_as_in_a_file() -> None:
    """The rows of a repair's `members` have the same keys and faults."""
    assert parse_members([a_member("m1", share=0.5)], "changes")[0].share == 0.5
    with pytest.raises(FaultyInput) as caught:
        parse_members([a_member("m1", share=5)], "changes")
    assert [fault.where for fault in caught.value.faults] == ["members[0].share"]
