"""Reads lianhu-instance/1: a file becomes an Instance, or all its faults are told at once."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from graph.errors import Fault, FaultyInput
from graph.rules import RISKS, Rules, bounds_from, list_of, number, rules_from, table_of
from planner.instance import FORMAT, KINDS, Building, Household, Instance, Member, Pair

Row = TypeVar("Row")
GZIP_MAGIC = b"\x1f\x8b"
SHOWN_CHARACTERS = 60
DEFAULT_NAME = "demo"  # what FORMATS.md shows: a key that is missing has the value of the format's page
MOST_WALK_TENTHS = 2**31
MOST_TENTHS = 2**50

KEYS = {
    "": {"format", "name", "rules", "members", "buildings", "households", "pairs"},
    "members": {"id", "x", "y", "senior", "share", "areas", "households"},
    "buildings": {"id", "x", "y", "area"},
    "households": {"id", "building", "risk", "priority", "current"},
    "pairs": {"member", "household", "kind"},
}


def read_instance(path: Path) -> Instance:
    """The instance in a `.json` or `.json.gz` file (told apart by content).

    Raises FaultyInput with every fault by JSON path.
    """
    return parse_instance(uncompressed(path), str(path))


def uncompressed(path: Path) -> bytes:
    """The JSON bytes of a plain or gzipped file. Raises FaultyInput when it cannot be read or unpacked."""
    try:
        raw = path.read_bytes()
        return gzip.decompress(raw) if raw.startswith(GZIP_MAGIC) else raw
    except (OSError, EOFError, zlib.error) as error:
        raise FaultyInput(str(path), [Fault("file", "", f"cannot be read: {error}")]) from error


def parse_json(data: bytes, source: str) -> Any:
    """JSON with the numbers that JSON has: no NaN, no Infinity. Raises FaultyInput."""

    def no_constant(name: str) -> NoReturn:
        raise ValueError(f"{name} is no JSON number")

    try:
        document = json.loads(data.decode("utf-8-sig"), parse_constant=no_constant)
        if b"\\ud" in data or b"\\uD" in data:  # half of a surrogate pair is no character and cannot be written again
            json.dumps(document, ensure_ascii=False).encode()
        return document
    except (ValueError, RecursionError) as error:
        raise FaultyInput(source, [Fault("$", "", f"is not JSON in UTF-8: {error}")]) from error


def parse_instance(data: bytes, source: str) -> Instance:
    """The instance in uncompressed JSON bytes; `source` names it in error messages. Raises FaultyInput."""
    reader = _Reader(source)
    instance = reader.instance(parse_json(data, source), hashlib.sha256(data).hexdigest())
    if instance is None or reader.faults:
        raise FaultyInput(source, reader.faults)
    return instance


def parse_members(rows: object, source: str) -> tuple[Member, ...]:
    """Members from a JSON list as a file has it under `members`. Raises FaultyInput."""
    reader = _Reader(source)
    members = tuple(reader.rows({"members": rows}, "members", reader.member))
    if reader.faults:
        raise FaultyInput(source, reader.faults)
    return members


def shown(value: object) -> str:
    """A value as a message shows it: JSON, cut when long."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"


def _known(value: object, ids: set[str] | None) -> bool:
    """Whether this is an id of the list; any id will do where the list is missing."""
    return isinstance(value, str) and bool(value) and (ids is None or value in ids)


