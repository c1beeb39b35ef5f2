"""`lianhu revert STEP`: the last step taken back."""

from __future__ import annotations

import json

import click

from api.cli.plan_words import as_json_option
from api.cli.progress import progress
from graph.database import open_database
from graph.reverting import revert_step
from graph.versions import LinkStep


@click.command("revert")
@click.argument("step", metavar="PLAN_OR_STEP")
@as_json_option
def command(step: str, as_json: bool) -> None:
    """Take back the last step of the links: a plan (p-12, `latest`) or an import of links (i-2).

    The links before it are in force again, cards included, as a new version: nothing is erased. A plan that is taken
    back is retired; the plan that was in force before it is in force again. Only the last step can be taken back, since
    later ones build on it, and a revert is not taken back itself: plan again instead.

    \b
    lianhu revert p-12
    lianhu revert i-2
    """
    with open_database() as db, progress(quiet=as_json) as told:
        made = revert_step(db, step, on_progress=lambda so_far, total: told("Writing links", so_far, total))
    click.echo(json.dumps(_as_json(made), ensure_ascii=False) if as_json else _words(made))


def _as_json(made: LinkStep) -> dict[str, object]:
    return {
        "reverted": made.undoes,
        "step": made.id,
        "version": made.version,
        "opened": made.opened,
        "closed": made.closed,
        "plan_in_force": made.plan,
    }


def _words(made: LinkStep) -> str:
    plan = f"{made.plan} is in force again" if made.plan else "no plan is in force"
    return (
        f"{made.undoes} is reverted: version {made.version} of the links is as before it "
        f"({made.opened:,} put back, {made.closed:,} ended); {plan}.\nNext: lianhu gaps, lianhu plan"
    )
