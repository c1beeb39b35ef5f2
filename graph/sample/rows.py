"""The rows of a made-up county's tables, with the English keys of the workbook as their names."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Grid:
    id: str
    name: str
    level: str
    parent: str


@dataclass(frozen=True, slots=True)
class Organisation:
    id: str
    name: str
    kind: str
    grid: str
    parent: str


@dataclass(frozen=True, slots=True)
class Building:
    """`lon`, `lat` are None where nobody noted them."""

    id: str
    name: str
    kind: str
    address: str
    lon: float | None
    lat: float | None
    grid: str
    property_company: str


@dataclass(frozen=True, slots=True)
class Household:
    """`grid` is empty where it is the building's; `priority` is None where the cell is left empty."""

    id: str
    building: str
    door: str
    grid: str
    risk: str
    priority: bool | None
    people: int
    head: str
    phone: str
    profile: bool
    contact_record: bool


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    household: str
    name: str
    born_on: str
    needs: tuple[str, ...]
    priority: bool


@dataclass(frozen=True, slots=True)
class Department:
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Member:
    id: str
    name: str
    phone: str
    department: str
    home: str
    lon: float | None
    lat: float | None
    senior: bool
    share: float
    status: str
    community: str
    reported_on: str
    areas: tuple[str, ...]
    min_households: int | None
    max_households: int | None


@dataclass(frozen=True, slots=True)
class Post:
    id: str
    title: str
    of: str
    kind: str
    member: str
    since: str


@dataclass(frozen=True, slots=True)
class Team:
    id: str
    name: str
    kind: str
    grids: tuple[str, ...]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Venue:
    id: str
    name: str
    kind: str
    lon: float
    lat: float
    grids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    member: str
    household: str
    since: str
    card_no: str
    card_issued_on: str


@dataclass(frozen=True, slots=True)
class Tie:
    member: str
    household: str
    kind: str
    status: str
    at: str
    reason: str


@dataclass(frozen=True, slots=True)
class Visit:
    """`at` is local time, `YYYY-MM-DD HH:MM`."""

    id: str
    member: str
    household: str
    at: str
    topics: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Appeal:
    """Raised by a household, or else known by its point, or by the words of a place."""

    id: str
    household: str
    lon: float | None
    lat: float | None
    place: str
    category: str
    triage: str
    channel: str
    opened_at: str
    same_as: str


@dataclass(frozen=True, slots=True)
class Step:
    """`from_` and `to` are actors; the workbook's columns are `from` and `to`."""

    appeal: str
    seq: int
    kind: str
    at: str
    from_: str
    to: str
    reason: str
    satisfied: bool | None


@dataclass(frozen=True, slots=True)
class County:
    """Everything that the workbook holds, in the order of its sheets."""

    about: tuple[tuple[str, str], ...]
    grids: tuple[Grid, ...]
    organisations: tuple[Organisation, ...]
    buildings: tuple[Building, ...]
    households: tuple[Household, ...]
    persons: tuple[Person, ...]
    departments: tuple[Department, ...]
    members: tuple[Member, ...]
    posts: tuple[Post, ...]
    teams: tuple[Team, ...]
    venues: tuple[Venue, ...]
    links: tuple[Link, ...]
    ties: tuple[Tie, ...]
    visits: tuple[Visit, ...]
    appeals: tuple[Appeal, ...]
    steps: tuple[Step, ...]
