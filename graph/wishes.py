"""Wishes between members and households: stated, accepted or declined, with date and reason.

A wish is a tie whose kind says whose it is. What the last file said of it is kept beside what was stated since, so that
importing the same file again takes nothing back; a file whose row has changed has the last word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from graph.clock import county_now
from graph.database import Database, Transaction
from graph.errors import Refused
from graph.lease import WAIT_SECONDS, hold_lease, read_county
from graph.queries import query

KINDS: Final = {"member": "member_prefers", "household": "household_prefers"}
OPEN, ACCEPTED, DECLINED = "open", "accepted", "declined"
FILE: Final = ("status", "at_ms", "reason")


@dataclass(frozen=True, slots=True)
class Wish:
    """One wish. `kind` is member_prefers or household_prefers; `at_ms` when it was last spoken of, in UTC."""

    member: str
    household: str
    kind: str
    status: str
    at_ms: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """A wish as it is now, and its status before; None when it is new."""

    wish: Wish
    before: str | None


def state_wish(
    db: Database,
    member: str,
    household: str,
    *,
    by: str,
    status: str = OPEN,
    reason: str | None = None,
    wait_seconds: float = WAIT_SECONDS,
) -> Stated:
    """State a wish of a side (`by`: member or household), or accept or decline one that is there.

    Raises Refused, and changes nothing, for an unknown member or household, a member who is not active, a household
    that was closed, a wish to be accepted or declined that nobody stated, and while somebody else writes for longer
    than `wait_seconds`.
    """
    county = read_county(db)
    wish = Wish(
        member, household, KINDS[by], status, county_now(county.as_of_on, frozen=county.frozen).ms, reason or None
    )
    with hold_lease(db, "wish", wait_seconds=wait_seconds) as lease:
        return lease.transact(lambda opened: _write(opened, wish, by))


def list_wishes(db: Database) -> list[Wish]:
    """Every wish, declined ones too, by household, member and kind."""
    return [Wish(**row) for row in db.read(query("wishes/list"))]


def _write(opened: Transaction, wish: Wish, by: str) -> Stated:
    _refuse_strangers(opened, wish)
    pair = {"member": wish.member, "household": wish.household, "kind": wish.kind}
    found = opened.run(query("wishes/tie"), **pair)
    if not found and wish.status != OPEN:
        raise Refused(
            f"There is no wish of {by} {wish.member if by == 'member' else wish.household} about "
            f"{wish.household if by == 'member' else wish.member} to be {wish.status}. Nothing was changed. "
            f"State it first: lianhu wish {wish.member} {wish.household} --by {by}"
        )
    opened.run(query("wishes/state"), **pair, props=_properties(wish, found[0] if found else None))
    return Stated(wish, found[0]["status"] if found else None)


def _properties(wish: Wish, before: dict[str, Any] | None) -> dict[str, Any]:
    """The tie's properties; what a file said of it stays beside them."""
    now = {"status": wish.status, "at_ms": wish.at_ms, "reason": wish.reason, "stated": True}
    if before is None:
        return now
    source = "file_" if before["stated"] else ""
    return {**now, **{f"file_{name}": before[source + name] for name in FILE}}


def _refuse_strangers(opened: Transaction, wish: Wish) -> None:
    member = opened.run(query("wishes/member"), member=wish.member)
    household = opened.run(query("wishes/household"), household=wish.household)
    if not member:
        raise Refused(f"There is no member {wish.member}. Nothing was changed; look the id up in the sheet of members.")
    if not household:
        raise Refused(
            f"There is no household {wish.household}. Nothing was changed; look the id up in the sheet of households."
        )
    if member[0]["status"] != "active":
        raise Refused(
            f"Member {wish.member} is not active ({member[0]['status']}), so no wish about him can be planned with. "
            "Nothing was changed."
        )
    if household[0]["closed_on"] is not None:
        raise Refused(
            f"Household {wish.household} was closed on {household[0]['closed_on']}. Nothing was changed; wishes "
            "are for households that are there."
        )
