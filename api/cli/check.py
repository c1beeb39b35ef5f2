"""`lianhu check`: recount a plan file without any solver."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from planner.checks import Checked, check_whole, minutes_text
from planner.instance_file import parse_json, read_instance, uncompressed

DISAGREES_EXIT_CODE = 1
MOST_SHOWN = 50


@click.command("check")
@click.argument("instance", type=click.Path(path_type=Path))
@click.argument("plan", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document: every disagreement and the recount.")
@click.pass_context
def command(context: click.Context, instance: Path, plan: Path, as_json: bool) -> None:
    """Recount PLAN, a lianhu-plan/1 file by any solver, for INSTANCE, a lianhu-instance/1 file.

    Every hard rule, every term of the objective, the gap, the moves, who is over the ceiling; when PLAN says that
    there is no plan, its certificates and its repairs. What cannot be recounted without solving is the bound: it is
    compared with the objective only.

    \b
    lianhu solve county.json.gz
    lianhu check county.json.gz county.plan.json

    Exit codes: 0 the recount agrees (also that there is no plan), 1 it does not, each fault named, 4 a file that
    cannot be read.
    """
    problem = read_instance(instance)
    checked = check_whole(problem, parse_json(uncompressed(plan), str(plan)), str(plan))
    for warning in problem.warnings:
        click.echo(f"{instance}: {warning}", err=True)
    if as_json:
        click.echo(json.dumps(_as_json(checked), ensure_ascii=False))
    else:
        _tell(checked)
    context.exit(DISAGREES_EXIT_CODE if checked.disagreements else 0)


def _as_json(checked: Checked) -> dict[str, object]:
    counted = checked.counted
    recount = None
    if counted is not None:
        recount = {
            "objective": counted.objective,
            "terms": counted.terms,
            "moves": counted.moves,
            "forced": counted.forced,
            "target_minutes": counted.target_minutes,
            "broken": [asdict(broken) for broken in counted.broken],
        }
    return {
        "agrees": not checked.disagreements,
        "status": checked.claims.status,
        "disagreements": [asdict(one) for one in checked.disagreements],
        "recount": recount,
    }


def _tell(checked: Checked) -> None:
    found = checked.disagreements
    if not found:
        click.echo(f"The recount agrees: {_summary(checked)}")
        return
    click.echo(f"The recount does not agree, {_count(len(found), 'disagreement')}:")
    for one in found[:MOST_SHOWN]:
        click.echo(f"  {one.sentence}")
    if len(found) > MOST_SHOWN:
        click.echo(f"  … and {len(found) - MOST_SHOWN:,} more (--json lists all)")


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _summary(checked: Checked) -> str:
    claims, counted = checked.claims, checked.counted
    if claims.status == "unknown":
        return "the file says that no plan was found in time, and claims nothing else."
    causes = f"{_count(len(claims.causes), 'cause')} recounted"
    if counted is None:
        return f"there is no plan; {causes}."
    terms = ", ".join(f"{name} {minutes_text(round(minutes, 1))}" for name, minutes in counted.terms.items())
    figures = f"{minutes_text(round(counted.objective, 1))} minutes a quarter ({terms})"
    moved = f"{_count(counted.moves, 'move')} and {_count(counted.forced, 'forced change')}"
    if counted.broken:
        broken = _count(len(counted.broken), "rule")
        return f"there is no plan; {causes}. The best effort breaks {broken} as it says: {figures}."
    return f"{claims.status}, every hard rule kept, {_count(len(claims.assignment), 'household')}, {figures}, {moved}."
