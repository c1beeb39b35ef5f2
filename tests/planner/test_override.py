"""A best effort in the graph: kept with the rules it breaks, refused without an override, on record with one.

The county: m1 and m2 with 7 places each, 15 households: one rule is broken by whoever has eight.
"""

from __future__ import annotations

import pytest

from graph.database import Database
from graph.errors import Refused
from graph.links import links_at
from graph.plans import Change, get_plan, list_plans, save_draft
from graph.reverting import revert_step
from graph.versions import current_version
from planner.approval import approve_plan
from planner.planning import CountyPlan, plan_county
from planner.service import SolveOptions
from tests.graph.small_county import a_draft, a_household, a_member, change, link_all, write_county

HOMES = [f"h{i:02}" for i in range(15)]
EFFORT = SolveOptions(work=100, best_effort=True)


@pytest.fixture
def county(db: Database) -> Database:
    """Seven households are with m1, seven with m2, h14 is nobody's."""
    members = [a_member(m, min_households=0, max_households=7) for m in ("m1", "m2")]
    write_county(db, members, [a_household(h) for h in HOMES])
    link_all(db, {h: "m1" if h < "h07" else "m2" for h in HOMES[:14]})
    return db


@pytest.fixture
def made(county: Database) -> CountyPlan:
    """The best effort, saved as p-1."""
    return plan_county(county, EFFORT)


def test_a_best_effort_is_kept_with_the_rules_that_it_breaks(county: Database, made: CountyPlan) -> None:
    """Infeasible, with causes; a draft that says which rule, by one."""
    assert (made.id, made.plan.status, made.plan.bound) == ("p-1", "infeasible", None)
    plan = get_plan(county, "p-1")
    assert (plan.status, plan.solve_status, plan.broken, plan.gap) == ("draft", "infeasible", 1, None)
    (rule,) = plan.broken_rules
    assert "has 8 households, more than 7" in rule
    assert made.broken_rules == (rule,)


def test_without_the_option_nothing_is_kept(county: Database) -> None:
    """Said why, no draft."""
    assert plan_county(county, SolveOptions(work=100)).id is None
    assert list_plans(county) == []


@pytest.mark.usefixtures("made")
def test_it_is_refused_without_an_override_and_says_which_rules(county: Database) -> None:
    """And how to override; an empty reason is none."""
    before = current_version(county)
    with pytest.raises(Refused, match=r"breaks 1 hard rule (.|\n)*has 8 households, more than 7(.|\n)*--override"):
        approve_plan(county, "p-1")
    with pytest.raises(Refused, match="needs a reason"):
        approve_plan(county, "p-1", override=" ")
    assert (current_version(county), get_plan(county, "p-1").status) == (before, "draft")


@pytest.mark.usefixtures("made")
def test_with_an_override_it_is_in_force_and_on_record(county: Database) -> None:
    """Reason, time and rules; every household has a member; `revert` goes back, and the record stays."""
    links = {link.household: link.member for link in links_at(county, 1)}
    done = approve_plan(county, "p-1", override="two start on Monday")
    assert (done.plan.status, done.plan.override_reason) == ("approved", "two start on Monday")
    assert list(done.plan.override_rules) == list(done.plan.broken_rules)
    assert done.plan.override_at_ms is not None
    assert len(links_at(county, current_version(county))) == 15
    revert_step(county, "p-1")
    assert {link.household: link.member for link in links_at(county, current_version(county))} == links
    assert (get_plan(county, "p-1").status, get_plan(county, "p-1").override_reason) == (
        "retired",
        "two start on Monday",
    )


@pytest.mark.usefixtures("made")
def test_an_override_that_is_not_needed_is_not_recorded(county: Database) -> None:
    """The rule was changed meanwhile: eight are allowed."""
    for member in ("m1", "m2"):
        change(county, "Member", member, max_households=8)
    done = approve_plan(county, "p-1", override="just in case")
    assert (done.plan.status, done.plan.override_reason, list(done.plan.override_rules)) == ("approved", None, [])


def test_no_override_leaves_a_household_to_nobody(county: Database) -> None:
    """A draft that forgets h14."""
    save_draft(county, a_draft([]))
    with pytest.raises(Refused, match="household h14 has no member") as refused:
        approve_plan(county, "p-1", override="whatever")
    assert "--override" not in str(refused.value)


def test_moves_above_the_limit_are_a_broken_rule_too(county: Database) -> None:
    """The limit that the best effort was made with is looked at when it is approved."""
    change(county, "Member", "m1", max_households=15)
    changes = [Change("h00", "m2", "m1", forced=False), Change("h14", "m1", None, forced=True)]
    change(county, "Member", "m2", max_households=15)
    save_draft(county, a_draft(changes, max_moves=0, broken=1, broken_rules=["1 households move, …"]))
    with pytest.raises(Refused, match="1 households move, more than the limit of 0"):
        approve_plan(county, "p-1")
    assert approve_plan(county, "p-1", override="agreed").plan.override_rules == [
        "1 households move, more than the limit of 0"
    ]