class _Reader:
    """Reads an instance part by part and collects faults and warnings on the way."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.faults: list[Fault] = []
        self.unknown: dict[str, tuple[str, int]] = {}  # by kind and key: where first, and how often
        self.areas: dict[tuple[object, ...], frozenset[str]] = {}  # of the members so far: many have the same

    def fault(self, path: str, value: object, problem: str) -> None:
        self.faults.append(Fault(path, shown(value), problem))

    def instance(self, document: Any, sha256: str) -> Instance | None:
        top = table_of(document)
        if top is None:
            self.fault("$", document, "must be a JSON object")
            return None
        if top.get("format", FORMAT) != FORMAT:
            self.fault("format", top.get("format"), f'must be "{FORMAT}"')
        self._unknown_keys("", top, "")
        rules = self._rules(top.get("rules", {}))
        members = tuple(self.rows(top, "members", self.member))
        if list_of(top.get("members")) == []:
            self.fault("members", [], "at least one member is needed")
        buildings = tuple(self.rows(top, "buildings", self._building))
        at = self._ids(top, "buildings", buildings)
        households = tuple(self.rows(top, "households", lambda path, row: self._household(path, row, at)))
        ids = (self._ids(top, "members", members), self._ids(top, "households", households))
        found = self.rows({"pairs": [], **top}, "pairs", lambda path, row: self._pair(path, row, *ids))
        pairs = tuple(dict.fromkeys(found))
        if rules is None or self.faults:
            return None
        name = top.get("name", DEFAULT_NAME)
        if not isinstance(name, str):
            self.fault("name", name, "must be text")
            return None
        instance = Instance(name, rules, members, buildings, households, pairs, sha256, self._warnings(top))
        self._too_large(instance)
        return instance

    def _ids(self, top: dict[str, Any], kind: str, rows: Sequence[Member | Building | Household]) -> set[str] | None:
        """The ids that others may name; None when the list itself is missing, which is fault enough."""
        return None if list_of(top.get(kind)) is None else {row.id for row in rows}

    def _warnings(self, top: dict[str, Any]) -> tuple[str, ...]:
        warnings = [
            f"{path}: unknown key, ignored" + (f" (here and in {count - 1} more rows)" if count > 1 else "")
            for path, count in self.unknown.values()
        ]
        return (*([] if "format" in top else [f'format: missing, read as "{FORMAT}"']), *warnings)

    def _too_large(self, instance: Instance) -> None:
        """Minutes are counted in whole tenths; sums must stay exact in doubles (below 2⁵³)."""
        rules, places = instance.rules, [*instance.members, *instance.buildings]
        spread_m = max(
            max(p.x for p in places) - min(p.x for p in places), max(p.y for p in places) - min(p.y for p in places)
        )
        walk = 2 * rules.detour * 1.5 * spread_m / rules.metres_per_minute
        if not 10 * walk < MOST_WALK_TENTHS:
            self.fault("buildings", spread_m, "members and buildings lie too many metres apart to walk")
            return
        visits = max([*rules.visits_per_quarter.values(), rules.priority_visits_per_quarter])
        once = [*rules.minutes_per_visit.values(), rules.knows_minutes, rules.household_prefers_minutes]
        per_household = (
            visits * (walk + max(once)) + rules.member_prefers_minutes + rules.building_minutes + rules.churn_minutes
        )
        if not 10 * per_household * max(1, len(instance.households)) < MOST_TENTHS:
            self.fault("rules", visits, "visits or minutes are too large to be added up exactly")

    def _rules(self, value: object) -> Rules | None:
        table = table_of(value)
        if table is None:
            self.fault("rules", value, "must be an object")
            return None
        return rules_from(table, lambda path, given, wrong: self.fault(f"rules.{path}", given, wrong))

    def _unknown_keys(self, path: str, row: dict[str, Any], kind: str) -> None:
        for key in () if row.keys() <= KEYS[kind] else row:
            if key not in KEYS[kind]:
                first, count = self.unknown.get(f"{kind}.{key}", (f"{path}{'.' if path else ''}{key}", 0))
                self.unknown[f"{kind}.{key}"] = (first, count + 1)

    def rows(self, top: dict[str, Any], kind: str, read: Callable[[str, dict[str, Any]], Row]) -> Iterator[Row]:
        rows = list_of(top.get(kind))
        if rows is None:
            self.fault(kind, top.get(kind), "must be there, a list" if kind not in top else "must be a list")
            return
        seen: dict[str, int] = {}
        for i, value in enumerate(rows):
            path, row = f"{kind}[{i}]", table_of(value)
            if row is None:
                self.fault(path, value, "must be an object")
                continue
            self._unknown_keys(path, row, kind)
            before = len(self.faults)
            if kind != "pairs":
                self._unique(f"{path}.id", row.get("id"), seen, i)
            item = read(path, row)
            if len(self.faults) == before or kind != "pairs":
                yield item

    def _unique(self, path: str, value: object, seen: dict[str, int], i: int) -> None:
        if not isinstance(value, str) or not value:
            self.fault(path, value, "must be there, text that is not empty")
        elif seen.setdefault(value, i) != i:
            self.fault(path, value, f"is also the id of number {seen[value]} in this list; ids are unique")

    def _number(self, path: str, value: object) -> float:
        amount = number(value)
        if amount is None:
            self.fault(path, value, "must be there, a number")
        return amount or 0.0

    def _flag(self, path: str, value: object) -> bool:
        if not isinstance(value, bool):
            self.fault(path, value, "must be true or false")
        return value is True

    def _text(self, path: str, value: object) -> str:
        if not isinstance(value, str) or not value:
            self.fault(path, value, "must be text that is not empty")
        return str(value)

    def _share(self, path: str, value: object) -> float:
        share = number(value)
        if share is None or not 0 < share <= 1:
            self.fault(path, value, "must be above 0 and at most 1")
            return 1.0
        return share

    def _areas(self, path: str, value: object) -> frozenset[str] | None:
        if value is None:
            return None
        areas = list_of(value)
        if not areas:
            self.fault(path, value, "must be null (everywhere) or a list with at least one area")
            return None
        known = tuple(areas) if set(map(type, areas)) == {str} else ()
        if known not in self.areas:
            before = len(self.faults)
            named = frozenset(self._text(f"{path}[{i}]", area) for i, area in enumerate(areas))
            if len(self.faults) > before or not known:
                return named
            self.areas[known] = named
        return self.areas[known]

    def member(self, path: str, row: dict[str, Any]) -> Member:
        own = row.get("households")
        return Member(
            id=str(row.get("id")),
            x=self._number(f"{path}.x", row.get("x")),
            y=self._number(f"{path}.y", row.get("y")),
            senior=self._flag(f"{path}.senior", row.get("senior", False)),
            share=self._share(f"{path}.share", row.get("share", 1.0)),
            areas=self._areas(f"{path}.areas", row.get("areas")),
            households=None
            if own is None
            else bounds_from(own, lambda wrong: self.fault(f"{path}.households", own, wrong)),
        )

    def _building(self, path: str, row: dict[str, Any]) -> Building:
        area = row.get("area")
        return Building(
            id=str(row.get("id")),
            x=self._number(f"{path}.x", row.get("x")),
            y=self._number(f"{path}.y", row.get("y")),
            area=None if area is None else self._text(f"{path}.area", area),
        )

    def _household(self, path: str, row: dict[str, Any], buildings: set[str] | None) -> Household:
        building, risk, current = row.get("building"), row.get("risk"), row.get("current")
        if not _known(building, buildings):
            self.fault(f"{path}.building", building, "no such building")
        if not isinstance(risk, str) or risk not in RISKS:
            self.fault(f"{path}.risk", risk, f"must be one of {', '.join(RISKS)}")
        return Household(
            id=str(row.get("id")),
            building=str(building),
            risk=str(risk),
            priority=self._flag(f"{path}.priority", row.get("priority", False)),
            current=None if current is None else self._text(f"{path}.current", current),
        )

    def _pair(self, path: str, row: dict[str, Any], members: set[str] | None, households: set[str] | None) -> Pair:
        for key, known in (("member", members), ("household", households)):
            if not _known(row.get(key), known):
                self.fault(f"{path}.{key}", row.get(key), f"no such {key}")
        if row.get("kind") not in KINDS:
            self.fault(f"{path}.kind", row.get("kind"), f"must be one of {', '.join(KINDS)}")
        return Pair(str(row.get("member")), str(row.get("household")), str(row.get("kind")))
