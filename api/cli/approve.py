"""`lianhu approve PLAN`: a draft into force."""

from __future__ import annotations

import json

import click

from api.cli.plan_words import as_json_option, changed_words, plan_argument, plan_json
from api.cli.progress import progress
from graph.database import open_database
from planner.approval import Approval, approve_plan


@click.command("approve")
@plan_argument
@click.option("--override", metavar="REASON", help="Approve it although it breaks hard rules; the reason is kept.")
@as_json_option
def command(plan: str, override: str | None, as_json: bool) -> None:
    """Put the draft PLAN (an id such as p-12, or `latest`) into force.

    Whoever reads the links meanwhile sees those of before or those of the plan, never a mixture, also when the command
    is killed on its way: then nothing has happened, and it can be started again. The plan in force until now is
    retired; links that end keep their row, so that `lianhu revert` can go back.

    Refused in words, with nothing changed, when the links have changed since the plan was made (plan again), and when
    the plan breaks a hard rule on the county as it is now: a member has left, somebody is avoided, a household became
    orange. Of several approvals at once one wins.

    A best effort (`lianhu plan --best-effort`) breaks rules and needs --override with a reason: reason, time and the
    rules broken stay on record, and `lianhu show` tells them. What no override allows: a household without anybody.

    \b
    lianhu plan && lianhu show latest && lianhu approve latest
    lianhu approve p-12 --override "two members start on Monday"
    """
    with open_database() as db, progress(quiet=as_json) as told:
        told("Checking every hard rule", 0, 1)
        done = approve_plan(
            db, plan, override=override, on_progress=lambda so_far, total: told("Writing links", so_far, total)
        )
    click.echo(json.dumps(_as_json(done), ensure_ascii=False) if as_json else _words(done))


def _as_json(done: Approval) -> dict[str, object]:
    step = done.step
    return {
        "plan": done.plan.id,
        "status": done.plan.status,
        "version": step.version,
        "opened": step.opened,
        "closed": step.closed,
        "retired": step.plan_before,
        "overridden": list(done.plan.override_rules),
        "figures": plan_json(done.plan),
    }


def _words(done: Approval) -> str:
    step = done.step
    retired = f"\n{step.plan_before} is retired." if step.plan_before else ""
    return (
        f"{done.plan.id} is in force: version {step.version} of the links, {step.opened:,} new, {step.closed:,} ended."
        f"{retired}{_overridden(done)}\n{changed_words(done.plan)}. New links have no card yet.\n"
        f"Next: lianhu gaps, lianhu export {done.plan.id} plan.xlsx; to go back: lianhu revert {done.plan.id}"
    )


def _overridden(done: Approval) -> str:
    rules = done.plan.override_rules
    return f"\nOverridden, and on record: {len(rules):,} broken rules ({done.plan.override_reason})." if rules else ""
