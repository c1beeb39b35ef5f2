"""`lianhu wish MEMBER HOUSEHOLD`: state, accept or decline a wish."""

from __future__ import annotations

import json

import click

from api.cli.plan_words import as_json_option, iso
from graph.database import open_database
from graph.wishes import ACCEPTED, DECLINED, OPEN, Stated, state_wish

DEEDS = {OPEN: "stated", ACCEPTED: "accepted", DECLINED: "declined"}


@click.command("wish")
@click.argument("member")
@click.argument("household")
@click.option("--by", type=click.Choice(["member", "household"]), required=True, help="Whose wish it is.")
@click.option("--accept", is_flag=True, help="The other side says yes; it must have been stated before.")
@click.option("--decline", is_flag=True, help="The other side says no: plans do not look at it any more.")
@click.option("--reason", metavar="TEXT", help="Why, kept with the date.")
@as_json_option
def command(
    member: str, household: str, by: str, accept: bool, decline: bool, reason: str | None, as_json: bool
) -> None:
    """State, accept or decline the wish of MEMBER for HOUSEHOLD, or of HOUSEHOLD for MEMBER (--by says whose it is).

    The next plan counts open and accepted wishes: one that it misses costs the minutes of the rules. A declined wish
    counts nothing until it is stated again. Date and reason are kept, and importing the same file again does not take
    back what was stated here; a row that has changed in the file does.

    \b
    lianhu wish M12 H3004 --by household --reason "neighbours for years"
    lianhu wish M12 H3004 --by household --accept
    lianhu wish M12 H3004 --by household --decline --reason "too far from his work"
    """
    if accept and decline:
        raise click.UsageError("--accept and --decline contradict each other; give one of them.")
    status = ACCEPTED if accept else DECLINED if decline else OPEN
    with open_database() as db:
        stated = state_wish(db, member, household, by=by, status=status, reason=reason)
    click.echo(json.dumps(_as_json(stated, by), ensure_ascii=False) if as_json else _words(stated, by))


def _as_json(stated: Stated, by: str) -> dict[str, object]:
    wish = stated.wish
    return {
        "member": wish.member,
        "household": wish.household,
        "by": by,
        "kind": wish.kind,
        "status": wish.status,
        "before": stated.before,
        "reason": wish.reason,
        "at_ms": wish.at_ms,
        "at": iso(wish.at_ms),
    }


def _words(stated: Stated, by: str) -> str:
    wish = stated.wish
    who, whom = (wish.member, wish.household) if by == "member" else (wish.household, wish.member)
    before = f" (before: {stated.before})" if stated.before else ""
    counts = "does not count" if wish.status == DECLINED else "counts"
    return f"The wish of {by} {who} for {whom} is {DEEDS[wish.status]}{before}; it {counts} in the next `lianhu plan`."
