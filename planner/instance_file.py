"""Reads lianhu-instance/1: a file becomes an Instance, or all its faults are told at once."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from graph.errors import Fault, FaultyInput
from graph.rules import RISKS, Rules, bounds_from, list_of, number, rules_from, table_of
from planner.instance import FORMAT, KINDS, Building, Household, Instance, Member, Pair

Row = TypeVar("Row")
GZIP_MAGIC = b"\x1f\x8b"
SHOWN_CHARACTERS = 60

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
        return json.loads(data.decode("utf-8-sig"), parse_constant=no_constant)
    except (ValueError, RecursionError) as error:
        raise FaultyInput(source, [Fault("$", "", f"is not JSON in UTF-8: {error}")]) from error


def parse_instance(data: bytes, source: str) -> Instance:
    """The instance in uncompressed JSON bytes; `source` names it in error messages. Raises FaultyInput."""
    reader = _Reader(source)
    instance = reader.instance(parse_json(data, source), hashlib.sha256(data).hexdigest())
    if instance is None or reader.faults:
        raise FaultyInput(source, reader.faults)
    return instance


def shown(value: object) -> str:
    """A value as a message shows it: JSON, cut when long."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"


class _Reader:
    """Reads an instance part by part and collects faults and warnings on the way."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.faults: list[Fault] = []
        self.warnings: list[str] = []

    def fault(self, path: str, value: object, problem: str) -> None:
        self.faults.append(Fault(path, shown(value), problem))

    def instance(self, document: Any, sha256: str) -> Instance | None:
        top = table_of(document)
        if top is None:
            self.fault("$", document, "must be a JSON object")
            return None
        if top.get("format") != FORMAT:
            self.fault("format", top.get("format"), f'must be "{FORMAT}"')
        self._unknown_keys("", top, "")
        rules = self._rules(top.get("rules", {}))
        members = tuple(self._rows(top, "members", self._member))
        if not members and list_of(top.get("members")) == []:
            self.fault("members", [], "at least one member is needed")
        buildings = tuple(self._rows(top, "buildings", self._building))
        at = {b.id for b in buildings}
        households = tuple(self._rows(top, "households", lambda path, row: self._household(path, row, at)))
        ids = ({m.id for m in members}, {h.id for h in households})
        found = self._rows({"pairs": [], **top}, "pairs", lambda path, row: self._pair(path, row, *ids))
        pairs = tuple(dict.fromkeys(found))
        if rules is None:
            return None
        name = self._name(top.get("name"))
        return Instance(name, rules, members, buildings, households, pairs, sha256, tuple(self.warnings))

    def _name(self, value: object) -> str:
        if value is None:
            return Path(self.source).name.removesuffix(".gz").removesuffix(".json")
        if not isinstance(value, str):
            self.fault("name", value, "must be text")
        return str(value)

    def _rules(self, value: object) -> Rules | None:
        table = table_of(value)
        if table is None:
            self.fault("rules", value, "must be an object")
            return None
        return rules_from(table, lambda path, given, wrong: self.fault(f"rules.{path}", given, wrong))

    def _unknown_keys(self, path: str, row: dict[str, Any], kind: str) -> None:
        for key in row:
            if key not in KEYS[kind]:
                self.warnings.append(f"{path}{'.' if path else ''}{key}: unknown, ignored")

    def _rows(self, top: dict[str, Any], kind: str, read: Callable[[str, dict[str, Any]], Row]) -> Iterator[Row]:
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
        return frozenset(self._text(f"{path}[{i}]", area) for i, area in enumerate(areas))

    def _member(self, path: str, row: dict[str, Any]) -> Member:
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

    def _household(self, path: str, row: dict[str, Any], buildings: set[str]) -> Household:
        building, risk, current = row.get("building"), row.get("risk"), row.get("current")
        if not isinstance(building, str) or building not in buildings:
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

    def _pair(self, path: str, row: dict[str, Any], members: set[str], households: set[str]) -> Pair:
        for key, known in (("member", members), ("household", households)):
            if not isinstance(row.get(key), str) or row[key] not in known:
                self.fault(f"{path}.{key}", row.get(key), f"no such {key}")
        if row.get("kind") not in KINDS:
            self.fault(f"{path}.kind", row.get("kind"), f"must be one of {', '.join(KINDS)}")
        return Pair(str(row.get("member")), str(row.get("household")), str(row.get("kind")))
