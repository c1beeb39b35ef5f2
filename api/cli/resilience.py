"""`lianhu resilience`: what the county loses when a member leaves, for every member."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from api.cli.county import County, instance_option, read_county
from api.cli.plan_words import a_table, add_row, as_json_option, counted, minutes, show_table
from api.cli.progress import progress
from planner.resilience import Articulation, HouseholdCover, Leaving, Resilience, resilience

DEFAULT_LIMIT = 5
OUTCOMES = {
    "at_once": "others with a free place take all of the households, nobody else has to move",
    "with_moves": "others would have to move as well: places are short where the households are",
    "nobody_else": "some household may have nobody else by the rules and reach",
    "no_plan": "each household could go to somebody, but not all with the rest of the county",
    "unknown": "there is no plan for the county with everybody either (lianhu plan says why)",
}


@click.command("resilience")
@click.option("--member", "members", metavar="ID", multiple=True, help="Only this member, household by household.")
@click.option("--grid", metavar="ID", help="Only the members who serve somebody in this grid.")
@click.option(
    "--limit", type=click.IntRange(min=0), default=DEFAULT_LIMIT, show_default=True, help="Rows of each list."
)
@instance_option
@as_json_option
def command(members: tuple[str, ...], grid: str | None, limit: int, source: Path | None, as_json: bool) -> None:
    """Say what the county loses when a member leaves: every member as if he left alone, on today's links.

    For each of his households: who else may take it by the rules and within reach, who of them has a place, and what it
    would cost more. Then all of them together, given to others while nobody else moves, in minutes a quarter at
    today's target (below 0 where members were short of work); the micro-grids where nobody else serves; the households
    that nobody else may take. A member without whom there is no plan is irreplaceable. Last, who holds the web of
    service, ties and wishes together: the articulation points of that graph. What several leaving at once means:
    lianhu whatif leave.

    --json has every member with every household; `outcome` is at_once, with_moves, nobody_else, no_plan or unknown.

    \b
    lianhu resilience
    lianhu resilience --member M0042
    lianhu resilience --instance county.json.gz --json > leavers.json
    """
    county = read_county(source, grid)
    with progress(quiet=as_json) as told:
        found = resilience(
            county.instance,
            members=members or county.among,
            grids=county.grids,
            on_progress=lambda done, total: told("If each left alone", done, total),
        )
    if as_json:
        click.echo(json.dumps(resilience_json(found), ensure_ascii=False))
    elif members:
        for one in found.members:
            _show_member(one, found, county)
    else:
        _show(found, county, limit)


def resilience_json(found: Resilience) -> dict[str, Any]:
    """The whole answer; the articulation points with their sentence."""
    points = [{**asdict(one), "sentence": one.sentence} for one in found.articulations]
    return {**asdict(found), "articulations": points, "irreplaceable": [one.member for one in found.irreplaceable]}


def _show(found: Resilience, county: County, limit: int) -> None:
    homes = sum(len(one.households) for one in found.members)
    click.echo(f"{counted(len(found.members), 'member')} with {homes:,} households, each as if he left alone:")
    outcomes = Counter(one.outcome for one in found.members)
    for outcome, words in OUTCOMES.items():
        if outcomes[outcome]:
            click.echo(f"  {outcomes[outcome]:>6,}  {words}")
    _list("Irreplaceable", [_irreplaceable(one, county) for one in found.irreplaceable], limit)
    empties = [one for one in found.members if one.empties]
    _list("Alone in a micro-grid", [_empties(one, county) for one in empties], limit)
    cut = [one for one in found.articulations if len(one.parts) > 1]
    _list("Holding the web of service and ties together", [_point(one, county) for one in cut], limit)
    dear = sorted(
        (one for one in found.members if one.extra_minutes is not None),
        key=lambda one: (-(one.extra_minutes or 0.0), one.member),
    )
    if dear and limit:
        click.echo("\nDearest to replace (minutes a quarter; walking is a part of them)")
        table = a_table("member", "households", "minutes more", "walking more", right=NUMBERS)
        for one in dear[:limit]:
            figures = (minutes(one.extra_minutes), minutes(one.extra_walking_minutes))
            add_row(table, county.names.member(one.member), str(len(one.households)), *figures)
        show_table(table)


NUMBERS = ("households", "minutes more", "walking more", "may", "have a place", "minutes more alone")


def _list(title: str, lines: list[str], limit: int) -> None:
    if not lines or not limit:
        return
    click.echo(f"\n{title} ({len(lines):,})")
    for line in lines[:limit]:
        click.echo(f"  {line}")
    if len(lines) > limit:
        click.echo(f"  … and {len(lines) - limit:,} more: --limit {len(lines)}")


def _irreplaceable(one: Leaving, county: County) -> str:
    who = county.names.member(one.member)
    if not one.nobody_else:
        return f"{who}: without him {one.why or 'there is no plan'}"
    homes = {cover.household: cover for cover in one.households}
    named = "; ".join(_home(homes[household], county) for household in one.nobody_else)
    return f"{who}: nobody else may have {named}"


def _home(cover: HouseholdCover, county: County) -> str:
    return f"{cover.household} ({cover.risk}, {county.names.building(cover.building)})"


def _empties(one: Leaving, county: County) -> str:
    return f"{county.names.member(one.member)}: {', '.join(map(county.grid, one.empties))}"


def _point(one: Articulation, county: County) -> str:
    return f"Without {county.names.member(one.member)} {one.sentence}"


def _show_member(one: Leaving, found: Resilience, county: County) -> None:
    click.echo(f"{county.names.member(one.member)} leaves, {counted(len(one.households), 'household')}: ", nl=False)
    click.echo("; ".join(_outcome(one, found, county)))
    table = a_table("household", "class", "building", "may", "have a place", "goes to", "cheapest", right=NUMBERS)
    for cover in one.households:
        takers = ", ".join(
            f"{county.names.member(t.member)} {t.extra_minutes:+,.1f}{'' if t.has_place else ' (no place)'}"
            for t in cover.nearest
        )
        given = one.given.get(cover.household)
        add_row(
            table,
            cover.household,
            cover.risk,
            county.names.building(cover.building),
            str(cover.takers),
            str(cover.with_place),
            county.names.member(given) if given else "-",
            takers or "nobody else may have it",
        )
    show_table(table)


def _outcome(one: Leaving, found: Resilience, county: County) -> Iterator[str]:
    yield OUTCOMES[one.outcome]
    if one.moves is not None:
        yield f"{counted(one.moves, 'more move')} of others at least"
    if one.why:
        yield one.why
    if one.extra_minutes is not None and one.extra_walking_minutes is not None:
        yield f"{one.extra_minutes:+,.1f} minutes a quarter, {one.extra_walking_minutes:+,.1f} of them walking"
    if one.empties:
        yield f"nobody else serves {', '.join(map(county.grid, one.empties))}"
    yield from (_point(point, county) for point in found.articulations if point.member == one.member)
