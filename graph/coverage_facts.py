"""What the graph says of a subtree that gaps are found in: each part one query, read when a cause asks for it.

Each part comes as one row with lists side by side: the local graph takes ten times as long to send a row as to find it.
What is the same for many households (grids around, buildings) is sent once and joined here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, NamedTuple

from graph.clock import DAY_MS
from graph.database import Database, Row
from graph.gap_rules import GapRules
from graph.queries import query
from graph.rules import Rules
from graph.subtree import ROOT, Subtree

Path = tuple[str, ...]
ACTIVE: Final = "active"


class Home(NamedTuple):
    """The households of one building that belong to one micro-grid; `risks` side by side with `households`."""

    grid: str
    building: str
    lon: float | None
    lat: float | None
    x: float
    y: float
    households: Sequence[str]
    risks: Sequence[str]
    priority: Sequence[str]
    no_profile: Sequence[str]
    no_record: Sequence[str]


class Links(NamedTuple):
    """A member's links in force to households of the subtree; `stale`: [household, card number, day of issue]."""

    member: str
    status: str
    households: Sequence[str]
    since: Sequence[str]
    stale: Sequence[tuple[str, str | None, str]]


class Caseload(NamedTuple):
    """An active member: own bounds, where he stands, the grids around the home, all households linked."""

    member: str
    own_least: int | None
    own_most: int | None
    lon: float | None
    lat: float | None
    home: Path
    households: int


class Vacancy(NamedTuple):
    """A post without a holder, what it belongs to, and the grids around that."""

    id: str
    title: str
    kind: str
    of: str
    path: Path


