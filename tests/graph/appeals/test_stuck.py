"""What is stuck: the causes against a count over the files, each at its limit, repeats counted once."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from graph.appeal_rules import HOUR_MS, default_appeal_rules
from graph.appeals.path import Appeal
from graph.appeals.read import Selection
from graph.appeals.stuck import agenda, agenda_of
from graph.database import Database
from tests.graph import appeals_oracle as oracle
from tests.graph.appeals.builders import Event, an_appeal
from tests.graph.coverage_oracle import frozen_now, read_files
from tests.graph.drawn_appeals import BASE, counties_with_appeals
from tests.graph.emptying import empty
from tests.graph.imported import import_tables
from tests.graph.ingest.builders import Tables

DAY_HOURS = 24


def causes(*appeals: Appeal, days: float = 1) -> dict[str, set[str]]:
    """What is stuck so many days after the opening, by the first appeal of the matter."""
    now_ms = round(days * DAY_HOURS * HOUR_MS)
    found = agenda_of(appeals, {one.id for one in appeals}, {}, default_appeal_rules(), now_ms)
    return {item.appeal.id: {cause.name for cause in item.causes} for item in found.items}


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables=counties_with_appeals())
def test_drawn_counties_equal_the_count_over_the_files(db: Database, tables: Tables) -> None:
    """Every matter with every cause, no more and no less."""
    with tempfile.TemporaryDirectory() as folder:
        empty(db)
        import_tables(db, Path(folder), tables)
        files = read_files(Path(folder))
    found = agenda(db)
    stuck = {item.appeal.id: {cause.name for cause in item.causes} for item in found.items}
    assert stuck == oracle.stuck(oracle.Files(files, frozen_now(files)))
    assert found.matters + found.repeats == len(files["appeals"])


@pytest.mark.parametrize(
    ("days", "events", "found"),
    [
        (30, [], set()),
        (30.1, [], {"idle_days"}),
        (33, [(240, "accept", "w", None)], set()),  # urgent: due after three days; 30 days past it are not yet too many
        (33.1, [(240, "accept", "w", None)], {"overdue_days"}),
        (99, [(1, "close", "w", None)], set()),
        (2, [(1, "return", None, None)], set()),
        (2, [(1, "return", None, None), (2, "return", None, None)], {"returns"}),
        (2, [(1, "assign", "a", "b"), (2, "forward", "b", "c"), (3, "forward", "c", "d")], set()),
        (2, [(n, "forward", str(n), str(n + 1)) for n in range(4)], {"hand_overs"}),
        (2, [(1, "assign", "a", "b"), (2, "forward", "b", "a")], {"circles"}),
    ],
)
def test_each_cause_at_its_limit(days: float, events: list[Event], found: set[str]) -> None:
    """Just within and just beyond what the rules allow; a closed appeal is not stuck."""
    assert causes(an_appeal(*events), days=days) == ({"a1": found} if found else {})


def test_a_matter_that_is_raised_again_is_counted_once() -> None:
    """a4 repeats a3, which repeats a1 like a2 does: one matter with three repeats, one row."""
    repeats = [an_appeal(id=f"a{n}", same_as=first) for n, first in ((2, "a1"), (3, "a1"), (4, "a3"))]
    assert causes(an_appeal(), *repeats) == {"a1": {"repeats"}}
    assert causes(an_appeal(), *repeats[:2]) == {}


def test_a_repeat_of_a_closed_one_is_to_be_closed_with_it() -> None:
    """It is not stuck, however long it is open, and is told."""
    appeals = [an_appeal((1, "close", "w", None)), an_appeal(id="a2", same_as="a1")]
    found = agenda_of(appeals, {"a1", "a2"}, {}, default_appeal_rules(), 9999 * HOUR_MS)
    assert (found.items, found.closed_with, found.open_matters) == ((), (("a2", "a1"),), 0)


def test_a_selection_asks_for_matters(db: Database, tmp_path: Path) -> None:
    """h3 repeats from g2 what h1 raised in g1: the matter is asked for from either grid, and from no other."""
    row: dict[str, Any] = {"category": "路灯", "triage": "urgent", "channel": "online", "opened_at": "2025-01-01 08:00"}
    appeals = [{"id": "a1", "household": "h1", **row}, {"id": "a2", "household": "h3", "same_as": "a1", **row}]
    import_tables(db, tmp_path, {**BASE, "appeals": appeals})
    for grid, matters in (("g1", 1), ("g2", 1), ("county", 1)):
        found = agenda(db, Selection(grid=grid))
        assert (found.matters, [item.appeal.id for item in found.items]) == (matters, ["a1"])
        assert found.items[0].repeats == ("a2",)
    assert agenda(db, Selection(category="水")).items == ()
