"""`lianhu stuck`: what belongs on the agenda of the quarterly joint meeting, with the evidence."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from api.cli.appeal_words import at_option, deadline_json, hours, lasting, rules_from_file, rules_option, shown_name
from api.cli.plan_words import as_json_option, counted, iso, minute
from graph.appeals.read import Selection
from graph.appeals.stuck import Agenda, Cause, Item, agenda
from graph.database import open_database
from graph.words import TRIAGES

WORDS = {
    "overdue_days": "{amount:,.1f} days past its deadline (more than {at_least:g})",
    "idle_days": "nothing happened for {amount:,.1f} days (more than {at_least:g})",
    "returns": "given back {amount:g}× (from {at_least:g} on)",
    "hand_overs": "passed on {amount:g}× (from {at_least:g} on)",
    "circles": "came back {amount:g}× to who had it (from {at_least:g} on)",
    "repeats": "raised again by {amount:g} other appeals (from {at_least:g} on)",
}
DEFAULT_LIMIT = 20


@click.command("stuck")
@click.option("--grid", metavar="ID", help="Matters raised in this grid (of any level) and all below it.")
@click.option("--category", metavar="TEXT", help="Matters of this category.")
@click.option("--triage", type=click.Choice(list(TRIAGES)), help="Matters of this triage.")
@click.option("--department", metavar="ID", help="Matters with a step from or to this department (id or name).")
@click.option("--limit", default=DEFAULT_LIMIT, show_default=True, type=click.IntRange(0), help="Matters, in text.")
@at_option
@rules_option
@as_json_option
def command(
    grid: str | None,
    category: str | None,
    triage: str | None,
    department: str | None,
    limit: int,
    at: dt.datetime | None,
    rules_file: Path | None,
    as_json: bool,
) -> None:
    """List what is stuck and belongs before the quarterly joint meeting, the longest overdue first.

    An open appeal is stuck when it is long past its deadline, when nothing has happened for long, when it was given
    back or passed on again and again, went in circles, or was raised again by many; the rules say from how many on.
    Each comes with the steps that prove it (lianhu trace shows them). An appeal that repeats another (same_as) is
    counted with that one and not beside it; the numbers of both are told.

    \b
    lianhu stuck
    lianhu stuck --grid Z012 --json
    """
    selection = Selection(grid=grid, category=category, triage=triage, department=department)
    day = None if at is None else at.date().isoformat()
    with open_database() as db:
        found = agenda(db, selection, at=day, rules=rules_from_file(rules_file))
    click.echo(json.dumps(_as_json(found), ensure_ascii=False) if as_json else "\n".join(_words(found, limit)))


def _as_json(found: Agenda) -> dict[str, Any]:
    return {
        "now": iso(found.now_ms),
        "rules": found.rules,
        "matters": found.matters,
        "open": found.open_matters,
        "repeats_not_counted": found.repeats,
        "stuck": [_item(found, item) for item in found.items],
        "to_be_closed_with": [{"appeal": appeal, "same_as": first} for appeal, first in found.closed_with],
    }


def _item(found: Agenda, item: Item) -> dict[str, Any]:
    appeal = item.appeal
    return {
        "appeal": appeal.id,
        "category": appeal.category,
        "triage": appeal.triage,
        "household": appeal.household,
        "path": list(appeal.path),
        "opened_at": iso(appeal.opened_at_ms),
        "held_by": item.held_by,
        "held_by_name": None if item.held_by is None else _name(found, item.held_by),
        "held_hours": hours(item.held_ms),
        "deadline": deadline_json(item.deadline, found.now_ms),
        "causes": [_cause(cause) for cause in item.causes],
        "repeats": list(item.repeats),
    }


def _cause(cause: Cause) -> dict[str, Any]:
    return {
        "cause": cause.name,
        "amount": cause.amount,
        "at_least": cause.at_least,
        "seqs": list(cause.seqs),
        "words": _in_words(cause),
    }


def _in_words(cause: Cause) -> str:
    return WORDS[cause.name].format(amount=cause.amount, at_least=cause.at_least)


def _words(found: Agenda, limit: int) -> Iterator[str]:
    yield f"For the joint meeting, as of {minute(found.now_ms)} (rules {found.rules})"
    yield (
        f"  {counted(len(found.items), 'matter')} stuck, of {found.open_matters:,} open and {found.matters:,} in all; "
        f"{counted(found.repeats, 'appeal')} repeating another counted with it, not beside it"
    )
    for item in found.items[:limit]:
        yield from _item_words(found, item)
    if len(found.items) > limit:
        yield f"… and {len(found.items) - limit:,} more: --limit {len(found.items)}, or --json"
    if found.closed_with:
        some = ", ".join(f"{appeal} with {first}" for appeal, first in found.closed_with[:5])
        yield f"Open, but repeating one that is closed ({len(found.closed_with):,}), to be closed with it: {some}" + (
            " …" if len(found.closed_with) > 5 else ""
        )


def _item_words(found: Agenda, item: Item) -> Iterator[str]:
    appeal = item.appeal
    where = " / ".join(appeal.path[1:]) or appeal.place or "a point on the map"
    yield f"{appeal.id}  {appeal.category}, {appeal.triage or 'no triage'}, {where}"
    held = "nobody is known to have it"
    if item.held_by is not None:
        held = f"with {_name(found, item.held_by)} {item.held_by} for {lasting(item.held_ms)}"
    yield f"    opened {minute(appeal.opened_at_ms)}, {held}"
    for cause in item.causes:
        steps = f": steps {', '.join(map(str, cause.seqs))}" if cause.seqs else ""
        yield f"    {_in_words(cause)}{steps}"
    if item.repeats:
        yield f"    also raised as {', '.join(item.repeats)}, which are not counted beside it"


def _name(found: Agenda, actor: str) -> str:
    known = found.actors.get(actor)
    return actor if known is None else shown_name(known.label, known.name)