class Facts:
    """The parts of a subtree, at a version of the links and a moment."""

    def __init__(
        self, db: Database, subtree: Subtree, *, version: int, now_ms: int, rules: Rules, gap_rules: GapRules
    ) -> None:
        self.db, self.subtree, self.version, self.now_ms = db, subtree, version, now_ms
        self.rules, self.gap_rules = rules, gap_rules
        self._rows: dict[str, list[Row]] = {}

    def read(self, parts: Iterable[str]) -> None:
        """Read these parts in one transaction; one that is asked for later is read then."""
        names = sorted({name for part in parts for name in self._queries(part)})
        self._rows.update(zip(names, self._read(names), strict=True))

    def _queries(self, part: str) -> tuple[str, ...]:
        if part in OF_COUNTY:
            return (OF_COUNTY[part][0 if self.subtree.is_county else 1],)
        return VACANT if part == "vacancies" else (part,)

    def _read(self, names: Sequence[str]) -> list[list[Row]]:
        given = {"grid": self.subtree.grid, "version": self.version, "now_ms": self.now_ms}
        asked = [query(f"coverage/{name}") for name in names]
        return self.db.read_together([(one, {key: given[key] for key in one.params}) for one in asked]) if asked else []

    def _found(self, name: str) -> list[Row]:
        if name not in self._rows:
            self._rows[name] = self._read([name])[0]
        return self._rows[name]

    def _row(self, name: str) -> Row:
        return self._found(name)[0]

    @property
    def quarter_ms(self) -> int:
        """A quarter, in milliseconds."""
        return round(self.gap_rules.quarter_days * DAY_MS)

    @cached_property
    def grids(self) -> Row:
        return self._row("grids")

    @cached_property
    def households(self) -> list[Home]:
        return [Home(*row) for row in self._row("households")["homes"]]

    @cached_property
    def links(self) -> list[Links]:
        return [Links(*row) for row in self._row("links")["members"]]

    @cached_property
    def visits(self) -> dict[str, int]:
        """When each household was last visited, of those that ever were."""
        row = self._row("visits")
        return dict(zip(row["households"], row["last_ms"], strict=True))

    @cached_property
    def persons(self) -> list[tuple[str, str, bool | None, Sequence[str] | None]]:
        """Id, household, priority and needs of each person."""
        return self._row(self._queries("persons")[0])["persons"]

    @cached_property
    def members(self) -> list[Any]:
        return self._row(self._queries("members")[0])["members"]

    @cached_property
    def buildings(self) -> Row:
        return self._row("buildings")

    @cached_property
    def teams(self) -> frozenset[str]:
        """Grids that some team covers."""
        return frozenset(self._row("teams")["grids"])

    @cached_property
    def venues(self) -> list[tuple[str, float, float]]:
        """Id, x and y of each venue whose place is known."""
        return self._row("venues")["venues"]

    @cached_property
    def vacancies(self) -> list[Vacancy]:
        """Posts of the subtree without a holder."""
        rows = [*self._row("vacant_of_grids")["posts"], *self._row("vacant_of_buildings")["posts"]]
        found = [Vacancy(id_, title, kind, of, tuple(path)) for id_, title, kind, of, path in rows]
        for row in self._found("vacant_of_organisations"):
            path = max((tuple(path) for path in row["governed"]), key=lambda path: (len(path), path), default=(ROOT,))
            found.append(Vacancy(row["post"], row["title"], row["kind"], row["of"], path))
        return [post for post in found if self.subtree.grid in post.path]

    @cached_property
    def paths(self) -> Mapping[str, Path]:
        """The grids around each grid of the subtree, itself last."""
        return {grid: tuple(path) for grid, path in self.grids["grids"]}

    # Four tables and no tuples in them: many small objects would have Python look for garbage again and again.

    @cached_property
    def home_of(self) -> dict[str, Home]:
        """Where each household lives."""
        found: dict[str, Home] = {}
        for home in self.households:
            found.update(dict.fromkeys(home.households, home))
        return found

    @cached_property
    def risk_of(self) -> dict[str, str]:
        """The class of each household."""
        found: dict[str, str] = {}
        for home in self.households:
            found.update(zip(home.households, home.risks, strict=True))
        return found

    @cached_property
    def served_by(self) -> dict[str, str]:
        """The member of the link in force to each linked household."""
        found: dict[str, str] = {}
        for links in self.links:
            found.update(dict.fromkeys(links.households, links.member))
        return found

    @cached_property
    def linked_on(self) -> dict[str, str]:
        """The day since when each linked household is linked; empty where it is not known."""
        found: dict[str, str] = {}
        for links in self.links:
            found.update(zip(links.households, links.since, strict=True))
        return found

    @cached_property
    def priority(self) -> frozenset[str]:
        """Priority households, by their own flag or that of a person."""
        flagged = {household for home in self.households for household in home.priority}
        return frozenset(flagged | {household for _, household, priority, _ in self.persons if priority})

    @cached_property
    def caseloads(self) -> list[Caseload]:
        """Active members who serve a household of the subtree or, serving nobody, live in it."""
        if not self.subtree.is_county:
            return self._caseloads_of_subtree()
        counts = {links.member: len(links.households) for links in self.links}
        return [
            Caseload(member, least, most, lon, lat, self.paths.get(home, (ROOT,)), counts.get(member, 0))
            for member, least, most, lon, lat, home in self.members
        ]

    def _caseloads_of_subtree(self) -> list[Caseload]:
        serving = {links.member for links in self.links if links.status == ACTIVE}
        asked = sorted(serving.union(self.members))
        rows = self.db.read(query("coverage/caseloads"), members=asked, version=self.version)
        loads = [Caseload(**row)._replace(home=tuple(row["home"] or (ROOT,))) for row in rows]
        return [load for load in loads if load.member in serving or not load.households]

    def watchers(self, households: Sequence[str]) -> dict[str, list[str]]:
        """The active members who are paired with each of these households."""
        found: dict[str, list[str]] = {household: [] for household in households}
        for household, member in self.db.read(query("coverage/watchers"), households=list(households))[0]["watchers"]:
            found[household].append(member)
        return {household: sorted(members) for household, members in found.items()}

    def ended(self, households: Sequence[str]) -> dict[str, int]:
        """The version at which the last link of each of these households ended, of those that had one."""
        if self.version < 2:  # a link ends at version 2 at the earliest
            return {}
        rows = self.db.read(query("coverage/ended"), households=list(households), version=self.version)
        return {row["household"]: row["ended"] for row in rows}


VACANT: Final = ("vacant_of_grids", "vacant_of_buildings", "vacant_of_organisations")
# What is found faster without the grids when they are all of them: the query for the county, and that for a subtree.
OF_COUNTY: Final = {"persons": ("persons_of_county", "persons"), "members": ("members", "residents")}
