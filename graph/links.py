"""Links as data: who serves whom at a version, and how two sets of links differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from graph.database import Database
from graph.errors import GraphError
from graph.queries import query

OPEN: Final = 9_007_199_254_740_991  # 2^53 - 1: `to_version` of a link in force, exact in every JSON reader


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One member serves one household. Days are YYYY-MM-DD; `plan` is the plan that made the link, None for a file."""

    member: str
    household: str
    since_on: str | None = None
    until_on: str | None = None
    card_no: str | None = None
    card_issued_on: str | None = None
    plan: str | None = None

    def says_the_same_as(self, other: LinkRow) -> bool:
        """Both tell the same, whoever wrote them."""
        return self.content() == other.content()

    def content(self) -> tuple[str | None, ...]:
        """All but the plan."""
        return self.member, self.household, self.since_on, self.until_on, self.card_no, self.card_issued_on

    def as_row(self) -> dict[str, Any]:
        """As a query takes it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class LinkChanges:
    """What a step does to the links: those that end and those that begin. Links in neither keep their row."""

    closed: tuple[LinkRow, ...]
    opened: tuple[LinkRow, ...]

    def __bool__(self) -> bool:
        return bool(self.closed or self.opened)


def links_at(db: Database, version: int) -> list[LinkRow]:
    """The links in force at a version, by household."""
    return [LinkRow(**row) for row in db.read(query("links/in_force"), version=version)]


def changes_between(current: Iterable[LinkRow], wanted: Sequence[LinkRow], *, replace_all: bool) -> LinkChanges:
    """What turns the current links into the wanted ones.

    A household that is not among the wanted loses its link with `replace_all`, and keeps it without.

    Raises GraphError when a household is wanted twice.
    """
    before = {link.household: link for link in current}
    after = _one_a_household(wanted)
    opened = [link for link in wanted if not _is_there(link, before)]
    closed = [before[link.household] for link in opened if link.household in before]
    if replace_all:
        closed += [link for household, link in before.items() if household not in after]
    return LinkChanges(tuple(closed), tuple(opened))


def _is_there(link: LinkRow, before: Mapping[str, LinkRow]) -> bool:
    old = before.get(link.household)
    return old is not None and old.says_the_same_as(link)


def _one_a_household(wanted: Sequence[LinkRow]) -> Mapping[str, LinkRow]:
    after = {link.household: link for link in wanted}
    if len(after) < len(wanted):
        seen: set[str] = set()
        twice = sorted({link.household for link in wanted if link.household in seen or seen.add(link.household)})
        raise GraphError(
            f"{len(twice)} households have two links at once ({', '.join(twice[:10])}). Give each household one member."
        )
    return after
