"""The graph's planning problem as lianhu-instance/1: the whole county's, or that of a grid and all below it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from graph.database import Database, Row
from graph.errors import Refused
from graph.lease import read_county
from graph.queries import query
from graph.rules import Rules, default_rules
from graph.subtree import Subtree, find_subtree
from planner.instance import FORMAT, Instance
from planner.instance_file import parse_instance
from planner.problem import build_problem

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class GraphInstance:
    """A planning problem and what in the graph it speaks of. `based_on` is the version of the links in `current`."""

    instance: Instance
    data: bytes  # the instance file, uncompressed
    based_on: int
    subtree: Subtree


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of cypher/planning/, read at one version of the links."""

    members: list[Row]
    buildings: list[Row]
    households: list[Row]
    ties: list[Row]
    micro_grids: list[Row]


def instance_from_graph(db: Database, grid: str | None = None) -> Instance:
    """As `problem_from_graph`, the instance alone."""
    return problem_from_graph(db, grid).instance


def problem_from_graph(db: Database, grid: str | None = None) -> GraphInstance:
    """The planning problem of a subtree (None: the whole county), with the rules' version.

    Raises Refused when there is no county, no such grid, or nobody to plan with.
    """
    county, subtree, rules = read_county(db), find_subtree(db, grid), default_rules()
    rows = _read(db, subtree.grid, county.version)
    name = db.read(query("report/county"))[0]["name"] or subtree.name
    document = _document(name, rows, rules, county.target_minutes)
    if not subtree.is_county:
        document = _cut(document, rows, subtree)
    if not document["members"]:
        raise Refused(_nobody(subtree))
    data = as_bytes(document)
    parsed = parse_instance(data, f"the planning problem of {name}")
    instance = replace(parsed, rules=replace(parsed.rules, version=rules.version))
    return GraphInstance(instance, data, county.version, subtree)


def as_bytes(document: Mapping[str, Any]) -> bytes:
    """The bytes of an instance file: the same document always gives the same."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _read(db: Database, grid: str, version: int) -> _Rows:
    return _Rows(
        members=db.read(query("planning/members"), grid=grid, version=version),
        buildings=db.read(query("planning/buildings")),
        households=db.read(query("planning/households"), grid=grid, version=version),
        ties=db.read(query("planning/ties")),
        micro_grids=db.read(query("planning/micro_grids")),
    )


def _document(name: str, rows: _Rows, rules: Rules, target_minutes: float | None) -> Json:
    """The whole county's. Members, buildings and households by id, pairs by household, member and kind."""
    document: Json = {
        "format": FORMAT,
        "name": name,
        "rules": {"target_minutes": target_minutes},
        "members": sorted((_member(row, rules, rows.micro_grids) for row in rows.members), key=_id),
        "buildings": sorted((_building(row) for row in rows.buildings), key=_id),
        "households": sorted((_household(row) for row in rows.households), key=_id),
        "pairs": sorted((dict(row) for row in rows.ties), key=lambda t: (t["household"], t["member"], t["kind"])),
    }
    if target_minutes is None and document["members"]:
        whole = parse_instance(as_bytes(document), name)
        document["rules"] = {"target_minutes": build_problem(whole).target_minutes}
    return document


def _id(row: Json) -> str:
    return row["id"]


def _member(row: Row, rules: Rules, micro_grids: list[Row]) -> Json:
    least, most = rules.households_per_member
    own = row["least"] is not None or row["most"] is not None
    bounds = [least if row["least"] is None else row["least"], most if row["most"] is None else row["most"]]
    return {
        "id": row["member"],
        "x": float(row["x"]),
        "y": float(row["y"]),
        "senior": row["senior"],
        "share": float(row["share"]),
        "areas": _areas(row["areas"], micro_grids) if row["areas"] else None,
        "households": bounds if own else None,
    }


def _areas(grids: list[str], micro_grids: list[Row]) -> list[str]:
    """The micro-grids at or below `grids`. Where there is none, the grids themselves, in which no building stands:
    the member may serve nobody, and an empty list is no instance."""
    given = set(grids)
    below = {row["grid"] for row in micro_grids if not given.isdisjoint(row["path"])}
    return sorted(below or given)


def _building(row: Row) -> Json:
    return {"id": row["building"], "x": float(row["x"]), "y": float(row["y"]), "area": row["grid"]}


def _household(row: Row) -> Json:
    return {
        "id": row["household"],
        "building": row["building"],
        "risk": row["risk"],
        "priority": row["priority"],
        "current": row["served_by"],
    }


def _cut(document: Json, rows: _Rows, subtree: Subtree) -> Json:
    """The part that can be planned without touching the rest: see WORKBOOK.md, "Into lianhu-instance/1".

    T stays the county's, so that a workload means the same in every part.
    """
    members = {row["member"] for row in rows.members if _belongs(row, subtree.grid)}
    households = {row["household"] for row in rows.households if row["inside"] and _is_free(row, members)}
    kept = [h for h in document["households"] if h["id"] in households]
    buildings = {h["building"] for h in kept}
    return {
        **document,
        "name": f"{document['name']} {subtree.name}",
        "members": [m for m in document["members"] if m["id"] in members],
        "buildings": [b for b in document["buildings"] if b["id"] in buildings],
        "households": kept,
        "pairs": [p for p in document["pairs"] if p["member"] in members and p["household"] in households],
    }


def _belongs(member: Row, grid: str) -> bool:
    """He serves nobody outside and somebody inside or, serving nobody, lives inside."""
    if member["serves"]:
        return member["serves"] == member["serves_inside"]
    return grid in (member["home_path"] or ())


def _is_free(household: Row, members: set[str]) -> bool:
    """No active member serves it but one of these."""
    return household["served_by"] in members or household["status"] != "active"


def _nobody(subtree: Subtree) -> str:
    if subtree.is_county:
        return "The county has no active member, so there is no plan. Import members whose status is 在岗 (active)."
    return (
        f"No member can be planned for {subtree.name} ({subtree.grid}) alone: every active member who serves somebody "
        "in it also serves somebody outside, and nobody without households lives in it. "
        "Plan a larger grid, or the whole county."
    )
