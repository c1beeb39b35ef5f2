"""`lianhu whatif leave MEMBER…`: the repair when some members leave, all at once."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from api.cli.county import County, compile_first, instance_option, read_county
from api.cli.plan_words import a_table, add_row, as_json_option, counted, minutes, show_table
from api.cli.solve import stopped_by_interrupt
from graph.plans import TERMS
from planner.plan_file import INFEASIBLE
from planner.resilience import WhatIf, what_if_they_leave
from planner.service import SolveOptions

MOST_SHOWN = 10
DEFAULT_SECONDS = 5.0


@click.group("whatif")
def command() -> None:
    """Try out what has not happened; nothing is changed in the graph.

    \b
    lianhu whatif leave M0042 M0043
    """


@command.command("leave")
@click.argument("members", metavar="MEMBER…", nargs=-1, required=True)
@click.option("--moves", type=click.IntRange(min=0), help="At most so many others change; else as few as possible.")
@click.option(
    "--seconds", type=click.FloatRange(min=0), default=DEFAULT_SECONDS, show_default=True, help="To repair, at most."
)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Another search.")
@click.option("--limit", type=click.IntRange(min=0), default=MOST_SHOWN, show_default=True, help="Changes shown.")
@instance_option
@as_json_option
@click.pass_context
def leave(
    context: click.Context,
    members: tuple[str, ...],
    moves: int | None,
    seconds: float,
    seed: int,
    limit: int,
    source: Path | None,
    as_json: bool,
) -> None:
    """What if each MEMBER leaves, all at once? The planner repairs the county without them.

    Their households go to others; as few households as possible change that could stay (proven), or at most --moves of
    them where that saves minutes. The target stays today's, so that before and after compare, term by term, in minutes
    a quarter; below 0 where members were short of work. Where today's links break rules or leave households with
    nobody, they are mended first, with the fewest moves. Where no plan is left: why, with a proof, and what would
    help. Nothing is saved.

    Exit codes: 0 a plan, 2 no plan is possible without them.

    \b
    lianhu whatif leave M0042
    lianhu whatif leave M0042 M0043 M0101 --moves 20
    """
    county = read_county(source)
    compile_first()
    with stopped_by_interrupt() as stopped:
        options = SolveOptions(seconds, None, seed, moves, stop=stopped.is_set, minimum=moves is None)
        found = what_if_they_leave(county.instance, members, options)
    if as_json:
        click.echo(json.dumps(whatif_json(found), ensure_ascii=False))
    else:
        _show(found, county, limit)
    context.exit(found.plan.exit_code)


def whatif_json(found: WhatIf) -> dict[str, Any]:
    """The answer: figures before and after, the changes, or the causes and repairs."""
    plan = {key: value for key, value in found.plan.as_json().items() if key not in ("format", "progress")}
    figures = {
        name: None if one is None else {"objective": one.objective, "terms": one.terms}
        for name, one in (("before", found.before), ("after", found.after))
    }
    told = {"members": found.members, "orphaned": found.orphaned, "due_anyway": found.due_anyway}
    changes = [asdict(change) for change in found.changes]
    return {**told, "changes": changes, **figures, "extra_minutes": found.extra_minutes, "plan": plan}


def _show(found: WhatIf, county: County, limit: int) -> None:
    who = ", ".join(county.names.member(member) for member in found.members)
    click.echo(f"Without {who}: {counted(len(found.orphaned), 'household')} need another member.")
    if found.after is None:
        _show_why(found)
        return
    forced = sum(change.forced for change in found.changes)
    others = len(found.changes) - forced
    fewest = ", and no plan needs fewer" if found.plan.fewest_moves else ""
    click.echo(f"The repair changes {forced:,} that must and {others:,} that could stay{fewest}.")
    if found.due_anyway:
        click.echo(
            f"Today's links break rules or leave households with nobody: {counted(len(found.due_anyway), 'household')} "
            "would have to\nchange with everybody there too. `before` is after that, and the changes come on top."
        )
    _show_figures(found)
    table = a_table("household", "from", "to", "")
    for change in found.changes[:limit]:
        before = county.names.member(change.from_member) if change.from_member else "-"
        must = "" if change.forced else "could stay"
        add_row(table, change.household, before, county.names.member(change.to_member), must)
    if limit:
        show_table(table)
    if len(found.changes) > limit:
        click.echo(f"… and {len(found.changes) - limit:,} more: --limit {len(found.changes)}")


def _show_figures(found: WhatIf) -> None:
    after, before = found.after, found.before
    if after is None or before is None:
        return
    table = a_table("minutes a quarter", "before", "after", "more", right=("before", "after", "more"))
    for term in TERMS:
        was, now = before.terms[term], after.terms[term]
        add_row(table, term, minutes(was), minutes(now), f"{now - was:+,.1f}")
    add_row(table, "all", minutes(before.objective), minutes(after.objective), f"{found.extra_minutes:+,.1f}")
    show_table(table)


def _show_why(found: WhatIf) -> None:
    if found.plan.status != INFEASIBLE:
        click.echo("Time was up before there was a plan or a proof that there is none. Give more --seconds.")
        return
    click.echo("There is no plan without them.")
    for cause in found.plan.causes:
        click.echo(f"  because: {cause.sentence}")
    for repair in found.plan.repairs:
        click.echo(f"  would help: {repair.sentence}")
