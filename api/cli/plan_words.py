"""What the commands about plans have in common: options, figures and times in words and in JSON."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from graph.clock import CHINA
from graph.plans import StoredPlan

as_json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document to stdout.")
plan_argument = click.argument("plan", metavar="PLAN")
WIDE = 10_000  # columns where nobody looks at a terminal: nothing is cut for a program that reads on


def plan_json(plan: StoredPlan) -> dict[str, Any]:
    """A plan's figures; times as milliseconds and, for people, as ISO text."""
    times = {"made_at": iso(plan.made_at_ms), "approved_at": iso(plan.approved_at_ms)}
    overridden = {"override_at": iso(plan.override_at_ms)}
    return {**asdict(plan), "placed": plan.placed, **times, **overridden}


def iso(at_ms: int | None) -> str | None:
    """A moment as ISO text in the county's zone, to the second."""
    return None if at_ms is None else dt.datetime.fromtimestamp(at_ms / 1000, CHINA).isoformat(timespec="seconds")


def minute(at_ms: int) -> str:
    """A moment for a table."""
    return dt.datetime.fromtimestamp(at_ms / 1000, CHINA).strftime("%Y-%m-%d %H:%M")


def minutes(value: float | None) -> str:
    """Minutes a quarter with separators; a dash where there are none."""
    return "-" if value is None else f"{value:,.1f}"


def percent(value: float | None) -> str:
    """A share of one as a percentage."""
    return "-" if value is None else f"{100 * value:.2f} %"


def counted(number: int, one: str) -> str:
    """1 household, 2 households."""
    return f"{number:,} {one}" if number == 1 else f"{number:,} {one}s"


def changed_words(plan: StoredPlan) -> str:
    """How many households a plan changes, and why."""
    return (
        f"{counted(plan.changed, 'household')} change: {plan.moves:,} could have stayed, {plan.forced:,} had to leave "
        f"their member, {plan.placed:,} had none"
    )


def show_table(table: Table) -> None:
    """Print a table to stdout, as wide as it needs where it does not go to a terminal."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDE)
    console.print(table)


def add_row(table: Table, *cells: str) -> None:
    """A row of plain text: square brackets in an id are no markup."""
    table.add_row(*(Text(cell) for cell in cells))


def a_table(*columns: str, right: tuple[str, ...] = ()) -> Table:
    """A plain table: headings, no frame; the columns in `right` are numbers."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, justify="right" if column in right else "left", no_wrap=True)
    return table
