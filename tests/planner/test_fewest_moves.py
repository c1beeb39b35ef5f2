"""The fewest moves of any plan, by hand; random problems are compared with another solver in test_feasibility."""

from __future__ import annotations

import pytest

from planner.fewest_moves import NoPlan, fewest_moves
from tests.planner.builders import Json, a_household, a_member, a_pair, an_instance, problem_of


def chain(**rules: object) -> Json:
    """m1 serves h0, h1, m2 serves h2, h3, m3 nobody; m1 may have one, m2 two, and m3 must not take m1's."""
    return an_instance(
        rules={"households_per_member": [0, 2], **rules},
        members=[a_member("m1", households=[0, 1]), a_member("m2"), a_member("m3")],
        households=[
            a_household("h0", current="m1"),
            a_household("h1", current="m1"),
            a_household("h2", current="m2"),
            a_household("h3", current="m2"),
        ],
        pairs=[a_pair("m3", "h0", "avoids"), a_pair("m3", "h1", "avoids")],
    )


def test_a_move_that_makes_another_move_counts_twice() -> None:
    """One of m1's must go to m2, who is full: one of m2's goes on to m3. Two moves."""
    found = fewest_moves(problem_of(chain()))
    assert found.moves == 2
    assert sorted(found.assignment.tolist()) == [0, 1, 1, 2]


def test_the_limit_does_not_bind_the_answer() -> None:
    """max_moves 0 does not change what a plan needs."""
    assert fewest_moves(problem_of(chain(max_moves=0))).moves == 2


def test_nothing_has_to_move() -> None:
    """A plan in force that keeps every rule needs no move and stays as it is."""
    document = chain()
    document["members"][0]["households"] = None
    found = fewest_moves(problem_of(document))
    assert (found.moves, found.assignment.tolist()) == (0, [0, 0, 1, 1])


@pytest.mark.parametrize("rules", [{"households_per_member": [3, 3]}, {"households_per_member": [0, 1]}])
def test_no_plan_with_any_number(rules: Json) -> None:
    """Too few households, or too few places."""
    with pytest.raises(NoPlan, match="any number"):
        fewest_moves(problem_of(chain(**rules)))
