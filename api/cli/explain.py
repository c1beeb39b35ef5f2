"""`lianhu explain PLAN`: why a household is with its member, or what makes up a member's workload."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from api.cli.plan_words import a_table, add_row, as_json_option, minutes, plan_argument, show_table
from api.report.names import names_from_graph
from graph.database import Database, open_database
from graph.plans import TERMS, get_plan
from planner.explain import HouseholdExplained, MemberExplained, explain_household, explain_member
from planner.explain.stored import planned
from planner.explain.words import Names, household_head, improvable_words, line_words, member_head, outcome
from planner.warm import compile_if_cold

MOST_BUILDINGS = 8


@click.command("explain")
@plan_argument
@click.option("--household", metavar="ID", help="Why is it with its member? What would the nearest others cost?")
@click.option("--member", metavar="ID", help="What makes up the workload?")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Another search of repairs.")
@as_json_option
def command(plan: str, household: str | None, member: str | None, seed: int, as_json: bool) -> None:
    """Say why PLAN (an id such as p-12, or `latest`) is as it is, in minutes a quarter.

    --household: what the household costs where it is, term by term: what the plan would save if it were not there. Then
    the nearest five other members: the rule that forbids each, or what the whole plan would cost more with the
    household there, after the best repair found of all that follows (somebody may have too many then, somebody too
    few). Two figures: the change to the plan as it stands, and to the plan improved by the same search, since a plan
    that can be improved anyway would make any other choice look good.

    --member: workload against target, what dominates it, the lines of balance and ceiling that it passes, and what
    each household costs to have.

    \b
    lianhu explain latest --household H00017
    lianhu explain p-12 --member M0042
    """
    if (household is None) == (member is None):
        raise click.UsageError("Give either --household ID or --member ID.")
    with open_database() as db:
        found = planned(db, get_plan(db, plan))
        names = _names(db)
    if household is not None:
        found.must_have(household)
        compile_if_cold(lambda words: click.echo(f"{words} …", err=True))
        home = explain_household(found.instance, found.assignment, household, seed=seed)
        if not _as_document(found.plan.id, home, wanted=as_json):
            _show_household(home, names)
    elif member is not None:
        person = explain_member(found.instance, found.assignment, member)
        if not _as_document(found.plan.id, person, wanted=as_json):
            _show_member(person, names)


def _names(db: Database) -> Names:
    names = names_from_graph(db)
    return Names(names.buildings, names.doors, names.members)


def _as_document(plan: str, found: HouseholdExplained | MemberExplained, *, wanted: bool) -> bool:
    """Print the document if it is wanted; whether it was."""
    if wanted:
        click.echo(json.dumps({"plan": plan, **asdict(found)}, ensure_ascii=False))
    return wanted


def _show_household(found: HouseholdExplained, names: Names) -> None:
    click.echo(household_head(found, names))
    table = a_table("term", "minutes", right=("minutes",))
    for term in TERMS:
        add_row(table, term, minutes(found.share.by_name()[term]))
    add_row(table, "without it", minutes(found.share_minutes))
    show_table(table)
    table = a_table(
        "other member", "there and back", "workload", "with the household there", right=("there and back", "workload")
    )
    for other in (*found.others, *found.also):
        add_row(
            table, names.member(other.member), minutes(other.walk_minutes), minutes(other.load_minutes), outcome(other)
        )
    show_table(table)
    click.echo(improvable_words(found))
    click.echo(
        f"Repairs were looked for among {found.looked_at_members} members near and their "
        f"{found.looked_at_households:,} households; everybody else stays."
    )


def _show_member(found: MemberExplained, names: Names) -> None:
    click.echo(member_head(found, names))
    passed = [line_words(line) for line in found.lines if line.passed]
    click.echo("charged: " + ("; ".join(passed) if passed else "nothing, the workload is near the target"))
    table = a_table(
        "building", "households", "trips", "minutes", "as often as", right=("households", "trips", "minutes")
    )
    for one in found.buildings[:MOST_BUILDINGS]:
        asks = f"{one.asked_by} ({one.asked_by_risk}) asks"
        add_row(table, names.building(one.building), str(one.households), str(one.trips), minutes(one.minutes), asks)
    show_table(table)
    table = a_table("class", "households", "visits", "minutes", right=("households", "visits", "minutes"))
    for of in found.classes:
        add_row(table, of.risk, str(of.households), str(of.visits), minutes(of.minutes))
    show_table(table)
    table = a_table("household", "class", "visits", "walk", "costs", right=("visits", "walk", "costs"))
    for home in found.households:
        add_row(
            table, home.household, home.risk, str(home.visits), minutes(home.walk_minutes), minutes(home.share_minutes)
        )
    show_table(table)
