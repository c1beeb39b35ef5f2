"""Plans in the graph: kept as what they change, numbered in order, never half there."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from graph import plans
from graph.database import Database
from graph.errors import GraphError, Refused
from graph.plans import (
    Change,
    Difference,
    assignment_of,
    difference_between,
    get_plan,
    list_plans,
    plan_changes,
    save_draft,
)
from graph.queries import query
from tests.graph.small_county import a_draft, a_household, a_member, link_all, moved, write_county

LINKS = {"h1": "m1", "h2": "m1", "h3": "m2"}
CHANGES = [moved("h2", "m2", "m1"), Change("h3", "m1", "m2", forced=True), moved("h4", "m2", None)]


@pytest.fixture
def county(db: Database) -> Database:
    """Two members, four households, one of them nobody's."""
    write_county(db, [a_member("m1"), a_member("m2")], [a_household(f"h{i}") for i in range(1, 5)])
    link_all(db, LINKS)
    return db


def test_a_draft_comes_back_as_it_was_saved(county: Database) -> None:
    """Every figure, and the changes by household; one could have stayed, one had to go, one had nobody."""
    draft = a_draft(CHANGES, grid="g1", max_moves=5)
    assert save_draft(county, draft) == "p-1"
    plan = get_plan(county, "p-1")
    for name in ("based_on", "rules", "solve_status", "objective", "bound", "gap", "terms", "target_minutes", "seed"):
        assert getattr(plan, name) == getattr(draft, name), name
    assert (plan.grid, plan.max_moves, plan.seconds) == ("g1", 5, 1.5)
    assert (plan.status, plan.changed, plan.moves, plan.forced, plan.placed) == ("draft", 3, 1, 1, 1)
    assert plan_changes(county, plan) == CHANGES


def test_a_plan_without_bound_or_changes_can_be_kept(county: Database) -> None:
    """A plan that leaves all as it is changes nothing; without a bound there is no gap."""
    save_draft(county, a_draft([], bound=None, gap=None))
    plan = get_plan(county, "latest")
    assert (plan.bound, plan.gap, plan.changed, plan_changes(county, plan)) == (None, None, 0, [])


def test_plans_are_numbered_in_order_and_latest_is_the_newest(county: Database) -> None:
    """p-1, p-2, …, p-10: by number, not by text."""
    assert [save_draft(county, a_draft([])) for _ in range(10)] == [f"p-{i}" for i in range(1, 11)]
    assert [plan.id for plan in list_plans(county)][-2:] == ["p-9", "p-10"]
    assert get_plan(county, "latest").id == "p-10"


def test_many_at_once_get_numbers_of_their_own(county: Database) -> None:
    """20 saved at the same moment, through five doors: p-1 to p-20, each with its changes."""
    with ExitStack() as open_doors, ThreadPoolExecutor(20) as threads:
        doors = [open_doors.enter_context(Database(county.settings)) for _ in range(5)]
        ids = list(threads.map(lambda n: save_draft(doors[n % 5], a_draft(CHANGES)), range(20)))
    assert sorted(ids, key=lambda plan: int(plan[2:])) == [f"p-{i}" for i in range(1, 21)]
    assert all(plan_changes(county, plan) == CHANGES for plan in list_plans(county))


def test_unknown_plans_are_refused_in_words(county: Database) -> None:
    """Without plans the refusal says how to make one; with some it names them."""
    with pytest.raises(Refused, match=r"no plan yet.*lianhu plan"):
        get_plan(county, "latest")
    save_draft(county, a_draft([]))
    with pytest.raises(Refused, match=r"no plan p-7\. There are 1, the newest p-1;"):
        get_plan(county, "p-7")


def test_a_plan_is_the_links_it_is_based_on_and_its_changes(county: Database) -> None:
    """Also when the links have gone on since."""
    save_draft(county, a_draft(CHANGES))
    link_all(county, {"h1": "m2"}, step="i-2")
    expected = {"h1": "m1", "h2": "m2", "h3": "m1", "h4": "m2"}
    assert assignment_of(county, get_plan(county, "p-1")) == expected


def test_two_plans_differ_where_their_members_do(county: Database) -> None:
    """p-1 moves h2 and h3 and places h4, p-2 moves h2 alone: they differ in h3 and h4."""
    save_draft(county, a_draft(CHANGES))
    save_draft(county, a_draft(CHANGES[:1]))
    one, other = list_plans(county)
    assert difference_between(county, one, other) == [Difference("h3", "m1", "m2"), Difference("h4", "m2", None)]
    assert difference_between(county, one, one) == []


def test_a_plan_that_names_nobody_is_not_kept(county: Database) -> None:
    """An unknown household: the plan is not saved, nor any of its changes."""
    with pytest.raises(GraphError, match="1 members or households that are not in the graph"):
        save_draft(county, a_draft([*CHANGES, moved("h9", "m1", None)]))
    assert list_plans(county) == []
    assert county.read(query("plans/changes"), plan="p-1") == []
    assert save_draft(county, a_draft([])) == "p-2"


def test_a_household_changes_once(county: Database) -> None:
    """Two members for one household are no plan."""
    with pytest.raises(GraphError, match="twice"):
        save_draft(county, a_draft([moved("h1", "m2", "m1"), moved("h1", "m1", "m1")]))


def test_a_plan_of_which_changes_are_missing_is_noticed(county: Database) -> None:
    """The plan says how many households it changes; a graph that somebody tampered with is not planned from."""
    save_draft(county, a_draft(CHANGES))
    county.write(query("plans/forget_changes"), plan="p-1", at_once=1)
    with pytest.raises(GraphError, match="says that it changes 3 households, and the graph has 2"):
        plan_changes(county, get_plan(county, "p-1"))


def test_a_plan_whose_process_died_while_saving_is_never_seen(
    county: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is in no list, it has its number to itself, and after an hour the next save takes it away."""
    monkeypatch.setattr(plans, "_propose", lambda *_: None)
    assert save_draft(county, a_draft(CHANGES)) == "p-1"
    assert list_plans(county) == []
    monkeypatch.undo()
    assert save_draft(county, a_draft(CHANGES)) == "p-2"
    monkeypatch.setattr(plans, "UNFINISHED_MS", -1)
    assert save_draft(county, a_draft(CHANGES)) == "p-3"
    assert county.read(query("plans/unfinished"), before_ms=2**52) == []
    assert [plan.id for plan in list_plans(county)] == ["p-2", "p-3"]


def test_without_a_county_there_is_nothing_to_plan(db: Database) -> None:
    """The refusal says what to do first."""
    with pytest.raises(Refused, match="Import one first"):
        save_draft(db, a_draft([]))


def test_progress_is_told_in_households(county: Database) -> None:
    """Three changes: the last word is three of three."""
    told: list[tuple[int, int]] = []
    save_draft(county, a_draft(CHANGES), on_progress=lambda done, total: told.append((done, total)))
    assert told == [(3, 3)]


def test_a_save_that_others_gave_up_is_an_error(county: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """It took so long that another save took it for dead: the plan is not there, and the words say so."""

    def overtaken(done: int, total: int) -> None:
        monkeypatch.setattr(plans, "UNFINISHED_MS", -1)
        save_draft(county, a_draft([]))

    with pytest.raises(GraphError, match="p-1 took more than an hour"):
        save_draft(county, a_draft(CHANGES), on_progress=overtaken)
    assert [plan.id for plan in list_plans(county)] == ["p-2"]
