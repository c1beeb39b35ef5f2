"""`lianhu show PLAN`: one plan, term by term."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

import click

from api.cli.plan_words import (
    a_table,
    add_row,
    as_json_option,
    changed_words,
    counted,
    minute,
    minutes,
    percent,
    plan_argument,
    plan_json,
    show_table,
)
from api.cli.wish_words import wish_json, wish_lines
from graph.database import open_database
from graph.plans import APPROVED, DRAFT, TERMS, StoredPlan, get_plan
from graph.versions import current_version
from planner.load_ranges import LoadRange, plan_part
from planner.wishes import wishes_of

MOST_SHOWN = 5
MEANINGS = {
    "walking": "to the buildings and back",
    "relation": "ties and wishes that were missed",
    "compactness": "for each building of a member",
    "balance": "workloads away from the target",
    "ceiling": "workloads far above it",
    "churn": "for moves that were not needed",
}


@click.command("show")
@plan_argument
@as_json_option
def command(plan: str, as_json: bool) -> None:
    """Show PLAN (an id such as p-12, or `latest`): what it costs, how good it is, what it changes.

    Everything is in minutes a quarter. No plan can cost less than the bound, whatever pairs it chose; the gap is how
    far the plan may be from the best there is, as a share of its minutes. The workloads are those of members and
    households as they are today.

    \b
    lianhu show latest
    lianhu diff latest          household by household
    """
    with open_database() as db:
        found = get_plan(db, plan)
        version = current_version(db)
        part = plan_part(db, found)
    before, after = part.load_ranges() if part else (None, None)
    wishes = wishes_of(part.instance, part.after, found.max_moves) if part else None
    if as_json:
        loads = {"loads_before": before and asdict(before), "loads": after and asdict(after)}
        more = {"links_version": version, **loads, "wishes": wishes and wish_json(wishes)}
        click.echo(json.dumps({**plan_json(found), **more}, ensure_ascii=False))
        return
    click.echo(_head(found, version))
    _show_terms(found)
    click.echo(f"{changed_words(found)}.{_limit(found)}")
    if before and after:
        click.echo(_loads(before, after, found))
    for line in (*(wish_lines(wishes) if wishes else ()), *_broken(found)):
        click.echo(line)
    click.echo(_next(found, version))


def _head(plan: StoredPlan, version: int) -> str:
    part = f"grid {plan.grid}" if plan.grid else "the whole county"
    in_force = (
        f", in force since {minute(plan.approved_at_ms)}" if plan.status == APPROVED and plan.approved_at_ms else ""
    )
    return (
        f"{plan.id}: {plan.status}{in_force}, for {part}, {plan.solve_status}\n"
        f"made {minute(plan.made_at_ms)} in {plan.seconds:.1f} s, seed {plan.seed}, rules {plan.rules}, "
        f"based on version {plan.based_on} of the links (now {version})"
    )


def _show_terms(plan: StoredPlan) -> None:
    table = a_table("term", "minutes", "what for", right=("minutes",))
    for term in TERMS:
        add_row(table, term, minutes(plan.terms[term]), MEANINGS[term])
    add_row(table, "objective", minutes(plan.objective), "the sum")
    add_row(table, "bound", minutes(plan.bound), "no plan costs less")
    add_row(table, "gap", percent(plan.gap), "between the two")
    show_table(table)


def _limit(plan: StoredPlan) -> str:
    if plan.fewest_moves is not None:
        return f" It is proven that no plan needs fewer than {counted(plan.fewest_moves, 'move')}."
    return "" if plan.max_moves is None else f" At most {plan.max_moves:,} moves were allowed."


def _loads(before: LoadRange, after: LoadRange, plan: StoredPlan) -> str:
    return (
        f"households a member: {_households(before)} before, {_households(after)} after\n"
        f"workload a member: {_minutes(before)} before, {_minutes(after)} after; "
        f"target {minutes(plan.target_minutes)} for a full post"
    )


def _households(load: LoadRange) -> str:
    return f"{load.households[0]} to {load.households[1]}"


def _minutes(load: LoadRange) -> str:
    least, mean, most = load.minutes
    return f"{minutes(least)} to {minutes(most)} (mean {minutes(mean)})"


def _broken(plan: StoredPlan) -> Iterator[str]:
    """The rules that a best effort breaks, and the override that approved it."""
    if plan.by_hand:
        yield f"moved by hand: {plan.by_hand:,} times"
    if plan.broken:
        yield f"hard rules broken: {plan.broken:,}"
        yield from _listed(plan.broken_rules)
    if plan.override_reason is not None and plan.override_at_ms is not None:
        yield f"approved with an override at {minute(plan.override_at_ms)}: {plan.override_reason}; rules overridden:"
        yield from _listed(plan.override_rules)


def _listed(rules: Sequence[str]) -> Iterator[str]:
    yield from (f"  {rule}" for rule in rules[:MOST_SHOWN])
    if len(rules) > MOST_SHOWN:
        yield f"  … and {len(rules) - MOST_SHOWN:,} more (--json lists all)"


def _next(plan: StoredPlan, version: int) -> str:
    if plan.status != DRAFT:
        return f"Next: lianhu diff {plan.id}, lianhu export {plan.id} plan.xlsx"
    if plan.based_on != version:
        return "The links have changed since it was made, so it cannot be approved. Next: lianhu plan"
    override = " --override REASON" if plan.broken else ""
    return f"Next: lianhu diff {plan.id}, lianhu export {plan.id} plan.xlsx, lianhu approve {plan.id}{override}"
