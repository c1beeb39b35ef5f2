"""`lianhu plan`: plans the graph's county and keeps the plan as a draft."""

from __future__ import annotations

import json
from typing import Any

import click

from api.cli.plan_words import a_table, as_json_option, counted, minutes, percent, show_table
from api.cli.progress import Told, progress
from api.cli.solve import not_both, stopped_by_interrupt
from graph.database import open_database
from graph.plans import TERMS
from planner.load_ranges import load_range
from planner.plan_file import INFEASIBLE, Plan, Progress
from planner.planning import CountyPlan, plan_county, todays_assignment
from planner.service import DEFAULT_SECONDS, SolveOptions
from planner.warm import compile_if_cold

MOST_SHOWN = 5


@click.command("plan")
@click.option("--grid", metavar="ID", help="Only this grid and all below it, without touching the rest.")
@click.option(
    "--seconds",
    type=click.FloatRange(min=0),
    default=DEFAULT_SECONDS,
    show_default=True,
    help="To plan, once the graph is read.",
)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Another search.")
@click.option("--moves", type=click.IntRange(min=0), help="At most so many households change that could stay.")
@click.option(
    "--minimum", is_flag=True, help="The fewest moves that any plan needs, proven, and the best minutes with them."
)
@click.option("--best-effort", is_flag=True, help="Where no plan exists: the one that breaks the fewest rules, named.")
@as_json_option
@click.pass_context
def command(
    context: click.Context,
    grid: str | None,
    seconds: float,
    seed: int,
    moves: int | None,
    minimum: bool,
    best_effort: bool,
    as_json: bool,
) -> None:
    """Plan who looks after whom, and keep the plan in the graph as a draft.

    Every household gets one member, every member 5 to 15 households (or his own bounds), at least cost in minutes a
    quarter: walking, ties and wishes missed, buildings, workloads away from the target. Nothing changes for anybody
    before the draft is approved. Ctrl-C ends with the best plan so far.

    With --grid: the active members who serve nobody outside of the grid and somebody in it (or, serving nobody, live in
    it), and the households of the grid that no other active member serves.

    With --best-effort, where no plan exists, the draft is the plan that breaks the fewest rules; it is approved with
    `lianhu approve PLAN --override REASON` alone.

    Exit codes: 0 a plan, 2 none is possible (said why, with what would help), 3 time was up before there was one.

    \b
    lianhu plan --seconds 60
    lianhu plan --grid G12 --moves 40
    lianhu plan --minimum
    lianhu plan && lianhu show latest && lianhu approve latest
    """
    not_both(moves, minimum=minimum)
    with open_database() as db, progress(quiet=as_json) as told, stopped_by_interrupt() as stopped:
        options = SolveOptions(
            seconds=seconds,
            seed=seed,
            max_moves=moves,
            stop=stopped.is_set,
            best_effort=best_effort,
            minimum=minimum,
        )
        compile_if_cold(lambda words: click.echo(f"{words} …", err=True))
        told("Reading the graph", 0, 1)
        made = plan_county(db, options, grid=grid, on_progress=lambda now: _tell(told, now, seconds))
    if as_json:
        click.echo(json.dumps(_as_json(made), ensure_ascii=False))
    elif made.id is None:
        click.echo(_no_plan(made.plan))
    elif made.plan.broken:
        click.echo(_best_effort(made))
    else:
        _show(made)
    context.exit(made.plan.exit_code)


def _tell(told: Told, now: Progress, seconds: float) -> None:
    best = "" if now.objective is None else f": {now.objective:,.0f} minutes"
    bound = "" if now.bound is None else f", at least {now.bound:,.0f}"
    told(f"Planning{best}{bound}", min(round(now.seconds), round(seconds)), round(seconds))


