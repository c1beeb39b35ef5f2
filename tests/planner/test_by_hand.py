"""A household moved by hand: rechecked at once, saved as a diff with its true cost, refused with the rule.

The county: m1 (senior) has h1 to h6, m2 has h7 to h12; everybody has 5 to 15 and lives in the one building. A green
household is one visit of 20 minutes, and there is no way to it.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from graph.database import Database
from graph.errors import Refused
from graph.plans import assignment_of, get_plan, plan_changes, save_draft
from planner.approval import approve_plan
from planner.by_hand import move_by_hand
from planner.checks import recount
from planner.from_graph import instance_from_graph
from tests.graph.small_county import a_draft, a_household, a_member, change, link_all, moved, write_county, write_tie

LINKS = {f"h{i}": "m1" if i <= 6 else "m2" for i in range(1, 13)}


@pytest.fixture
def county(db: Database) -> Database:
    """The county with a draft that moves h6 to m2, with the objective that it truly has."""
    write_county(db, [a_member("m1", senior=True), a_member("m2")], [a_household(h) for h in LINKS])
    link_all(db, LINKS)
    counted = recount(instance_from_graph(db), {**LINKS, "h6": "m2"})
    figures = {"objective": counted.objective, "terms": counted.terms, "target_minutes": counted.target_minutes}
    save_draft(db, a_draft([moved("h6", "m2", "m1")], bound=1.0, gap=0.9, **figures))
    return db


def refused(db: Database, household: str, member: str, match: str, *, plan: str = "p-1") -> None:
    """The move is refused with these words, and the draft is as it was."""
    before = (get_plan(db, plan), plan_changes(db, get_plan(db, plan)))
    with pytest.raises(Refused, match=match):
        move_by_hand(db, plan, household, member, wait_seconds=0)
    assert (get_plan(db, plan), plan_changes(db, get_plan(db, plan))) == before


def test_a_move_back_is_no_change_any_more(county: Database) -> None:
    """h6 back to m1: the draft changes nothing, and workloads are 120 minutes each instead of 100 and 140."""
    done = move_by_hand(county, "latest", "h6", "m1")
    assert (done.source, done.target) == ("m2", "m1")
    assert (done.before.loads, done.after.loads) == ({"m1": 100.0, "m2": 140.0}, {"m1": 120.0, "m2": 120.0})
    assert plan_changes(county, done.plan) == []
    assert (done.plan.changed, done.plan.moves, done.plan.by_hand, done.plan.status) == (0, 0, 1, "draft")


def test_another_household_is_one_more_change_and_the_figures_are_those_of_the_recount(county: Database) -> None:
    """First h7 to m1, then h5 to m2: each change is one row, terms and gap are recounted, the bound stays."""
    move_by_hand(county, "p-1", "h7", "m1")
    done = move_by_hand(county, "p-1", "h5", "m2")
    plan = get_plan(county, "p-1")
    assert plan_changes(county, plan) == [moved("h5", "m2", "m1"), moved("h6", "m2", "m1"), moved("h7", "m1", "m2")]
    counted = recount(instance_from_graph(county), assignment_of(county, plan))
    assert (plan.objective, dict(plan.terms)) == (counted.objective, counted.terms)
    assert plan.objective == done.after.objective
    assert (plan.bound, plan.gap) == (1.0, pytest.approx((plan.objective - 1.0) / max(1.0, plan.objective)))
    assert (plan.changed, plan.moves, plan.forced, plan.by_hand) == (3, 3, 0, 2)
    assert approve_plan(county, "p-1").step.version == 2


def test_the_true_cost_is_the_difference_of_the_whole_objective(county: Database) -> None:
    """m1 knows h6 by now: back with m1 saves the 10 minutes of the tie and what the workloads cost."""
    write_tie(county, "m1", "h6", "knows")
    done = move_by_hand(county, "p-1", "h6", "m1")
    assert done.after.terms["relation"] - done.before.terms["relation"] == -10.0
    terms = sum(done.after.terms[term] - done.before.terms[term] for term in done.after.terms)
    assert done.after.objective - done.before.objective == pytest.approx(terms)


def test_a_move_that_breaks_a_rule_is_refused_with_the_rule(county: Database) -> None:
    """m1 has 5 and must keep them; an avoided pair; a pin elsewhere; an orange one to somebody not senior."""
    refused(county, "h1", "m2", "m1 has 4 households, fewer than 5")
    write_tie(county, "m1", "h7", "avoids")
    refused(county, "h7", "m1", "may not go to member m1: the pair is avoided")
    write_tie(county, "m2", "h8", "pin")
    refused(county, "h8", "m1", r"pinned to m2\nNothing was changed. Lift the pin")
    move_by_hand(county, "p-1", "h6", "m1")
    change(county, "Household", "h6", risk="orange")
    refused(county, "h6", "m2", r"needs a senior member\nNothing was changed. Choose a member who may")


def test_a_move_that_mends_a_broken_draft_is_allowed(county: Database) -> None:
    """The draft became illegal, m2 is over his bound of 6: back to m1 is right, one more to m2 is not."""
    change(county, "Member", "m2", min_households=1, max_households=6)
    change(county, "Member", "m1", min_households=1)
    refused(county, "h5", "m2", "more than 6")
    assert move_by_hand(county, "p-1", "h6", "m1").after.broken == []


def test_strangers_and_what_is_so_already_are_refused(county: Database) -> None:
    """Unknown ids, a member on leave, and the member who has it."""
    refused(county, "h99", "m1", "no household h99")
    refused(county, "h1", "m9", "no active member m9")
    refused(county, "h6", "m2", "with member m2 already")


def test_only_drafts_on_the_links_of_today_move(county: Database) -> None:
    """A plan in force is no draft; a second draft on the version before is stale then."""
    save_draft(county, a_draft([moved("h6", "m2", "m1")]))
    approve_plan(county, "p-1")
    refused(county, "h5", "m2", "p-1 is in force already")
    refused(county, "h5", "m2", "is based on version 1", plan="p-2")


def test_two_at_once_both_count(county: Database) -> None:
    """Six households to m2 and m1 at the same moment: every one is in the draft, its figures fit all of them."""
    change(county, "Member", "m1", min_households=0)
    change(county, "Member", "m2", min_households=0)
    homes = [("h1", "m2"), ("h2", "m2"), ("h8", "m1"), ("h9", "m1"), ("h3", "m2"), ("h10", "m1")]
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda pair: move_by_hand(county, "p-1", *pair), homes))
    plan = get_plan(county, "p-1")
    assert (plan.changed, plan.by_hand, len(plan_changes(county, plan))) == (7, 6, 7)
    assert plan.objective == recount(instance_from_graph(county), assignment_of(county, plan)).objective
