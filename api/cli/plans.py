"""`lianhu plans`: the plans in the graph."""

from __future__ import annotations

import json

import click

from api.cli.plan_words import a_table, add_row, as_json_option, minute, minutes, percent, plan_json, show_table
from graph.database import open_database
from graph.plans import StoredPlan, list_plans
from graph.versions import current_version

NUMBERS = ("based on", "minutes", "bound", "gap", "changes", "moves", "forced")


@click.command("plans")
@as_json_option
def command(as_json: bool) -> None:
    """List the plans in the graph, oldest first.

    A plan is a draft until `lianhu approve` puts it into force; one plan is in force at a time, the others that were
    are retired. `based on` is the version of the links that it was planned on: a draft on an older version than the
    present one cannot be approved any more. `moves` are the households that change though they need not.

    \b
    lianhu plans
    lianhu show latest
    """
    with open_database() as db:
        version = current_version(db)
        plans = list_plans(db)
    if as_json:
        click.echo(json.dumps([plan_json(plan) for plan in plans], ensure_ascii=False))
    elif plans:
        _show(plans, version)
    else:
        click.echo("No plan yet. Make one: lianhu plan")


def _show(plans: list[StoredPlan], version: int) -> None:
    table = a_table("plan", "status", *NUMBERS, "grid", "made", right=NUMBERS)
    for plan in plans:
        add_row(
            table,
            plan.id,
            plan.status,
            str(plan.based_on),
            minutes(plan.objective),
            minutes(plan.bound),
            percent(plan.gap),
            f"{plan.changed:,}",
            f"{plan.moves:,}",
            f"{plan.forced:,}",
            plan.grid or "all",
            minute(plan.made_at_ms),
        )
    show_table(table)
    click.echo(f"The links are at version {version}.")
