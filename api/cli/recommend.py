"""`lianhu recommend HOUSEHOLD`: who should have a household."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from api.cli.county import County, compile_first, instance_option, read_county
from api.cli.plan_words import a_table, add_row, as_json_option, counted, minutes, show_table
from planner.explain.words import RULES
from planner.resilience import Option, Recommended, recommend
from planner.resilience.recommend import DEFAULT_COUNT

MOVES_NAMED = 3


@click.command("recommend")
@click.argument("household", metavar="HOUSEHOLD")
@click.option("--count", type=click.IntRange(min=1), default=DEFAULT_COUNT, show_default=True, help="Members at most.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Another search of repairs.")
@instance_option
@as_json_option
def command(household: str, count: int, seed: int, source: Path | None, as_json: bool) -> None:
    """Rank the members who could have HOUSEHOLD, the best first, with minutes, reasons and what follows.

    The nearest members who may have it by the rules and reach, today's member, and those with ties or wishes; each is
    tried: the household at him, then the best repair found of all that follows (he may have too many then, another too
    few). `dearer`: what the whole plan costs more than with the best of them, minutes a quarter. The rest of the county
    stands as it is today; where today's links break rules, as after the fewest moves that mend them. Nothing is
    changed: lianhu move HOUSEHOLD MEMBER --plan PLAN does that in a draft.

    \b
    lianhu recommend H00017
    lianhu recommend H00017 --count 3 --json
    """
    county = read_county(source)
    compile_first()
    found = recommend(county.instance, household, count=count, seed=seed)
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False))
    else:
        _show(found, county)


def _show(found: Recommended, county: County) -> None:
    now = f"with {county.names.member(found.current)} today" if found.current else "with nobody today"
    where = county.names.building(found.building)
    click.echo(f"{found.household}: {found.risk}, {found.visits} visits a quarter, in {where}; {now}")
    if not found.as_today:
        click.echo("Today's links break rules or leave households with nobody; the rest stands as after the fewest")
        click.echo("moves that mend them.")
    if not found.options:
        click.echo("Nobody may have it and keep the rules. Why, and what would help: lianhu plan.")
        return
    table = a_table("member", "dearer", "there and back", "why", right=("dearer", "there and back"))
    for one in found.options:
        why = "; ".join(reasons(one, county))
        add_row(table, county.names.member(one.member), minutes(one.dearer_minutes), minutes(one.walk_minutes), why)
    show_table(table)
    for refused in found.refused:
        rule = RULES.get(refused.rule, "no repair near keeps the bounds of the members")
        click.echo(f"not {county.names.member(refused.member)}, {minutes(refused.walk_minutes)} there and back: {rule}")


def reasons(one: Option, county: County) -> Iterator[str]:
    """What speaks for a member, and what follows when he gets the household."""
    if one.today:
        yield "has it today"
    if one.neighbours:
        yield f"has {counted(one.neighbours, 'other household')} in the building"
    if one.tie_minutes:
        yield f"{one.tie_minutes:,.1f} minutes of ties and wishes"
    yield "the nearest" if one.rank == 1 else f"number {one.rank} by distance"
    yield f"{one.load_minutes:,.0f} of {one.target_minutes:,.0f} minutes, {counted(one.households, 'household')} so far"
    if one.knock_on:
        moves = ", ".join(f"{m.household} to {county.names.member(m.to_member)}" for m in one.knock_on[:MOVES_NAMED])
        more = f" and {len(one.knock_on) - MOVES_NAMED} more" if len(one.knock_on) > MOVES_NAMED else ""
        yield f"then {moves}{more}"
