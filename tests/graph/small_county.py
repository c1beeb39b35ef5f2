"""A small county written straight into the graph, for what stands on it: two micro-grids, a building in each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph.database import Database, Row
from graph.links import LinkRow
from graph.plans import Change, Draft
from graph.queries import Query, parse
from graph.versions import write_links_step

AS_OF = "2026-06-30"
START_MS = 1_782_835_199_999  # the end of that day in the county


def ask(body: str, *, params: str = "none", columns: str = "none") -> Query:
    """A query of a test's own."""
    return parse("tests/query", f"// One row.\n// params: {params}\n// columns: {columns}\n{body}")


_COUNTY = ask(
    "CREATE (:County {id: 'county', name: '测试县', version: 0, frozen: true, as_of_on: $as_of_on}) "
    "CREATE (root:Grid {id: 'county', name: '测试县', level: 'county', path: ['county']}) "
    "CREATE (one:Grid {id: 'g1', name: '一网格', level: 'micro', path: ['county', 'g1']})-[:PART_OF]->(root) "
    "CREATE (:Building {id: 'b1', name: '一号楼', x: 0.0, y: 0.0})-[:IN_GRID]->(one) "
    "CREATE (two:Grid {id: 'g2', name: '二网格', level: 'micro', path: ['county', 'g2']})-[:PART_OF]->(root) "
    "CREATE (:Building {id: 'b2', name: '二号楼', x: 0.0, y: 0.0})-[:IN_GRID]->(two)",
    params="as_of_on string",
)
_MEMBERS = ask(
    "UNWIND $rows AS row MATCH (b:Building {id: row.building}) "
    "CREATE (m:Member {id: row.id})-[:LIVES_IN]->(b) SET m += row.props",
    params="rows list",
)
_HOUSEHOLDS = ask(
    "UNWIND $rows AS row MATCH (b:Building {id: row.building})-[:IN_GRID]->(g:Grid) "
    "CREATE (h:Household {id: row.id})-[:LIVES_IN]->(b) CREATE (h)-[:IN_GRID]->(g) SET h += row.props",
    params="rows list",
)
_TIE = ask(
    "MATCH (m:Member {id: $member}) MATCH (h:Household {id: $household}) CREATE (m)-[:TIED {kind: $kind}]->(h)",
    params="member string, household string, kind string",
)
_SET = {
    label: ask(f"MATCH (n:{label} {{id: $id}}) SET n += $props", params="id string, props map")
    for label in ("County", "Member", "Household", "Import")
}
_IMPORT = ask("CREATE (:Import {id: $id, state: $state})", params="id string, state string")
_ROWS = ask(
    "MATCH (m:Member)-[r:SERVES]->(h:Household) RETURN m.id AS member, h.id AS household, r.from_version AS first, "
    "r.to_version AS last, r.plan AS plan, r.step AS step, r.since_on AS since_on, r.card_no AS card_no "
    "ORDER BY household, first",
    columns="member string, household string, first int, last int, plan string, step string, since_on string, "
    "card_no string",
)


def a_member(member: str, *, building: str = "b1", **other: Any) -> Row:
    """An active member who lives in the building."""
    usual = {"x": 0.0, "y": 0.0, "status": "active", "senior": False, "share": 1.0}
    return {"id": member, "building": building, "props": {**usual, **other}}


def a_household(household: str, *, building: str = "b1", **other: Any) -> Row:
    """A green household."""
    return {"id": household, "building": building, "props": {"risk": "green", "priority": False, **other}}


def write_county(db: Database, members: Iterable[Row], households: Iterable[Row]) -> None:
    """A county without links."""
    db.write(_COUNTY, as_of_on=AS_OF)
    db.write_batches(_MEMBERS, members)
    db.write_batches(_HOUSEHOLDS, households)


def write_tie(db: Database, member: str, household: str, kind: str) -> None:
    """A tie or wish."""
    db.write(_TIE, member=member, household=household, kind=kind)


def change(db: Database, label: str, node: str, **props: Any) -> None:
    """Change properties of a node in place."""
    db.write(_SET[label], id=node, props=props)


def write_import(db: Database, name: str, state: str) -> None:
    """What the journal says of an import."""
    db.write(_IMPORT, id=name, state=state)


def link_all(db: Database, assignment: Mapping[str, str], step: str = "i-1") -> int:
    """Import these links (household to member) as all there are."""
    links = [LinkRow(member, household, since_on="2026-01-01") for household, member in assignment.items()]
    return write_links_step(db, step=step, kind="import", at_ms=START_MS, links=links, replace_all=True)


def link_rows(db: Database) -> list[Row]:
    """Every row of SERVES, also those that are closed."""
    return db.read(_ROWS)


def a_draft(changes: Sequence[Change], *, based_on: int = 1, **other: Any) -> Draft:
    """A draft with made-up figures."""
    terms = {"walking": 80.0, "relation": 10.0, "compactness": 10.0, "balance": 0.0, "ceiling": 0.0, "churn": 0.0}
    figures: dict[str, Any] = {
        "rules": "1",
        "solve_status": "feasible",
        "objective": 100.0,
        "bound": 90.0,
        "gap": 0.1,
        "terms": terms,
        "target_minutes": 300.0,
        "seed": 7,
        "seconds": 1.5,
    }
    return Draft(based_on=based_on, changes=changes, **{**figures, **other})


def moved(household: str, member: str, before: str | None) -> Change:
    """A change of a household that could have stayed, or that nobody serves."""
    return Change(household, member, before, forced=before is None)
