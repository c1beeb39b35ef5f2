"""A plan as a workbook: a sheet a community, with member, household, building, class, minutes and why."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from api.report.view import PlanView, why
from api.texts import text
from planner.plan_file import TERMS
from planner.reasons import Line

SHEET_NAME_LENGTH = 31  # Excel's own limit
COLUMNS = ("member", "name", "household", "building", "door", "class", "minutes", "walk", "change", "before", "why")
WIDTHS = (12, 10, 14, 22, 10, 7, 10, 10, 10, 12, 60)
TEXT_ONLY = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_workbook(path: Path, view: PlanView) -> None:
    """Write the plan as .xlsx. Every text is text: nothing in it can become a live formula."""
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in view.lines:
        groups[view.community(line)].append(line)
    book: Any  # xlsxwriter's methods carry no types
    with Workbook(str(path), TEXT_ONLY) as book:
        bold = book.add_format({"bold": True, "bg_color": "#EEF2F6", "bottom": 1})
        _write_overview(book.add_worksheet(text("workbook", "overview")), view, bold)
        taken = {text("workbook", "overview")}
        for community in sorted(groups):
            name = view.names.communities.get(community) or community or text("page", "whole_county")
            sheet = book.add_worksheet(_sheet_name(name, taken))
            _write_lines(sheet, view, groups[community], bold)


def _sheet_name(wanted: str, taken: set[str]) -> str:
    """A name that Excel accepts and that no other sheet has."""
    clean = re.sub(r"[\[\]:*?/\\]", " ", wanted).strip("' ")[:SHEET_NAME_LENGTH] or "-"
    name, number = clean, 2
    while name.casefold() in {t.casefold() for t in taken}:
        tail = f" {number}"
        name, number = clean[: SHEET_NAME_LENGTH - len(tail)] + tail, number + 1
    taken.add(name)
    return name


def _write_overview(sheet: Any, view: PlanView, bold: Any) -> None:
    plan, (least, most) = view.plan, view.load_range()
    rows: list[tuple[str, object]] = [
        (text("page", "title"), f"{view.names.county} {view.title}".strip()),
        (text("page", "households"), len(view.lines)),
        (text("page", "members"), len(view.loads)),
        (text("page", "load_range"), f"{least}–{most}"),
        (text("page", "objective"), plan.objective),
        (text("page", "bound"), plan.bound),
        (text("page", "gap"), "" if plan.gap is None else f"{plan.gap:.1%}"),
        (text("page", "changes"), sum(line.change != "kept" for line in view.lines)),
        *((text("page", term), plan.terms.get(term)) for term in TERMS),
    ]
    sheet.set_column(0, 0, 26, bold)
    sheet.set_column(1, 1, 40)
    for number, (label, value) in enumerate(rows):
        sheet.write_string(number, 0, label)
        if isinstance(value, int | float):
            sheet.write_number(number, 1, round(value, 1))
        else:
            sheet.write_string(number, 1, str(value or ""))


def _write_lines(sheet: Any, view: PlanView, lines: list[Line], bold: Any) -> None:
    for column, (key, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, text("workbook", key), bold)
    sheet.freeze_panes(1, 0)
    instance = view.problem.instance
    ordered = sorted(lines, key=lambda line: (instance.members[line.member].id, line.household))
    for number, line in enumerate(ordered, start=1):
        for column, value in enumerate(_cells(view, line)):
            if isinstance(value, float):
                sheet.write_number(number, column, round(value, 1))
            else:
                sheet.write_string(number, column, value)
    sheet.autofilter(0, 0, len(lines), len(COLUMNS) - 1)


def _cells(view: PlanView, line: Line) -> tuple[str | float, ...]:
    instance, names = view.problem.instance, view.names
    household, member = instance.households[line.household], instance.members[line.member].id
    return (
        member,
        names.members.get(member, ""),
        household.id,
        names.buildings.get(household.building) or household.building,
        names.doors.get(household.id, ""),
        text("class", household.risk),
        line.minutes,
        line.walk_minutes,
        text("change", line.change),
        household.current or "",
        why(line),
    )
