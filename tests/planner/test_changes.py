"""Changes of a repair merged into an instance, as FORMATS.md says."""

from __future__ import annotations

from typing import Any

import pytest

from graph.errors import FaultyInput
from planner.changes import apply_changes, member_document, rules_document
from planner.instance import Pair
from tests.planner.builders import a_member, a_pair, an_instance, instance_of

INSTANCE = instance_of(
    an_instance(
        rules={"reach_minutes": 30.5, "visits_per_quarter": {"blue": 4}},
        members=[a_member("m1", share=0.5), a_member("m2", areas=["east", "west"], households=[1, 2])],
        pairs=[a_pair("m1", "h1", "pin"), a_pair("m1", "h1", "pin"), a_pair("m2", "h1", "avoids")],
    )
)


def test_rules_merge_by_key() -> None:
    """What is not named stays as the instance has it, not as the defaults have it."""
    rules = apply_changes(INSTANCE, {"rules": {"visits_per_quarter": {"green": 9}, "max_moves": 3}}).rules
    assert dict(rules.visits_per_quarter) == {"green": 9, "blue": 4, "yellow": 3, "orange": 6}
    assert (rules.reach_minutes, rules.max_moves) == (30.5, 3)
    assert apply_changes(INSTANCE, {"rules": {"reach_minutes": None}}).rules.reach_minutes is None


def test_a_known_member_is_replaced_whole_and_others_are_added() -> None:
    """m1 loses the share that the new row does not name; m3 comes last."""
    changed = apply_changes(INSTANCE, {"members": [a_member("m3"), a_member("m1", 5)]})
    assert [member.id for member in changed.members] == ["m1", "m2", "m3"]
    assert (changed.members[0].x, changed.members[0].share) == (5, 1.0)


def test_pairs_are_dropped() -> None:
    """A repeated entry goes with its first; others stay; the hash belongs to no file any more."""
    changed = apply_changes(INSTANCE, {"drop_pairs": [a_pair("m1", "h1", "pin")]})
    assert changed.pairs == (Pair("m2", "h1", "avoids"),)
    assert changed.sha256 == ""


def test_several_keys_may_stand_together() -> None:
    """Rules, members and pairs in one change."""
    changes = {
        "rules": {"orange_per_member": 9},
        "members": [a_member("m3")],
        "drop_pairs": [a_pair("m2", "h1", "avoids")],
    }
    changed = apply_changes(INSTANCE, changes)
    assert (changed.rules.orange_per_member, len(changed.members), len(changed.pairs)) == (9, 3, 1)


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"buildings": []}, "buildings"),
        ({"rules": []}, "rules"),
        ({"rules": {"detour": -1}}, "rules.detour"),
        ({"members": {}}, "members"),
        ({"members": [a_member("m1", share=3)]}, "members[0].share"),
        ({"members": [a_member("m3"), a_member("m3")]}, "members[1].id"),
        ({"drop_pairs": {}}, "drop_pairs"),
        ({"drop_pairs": [a_pair("m1", "h1", "knows")]}, "drop_pairs[0]"),
        ({"drop_pairs": ["m1"]}, "drop_pairs[0]"),
    ],
)
def test_changes_that_cannot_be_merged_are_faults(changes: dict[str, Any], where: str) -> None:
    """Each by its path."""
    with pytest.raises(FaultyInput) as caught:
        apply_changes(INSTANCE, changes)
    assert [fault.where for fault in caught.value.faults] == [where]


def test_what_is_written_is_read_back_the_same() -> None:
    """The documents of rules and members make the same rules and members again."""
    same = {"rules": rules_document(INSTANCE.rules), "members": [member_document(m) for m in INSTANCE.members]}
    changed = apply_changes(INSTANCE, same)
    assert (changed.rules, changed.members) == (INSTANCE.rules, INSTANCE.members)
