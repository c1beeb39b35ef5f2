"""`lianhu advise [PLAN]`: the changes that would help a plan most, each tried out, and who costs most today."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from api.cli.plan_words import a_table, add_row, as_json_option, counted, minutes, show_table
from api.report.names import names_from_graph
from graph.database import open_database
from graph.plans import LATEST, get_plan
from planner.advise import Advised, AdviseOptions, advise
from planner.advise.words import advice_words, costly_words
from planner.explain.stored import planned
from planner.explain.words import Names
from planner.warm import compile_if_cold


@click.command("advise")
@click.argument("plan", metavar="[PLAN]", default=LATEST)
@click.option("--seconds", type=click.FloatRange(min=0), default=60.0, show_default=True, help="About so long.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Another search.")
@as_json_option
def command(plan: str, seconds: float, seed: int, as_json: bool) -> None:
    """Say what would help PLAN (an id such as p-12; the latest if none is given) most, in minutes a quarter.

    A member to be made senior, one more member in some place, a bound of a member or of orange households, an area, a
    pin or an avoidance to be changed. Candidates come from the prices of the bound; each is then tried out: the same
    search around it with and without the change, everybody farther away staying as he is, and a recount without a
    solver. So each saving is at least as said; they are each alone and do not add up. With --json each piece of advice
    has `changes`, in the form of the repairs of a plan file. Then the households and members that cost most today.

    \b
    lianhu advise
    lianhu advise p-12 --seconds 120
    """
    with open_database() as db:
        found = planned(db, get_plan(db, plan))
        named = names_from_graph(db)
    compile_if_cold(lambda words: click.echo(f"{words} …", err=True))
    if not as_json:
        click.echo(f"Looking for what would help {found.plan.id} (about {seconds:.0f} s) …", err=True)
    advised = advise(found.instance, found.assignment, AdviseOptions(seconds=seconds, seed=seed))
    if as_json:
        click.echo(json.dumps({"plan": found.plan.id, **asdict(advised)}, ensure_ascii=False))
    else:
        _show(found.plan.id, advised, Names(named.buildings, named.doors, named.members))


def _show(plan: str, advised: Advised, names: Names) -> None:
    click.echo(f"{plan}: {minutes(advised.objective)} minutes a quarter")
    if advised.advice:
        table = a_table("what would help", "saves", right=("saves",))
        for one in advised.advice:
            add_row(table, advice_words(one, names), minutes(one.saving_minutes))
        show_table(table)
    else:
        click.echo("Nothing that was tried would help.")
    click.echo(f"{advised.tried} of {counted(advised.candidates, 'change')} that looked promising were tried out.")
    table = a_table("household", "class", "costs", "why", right=("costs",))
    for home in advised.households:
        add_row(table, home.household, home.risk, minutes(home.minutes), costly_words(home, names))
    show_table(table)
    table = a_table(
        "member", "charged", "workload", "target", "households", right=("charged", "workload", "target", "households")
    )
    for who in advised.members:
        figures = (minutes(who.minutes), minutes(who.load_minutes), minutes(who.target_minutes))
        add_row(table, names.member(who.member), *figures, str(who.households))
    show_table(table)