def _show(made: CountyPlan) -> None:
    instance, plan = made.problem.instance, made.plan
    before = load_range(instance, todays_assignment(instance))
    after = load_range(instance, plan.assignment)
    click.echo(f"{made.id}: a draft for {instance.name}, every hard rule kept, {plan.status} in {plan.seconds:.1f} s")
    table = a_table("", "today", "plan", right=("today", "plan"))
    table.add_row("households served", f"{_served(made):,}", f"{len(plan.assignment):,}")
    table.add_row("hard rules broken", f"{len(made.today.broken):,}", "0")
    table.add_row("households a member", _range(before.households), _range(after.households))
    table.add_row("minutes a member", _range(before.minutes), _range(after.minutes))
    for term in TERMS:
        table.add_row(term, minutes(made.today.terms[term]), minutes(plan.terms[term]))
    table.add_row("in all", minutes(made.today.objective), minutes(plan.objective))
    show_table(table)
    click.echo(f"No plan costs less than {minutes(plan.bound)} minutes a quarter; the gap is {percent(plan.gap)}.")
    click.echo(_changes(made))
    click.echo(f"Next: lianhu show {made.id}, lianhu diff {made.id}, lianhu approve {made.id}")


def _range(values: tuple[float, ...]) -> str:
    """The least and the most."""
    return f"{values[0]:,.0f} to {values[-1]:,.0f}"


def _served(made: CountyPlan) -> int:
    """Households that one of the members serves today."""
    return len(todays_assignment(made.problem.instance))


def _changes(made: CountyPlan) -> str:
    placed, moved, forced = _counts(made)
    return (
        f"{counted(len(made.changes), 'household')} change: {moved:,} could have stayed, {forced:,} had to leave their "
        f"member, {placed:,} had none."
    )


def _counts(made: CountyPlan) -> tuple[int, int, int]:
    """Households that had nobody, that moved though they could have stayed, and that had to leave their member."""
    placed = sum(change.before is None for change in made.changes)
    moved = sum(not change.forced for change in made.changes)
    return placed, moved, len(made.changes) - placed - moved


def _no_plan(plan: Plan) -> str:
    if plan.status != INFEASIBLE:
        return (
            f"Time was up after {plan.seconds:.0f} s, before there was a plan or a proof that there is none. "
            "Nothing was saved. Give more --seconds."
        )
    lines = ["No plan keeps every hard rule; nothing was saved. Why:"]
    lines += _listed([cause.sentence for cause in plan.causes])
    if plan.repairs:
        lines += ["What would help:"]
        tried = {True: "", False: " (not tried out)"}
        lines += _listed([f"{repair.sentence}{tried[repair.verified]}" for repair in plan.repairs])
    return "\n".join(lines)


def _best_effort(made: CountyPlan) -> str:
    """Why no plan keeps every rule, and what the draft that breaks the fewest of them breaks."""
    lines = _no_plan(made.plan).replace("; nothing was saved", "").splitlines()
    by = sum(one.by for one in made.plan.broken)
    lines.append(f"{made.id}: a draft that breaks {counted(by, 'hard rule')}, and no plan breaks fewer:")
    lines += _listed(list(made.broken_rules))
    lines.append(f"It costs {minutes(made.plan.objective)} minutes a quarter. {_changes(made)}")
    lines.append(f"Next: lianhu show {made.id}, lianhu approve {made.id} --override REASON")
    return "\n".join(lines)


def _listed(sentences: list[str]) -> list[str]:
    more = len(sentences) - MOST_SHOWN
    rest = [f"  … and {more:,} more (--json lists all)"] if more > 0 else []
    return [f"  {sentence}" for sentence in sentences[:MOST_SHOWN]] + rest


def _as_json(made: CountyPlan) -> dict[str, Any]:
    """The plan as a plan file has it, without its progress, and what became of it in the graph."""
    placed, moved, forced = _counts(made)
    plan = {key: value for key, value in made.plan.as_json().items() if key not in ("format", "progress")}
    return {
        "id": made.id,  # as in `show`
        "plan": made.id,  # as in `approve`
        "grid": made.problem.subtree.grid,
        "based_on": made.problem.based_on,
        "members": len(made.problem.instance.members),
        "households": len(made.problem.instance.households),
        "changed": len(made.changes),
        "moved": moved,
        "forced": forced,
        "placed": placed,
        "today": {"terms": made.today.terms, "objective": made.today.objective, "broken": len(made.today.broken)},
        **plan,
    }
