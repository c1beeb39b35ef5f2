"""The gaps of a county by plain Python over its CSV files alone, written from the design's list of causes."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path

from tests.graph import appeals_oracle
from tests.graph.coverage_oracle import near_a_venue

Table = list[dict[str, str]]
Tables = dict[str, Table]

VISITS = {"green": 1, "blue": 2, "yellow": 3, "orange": 6}
PRIORITY_VISITS = 3
LEAST, MOST = 5, 15


def read_tables(folder: Path) -> Tables:
    """Every CSV file of the folder by its name, as rows by header."""
    tables: Tables = {}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.stem] = list(csv.DictReader(file))
    return tables


def now(tables: Tables) -> datetime:
    """The end of the county's day."""
    about = {row["key"]: row["value"] for row in tables["about"]}
    return datetime.fromisoformat(about["as_of"]) + timedelta(days=1)


def gaps(tables: Tables) -> dict[str, set[tuple[str, ...]]]:
    """By cause the ids of each gap."""
    active = {row["id"] for row in tables["members"] if row["status"] == "active"}
    server = {row["household"]: row["member"] for row in tables["links"]}
    served = defaultdict(set)
    for household, member in server.items():
        served[member].add(household)
    visited = defaultdict(list)
    for row in tables["visits"]:
        visited[row["household"]].append(datetime.fromisoformat(row["at"]))
    needy = {row["household"] for row in tables["persons"] if row["priority"] == "yes"}
    buildings = {row["id"]: row["grid"] for row in tables["buildings"]}
    people_of_grid = defaultdict(set)
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for row in tables["households"]:
        household = row["id"]
        people_of_grid[row["grid"] or buildings[row["building"]]].add(household)
        if household not in server:
            found["no_member"].add((household,))
        elif server[household] not in active:
            found["member_inactive"].add((household, server[household]))
        if not visited[household]:
            found["never_visited"].add((household,))
            continue
        a_quarter = VISITS[row["risk"]]
        if row["priority"] == "yes" or household in needy:
            a_quarter = max(a_quarter, PRIORITY_VISITS)
        if a_quarter * (now(tables) - max(visited[household])) > timedelta(days=91):
            found["overdue_visit"].add((household,))
    for row in tables["members"]:
        if row["id"] in active:
            count = len(served[row["id"]])
            if count < int(row["min_households"] or LEAST):
                found["too_few"].add((row["id"],))
            if count > int(row["max_households"] or MOST):
                found["too_many"].add((row["id"],))
    for row in tables["links"]:
        if row["since"] and row["card_issued_on"] and row["card_issued_on"] < row["since"]:
            found["card_stale"].add((row["household"], row["member"]))
    found["post_vacant"] = {(row["id"],) for row in tables["posts"] if not row["member"]}
    for grid, households in people_of_grid.items():
        if not any(server.get(household) in active for household in households):
            found["grid_without_member"].add((grid,))
    return found


def every_gap(tables: Tables) -> dict[str, set[tuple[str, ...]]]:
    """By cause, all causes."""
    return gaps(tables) | further_gaps(tables)


def further_gaps(tables: Tables) -> dict[str, set[tuple[str, ...]]]:
    """By cause the ids of the gaps of papers, posts of buildings, venues, teams and lone elders."""
    active = {row["id"] for row in tables["members"] if row["status"] == "active"}
    parents = {row["id"]: row["parent"] for row in tables["grids"]}
    by_teams = {grid for row in tables["teams"] for grid in row["grids"].split(";")}
    centres = {row["of"] for row in tables["posts"] if row["kind"] == "centre_household" and row["member"]}
    watchers = defaultdict(set)
    for row in tables["ties"]:
        if row["kind"] == "paired" and row["member"] in active:
            watchers[row["household"]].add(row["member"])

    near = near_a_venue(tables)

    def covered(grid: str) -> bool:
        return bool(grid) and (grid in by_teams or covered(parents[grid]))

    return {
        "profile_missing": {(row["id"],) for row in tables["households"] if row["profile"] == "no"},
        "record_missing": {(row["id"],) for row in tables["households"] if row["contact_record"] == "no"},
        "no_centre_household": {(row["id"],) for row in tables["buildings"] if row["id"] not in centres},
        "no_venue_in_reach": {(row["id"],) for row in tables["households"] if not near[row["building"]]},
        "no_team_covers": {
            (row["id"],) for row in tables["grids"] if row["level"] == "micro" and not covered(row["id"])
        },
        "lone_elder_unwatched": {
            (row["household"],)
            for row in tables["persons"]
            if "lone_elder" in row["needs"].split(";") and len(watchers[row["household"]]) < 2
        },
    }


def appeals(tables: Tables) -> dict[str, set[tuple[str, ...]]]:
    """What went wrong with appeals, by the design's words for hand-overs."""
    files = appeals_oracle.Files(tables, now(tables).replace(tzinfo=appeals_oracle.CHINA))
    found = appeals_oracle.findings(files)
    found["out_of_order"] = {(appeal,) for appeal, *_ in found["out_of_order"]}
    found["same_as"] = {(row["id"], row["same_as"]) for row in tables["appeals"] if row["same_as"]}
    named = {row["place"] for row in tables["appeals"] if row["place"]} | {row["id"] for row in tables["buildings"]}
    found["raised_again"] = {
        (place, category, str(count)) for place, category, count in appeals_oracle.raised_again(files) if place in named
    }
    return found
