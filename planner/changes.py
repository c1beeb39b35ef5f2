"""Changes of a repair, merged into an instance as FORMATS.md says: rules, members, pairs to drop."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from graph.errors import Fault, FaultyInput
from graph.rules import Rules, laid_over, list_of, rules_from, table_of
from planner.instance import Instance, Member, Pair
from planner.instance_file import parse_members, shown

KEYS = ("rules", "members", "drop_pairs")


def apply_changes(instance: Instance, changes: Mapping[str, Any], source: str = "changes") -> Instance:
    """The instance with `changes` merged into it; its sha256 is empty, because no file holds it.

    `rules` merge by key; a complete member with a known id replaces that member whole, others are added; `drop_pairs`
    are taken out. Raises FaultyInput, also for a pair that is not there and for keys that are none of these.
    """
    faults = [
        Fault(key, shown(changes[key]), f"must be one of {', '.join(KEYS)}") for key in changes if key not in KEYS
    ]
    rules = _rules(instance.rules, changes.get("rules", {}), faults)
    dropped = _dropped(instance, changes.get("drop_pairs", []), faults)
    if faults or rules is None:
        raise FaultyInput(source, faults)
    fresh = {member.id: member for member in parse_members(changes.get("members", []), source)}
    kept = tuple(fresh.pop(member.id, member) for member in instance.members)
    pairs = tuple(pair for pair in instance.pairs if pair not in dropped)
    return replace(instance, rules=rules, members=(*kept, *fresh.values()), pairs=pairs, sha256="")


def rules_document(rules: Rules) -> dict[str, Any]:
    """The rules as a file has them, every key."""
    document: dict[str, Any] = json.loads(json.dumps(asdict(rules)))
    del document["version"]
    return document


def member_document(member: Member) -> dict[str, Any]:
    """A complete member as a file has him."""
    areas = None if member.areas is None else sorted(member.areas)
    return {**asdict(member), "areas": areas, "households": member.households and list(member.households)}


def pair_document(pair: Pair) -> dict[str, str]:
    """A pair as a file has it."""
    return asdict(pair)


def _rules(rules: Rules, given: object, faults: list[Fault]) -> Rules | None:
    table = table_of(given)
    if table is None:
        faults.append(Fault("rules", shown(given), "must be an object"))
        return None
    merged = rules_from(
        laid_over(rules_document(rules), table),
        lambda path, value, wrong: faults.append(Fault(f"rules.{path}", shown(value), wrong)),
    )
    return None if merged is None else replace(merged, version=rules.version)


def _dropped(instance: Instance, given: object, faults: list[Fault]) -> set[Pair]:
    rows = list_of(given)
    if rows is None:
        faults.append(Fault("drop_pairs", shown(given), "must be a list"))
        return set()
    known, dropped = set(instance.pairs), set[Pair]()
    for i, row in enumerate(rows):
        table = table_of(row) or {}
        pair = Pair(str(table.get("member")), str(table.get("household")), str(table.get("kind")))
        if pair not in known:
            faults.append(Fault(f"drop_pairs[{i}]", shown(row), "no such pair in the instance"))
        dropped.add(pair)
    return dropped
