"""`lianhu diff PLAN [PLAN]`: what a plan changes, or how two plans differ."""

from __future__ import annotations

import json

import click
from rich.table import Table

from api.cli.plan_words import a_table, add_row, as_json_option, changed_words, counted, plan_argument, show_table
from graph.database import Database, open_database
from graph.plans import Change, Difference, StoredPlan, difference_between, get_plan, plan_changes

DEFAULT_LIMIT = 40
NOBODY = "-"


@click.command("diff")
@plan_argument
@click.argument("other", metavar="[PLAN]", required=False)
@click.option("--limit", default=DEFAULT_LIMIT, show_default=True, type=click.IntRange(0), help="Rows shown; 0: all.")
@as_json_option
def command(plan: str, other: str | None, limit: int, as_json: bool) -> None:
    """List what PLAN (an id such as p-12, or `latest`) changes: each household with its member before and after.

    Before is as in the version of the links that the plan is based on. Why: `could stay` is a move that the plan chose,
    `had to leave` a household whose member has left or is not permitted, `had none` one that nobody served.

    With a second PLAN: the households for which the two have different members, wherever they began.

    \b
    lianhu diff latest
    lianhu diff p-11 p-12 --json
    """
    with open_database() as db:
        one = get_plan(db, plan)
        if other is None:
            _changes(one, plan_changes(db, one), limit, as_json=as_json)
        else:
            _differences(db, one, get_plan(db, other), limit, as_json=as_json)


def _changes(plan: StoredPlan, changes: list[Change], limit: int, *, as_json: bool) -> None:
    if as_json:
        rows = [{"household": c.household, "before": c.before, "after": c.member, "why": _why(c)} for c in changes]
        counts = {"moves": plan.moves, "forced": plan.forced, "placed": plan.placed}
        told = {"plan": plan.id, "based_on": plan.based_on, **counts, "changes": rows}
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    click.echo(f"{plan.id}, based on version {plan.based_on} of the links: {changed_words(plan)}.")
    table = a_table("household", "before", "after", "why")
    for change in changes[: limit or None]:
        add_row(table, change.household, change.before or NOBODY, change.member, _why(change))
    _show(table, len(changes), limit)


def _why(change: Change) -> str:
    if change.before is None:
        return "had none"
    return "had to leave" if change.forced else "could stay"


def _differences(db: Database, one: StoredPlan, other: StoredPlan, limit: int, *, as_json: bool) -> None:
    found = difference_between(db, one, other)
    if as_json:
        rows = [{"household": d.household, "one": d.one, "other": d.other} for d in found]
        told = {"one": one.id, "other": other.id, "differences": rows}
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    click.echo(f"{one.id} and {other.id} differ in {counted(len(found), 'household')}.")
    _show_differences(found, one.id, other.id, limit)


def _show_differences(found: list[Difference], one: str, other: str, limit: int) -> None:
    table = a_table("household", one, other)
    for row in found[: limit or None]:
        add_row(table, row.household, row.one or NOBODY, row.other or NOBODY)
    _show(table, len(found), limit)


def _show(table: Table, total: int, limit: int) -> None:
    if not total:
        return
    show_table(table)
    if limit and total > limit:
        click.echo(f"… and {total - limit:,} more: --limit 0, or --json")
