"""Appeals as the graph holds them: one, all of a county, or a selection."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from typing import Any, Final

from graph.appeals.actors import Grid, read_grids
from graph.appeals.path import Appeal, Step
from graph.clock import CHINA, Now, county_now, end_of_day
from graph.database import Database, Row
from graph.errors import Refused
from graph.lease import NO_COUNTY
from graph.queries import query
from graph.subtree import find_subtree

FEW: Final = 1000  # so many appeals are looked up one by one; of more, the paths of all are read at once
MOST_SUGGESTED: Final = 3


@dataclass(frozen=True, slots=True)
class Selection:
    """Which appeals are meant: all conditions hold together, None is any.

    `grid`: of households in this grid and all below it. `department`: its id or name, as giver or taker of a step.
    `since`, `until`: opened on these days (YYYY-MM-DD) or between them.
    """

    grid: str | None = None
    category: str | None = None
    triage: str | None = None
    channel: str | None = None
    department: str | None = None
    since: str | None = None
    until: str | None = None

    def as_json(self) -> dict[str, str]:
        """The conditions that were given."""
        return {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) is not None}


EVERYTHING: Final = Selection()


def appeals_now(db: Database, at: str | None) -> Now:
    """The moment at which appeals are looked at: the end of the day `at`, else the county's now."""
    return now_of(db.read(query("links/county")), at)


def now_of(county: Sequence[Row], at: str | None) -> Now:
    """The same, by the county's row. Raises Refused when there is none."""
    if not county:
        raise Refused(NO_COUNTY)
    return county_now(county[0]["as_of_on"], frozen=county[0]["frozen"]) if at is None else end_of_day(at)


def read_appeals(db: Database, selection: Selection, now: Now, grids: Mapping[str, Grid] | None = None) -> list[Appeal]:
    """The appeals of a selection with their steps until now, by id. `grids`: those of the county, if they were read.

    Raises Refused when there is no county, or no such grid or department.
    """
    grid = find_subtree(db, selection.grid)
    known = read_grids(db) if grids is None else grids
    if selection == EVERYTHING:
        with ThreadPoolExecutor(1) as beside:  # two questions that do not need each other's answer
            paths = beside.submit(_all_paths, db, now)
            rows = _listed(db.read(query("appeals/all"), now_ms=now.ms))
            return _joined(rows, paths.result(), known)
    through = None if selection.department is None else _through(db, selection.department, now)
    days = (
        db.read(query("appeals/all"), now_ms=now.ms)
        if grid.is_county
        else db.read(query("appeals/of_grid"), grid=grid.grid, now_ms=now.ms)
    )
    rows = [row for row in _listed(days) if _meets(row, selection, through)]
    return _joined(rows, _paths(db, [row[0] for row in rows], now), known)


def _listed(days: Iterable[Row]) -> list[Sequence[Any]]:
    return [row for day in days for row in day["appeals"]]


def _joined(
    rows: Iterable[Sequence[Any]], paths: Mapping[str, Sequence[Sequence[Any]]], grids: Mapping[str, Grid]
) -> list[Appeal]:
    return sorted((_appeal(row, paths.get(row[0], ()), grids) for row in rows), key=lambda appeal: appeal.id)


def _meets(row: Sequence[Any], selection: Selection, through: Collection[str] | None) -> bool:
    appeal, category, opened_at_ms, triage, channel = row[:5]
    if selection.category not in (None, category) or selection.triage not in (None, triage):
        return False
    if selection.channel not in (None, channel) or (through is not None and appeal not in through):
        return False
    if selection.since is None and selection.until is None:
        return True
    day = dt.datetime.fromtimestamp(opened_at_ms / 1000, CHINA).date().isoformat()
    return (selection.since or day) <= day <= (selection.until or day)


def _paths(db: Database, appeals: Sequence[str], now: Now) -> dict[str, list[Sequence[Any]]]:
    if len(appeals) > FEW:
        return _all_paths(db, now)
    rows = db.read(query("appeals/paths_of"), appeals=list(appeals), now_ms=now.ms)
    return {row["appeal"]: row["steps"] for row in rows}


def _all_paths(db: Database, now: Now) -> dict[str, list[Sequence[Any]]]:
    return {id_: steps for day in db.read(query("appeals/paths"), now_ms=now.ms) for id_, steps in day["appeals"]}


def steps_of(rows: Iterable[Sequence[Any]]) -> tuple[Step, ...]:
    """Steps in the order of `seq`."""
    return tuple(sorted(map(Step._make, rows)))  # seq comes first and is the appeal's own


def _appeal(row: Sequence[Any], steps: Iterable[Sequence[Any]], grids: Mapping[str, Grid]) -> Appeal:
    id_, category, opened_at_ms, triage, channel, household, building, grid, lon, lat, place, same_as = row
    path = grids[grid].path if grid in grids else ()
    return Appeal(
        id_,
        category,
        opened_at_ms,
        steps_of(steps),
        triage,
        channel,
        household,
        building,
        path,
        lon,
        lat,
        place,
        same_as,
    )


def _through(db: Database, department: str, now: Now) -> set[str]:
    known = {row["department"]: row["name"] for row in db.read(query("appeals/departments"))}
    ids = [id_ for id_, name in known.items() if department in (id_, name)]
    if not ids:
        alike = difflib.get_close_matches(department, [*known, *known.values()], MOST_SUGGESTED, 0.5)
        hint = f"Did you mean {', '.join(alike)}?" if alike else "Give an id or a name of the sheet departments."
        raise Refused(f"There is no department {department!r} among the {len(known)} of the county. {hint}")
    rows = [row for id_ in ids for row in db.read(query("appeals/through_department"), department=id_, now_ms=now.ms)]
    return {row["appeal"] for row in rows}
