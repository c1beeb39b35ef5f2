"""`lianhu move HOUSEHOLD MEMBER --plan PLAN`: one household by hand in a draft."""

from __future__ import annotations

import json

import click

from api.cli.plan_words import a_table, add_row, as_json_option, minutes, percent, plan_json, show_table
from graph.database import open_database
from graph.plans import TERMS
from planner.by_hand import MovedByHand, move_by_hand


@click.command("move")
@click.argument("household")
@click.argument("member")
@click.option("--plan", metavar="PLAN", required=True, help="The draft: an id such as p-12, or `latest`.")
@as_json_option
def command(household: str, member: str, plan: str, as_json: bool) -> None:
    """Give HOUSEHOLD to MEMBER in a draft plan, and show what that truly costs.

    Every hard rule and every term is recounted on the county as it is now: what the move changes for both members, for
    trips, ties and workloads, not for the pair alone. The draft is saved with its new figures; its bound stays. A move
    that breaks a hard rule is refused with the rule, and nothing is changed. To take a move back, move the household
    back.

    \b
    lianhu move H3004 M12 --plan latest
    lianhu approve latest
    """
    with open_database() as db:
        moved = move_by_hand(db, plan, household, member)
    if as_json:
        click.echo(json.dumps(_as_json(moved), ensure_ascii=False))
    else:
        _show(moved)


def _as_json(moved: MovedByHand) -> dict[str, object]:
    return {
        "plan": moved.plan.id,
        "household": moved.household,
        "from": moved.source,
        "to": moved.target,
        "cost": moved.after.objective - moved.before.objective,
        "before": {"objective": moved.before.objective, "terms": moved.before.terms},
        "after": {"objective": moved.after.objective, "terms": moved.after.terms},
        "members": [
            {
                "member": member,
                "before": moved.before.loads[member],
                "after": moved.after.loads[member],
                "target": moved.after.targets[member],
            }
            for member in _both(moved)
        ],
        "figures": plan_json(moved.plan),
    }


def _both(moved: MovedByHand) -> list[str]:
    pair = [member for member in (moved.source, moved.target) if member is not None]
    return [member for member in pair if member in moved.after.loads]


def _show(moved: MovedByHand) -> None:
    before, after = moved.before, moved.after
    cost = after.objective - before.objective
    more = "more" if cost >= 0 else "less"
    origin = f"from {moved.source} " if moved.source else ""
    click.echo(
        f"{moved.plan.id}: household {moved.household} goes {origin}to {moved.target}, "
        f"{minutes(abs(cost))} minutes a quarter {more}"
    )
    table = a_table("", "before", "after", "change", right=("before", "after", "change"))
    for term in TERMS:
        add_row(table, term, *_row(before.terms[term], after.terms[term]))
    add_row(table, "objective", *_row(before.objective, after.objective))
    for member in _both(moved):
        add_row(table, f"workload {member}", *_row(before.loads[member], after.loads[member]))
    show_table(table)
    bound = "" if moved.plan.bound is None else f" The gap to the bound is {percent(moved.plan.gap)} now."
    click.echo(f"Saved: {moved.plan.changed:,} households change.{bound}")
    click.echo(f"Next: lianhu diff {moved.plan.id}, lianhu approve {moved.plan.id}")


def _row(before: float, after: float) -> tuple[str, str, str]:
    return minutes(before), minutes(after), f"{after - before:+,.1f}"
