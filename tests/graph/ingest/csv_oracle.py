"""What a graph must hold after a folder of CSV files was imported: counted in plain Python from the files alone.

For files with English keys and English words, as `lianhu sample` writes them. Nothing here uses the import's code.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

Rows = list[dict[str, str]]
LABELS = {
    "grids": "Grid",
    "organisations": "Organisation",
    "buildings": "Building",
    "households": "Household",
    "persons": "Person",
    "departments": "Department",
    "members": "Member",
    "posts": "Post",
    "teams": "Team",
    "venues": "Venue",
    "visits": "Visit",
    "appeals": "Appeal",
    "steps": "Step",
}
# Relations that one filled cell makes: (table, column) to (type, whether the cell is a list).
CELLS = {
    ("organisations", "parent"): "PART_OF",
    ("organisations", "grid"): "GOVERNS",
    ("buildings", "grid"): "IN_GRID",
    ("buildings", "property_company"): "MANAGES",
    ("households", "building"): "LIVES_IN",
    ("persons", "household"): "OF",
    ("members", "department"): "WORKS_IN",
    ("members", "home"): "LIVES_IN",
    ("members", "community"): "REPORTED_TO",
    ("posts", "of"): "OF",
    ("posts", "member"): "HOLDS",
    ("teams", "grids"): "COVERS",
    ("teams", "members"): "JOINED",
    ("venues", "grids"): "COVERS",
    ("links", "member"): "SERVES",
    ("ties", "member"): "TIED",
    ("visits", "member"): "MADE_BY",
    ("visits", "household"): "OF",
    ("appeals", "household"): "RAISED_BY",
    ("appeals", "same_as"): "SAME_AS",
    ("steps", "appeal"): "HAS_STEP",
    ("steps", "from"): "FROM",
    ("steps", "to"): "TO",
}


def read(folder: Path) -> dict[str, Rows]:
    """The rows of each file by English key; a first line of Chinese headers is skipped."""
    tables: dict[str, Rows] = {}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = [line for line in csv.reader(file) if any(line)]
        at = next(number for number, line in enumerate(lines) if "".join(line).isascii())
        tables[path.stem] = [dict(zip(lines[at], line, strict=True)) for line in lines[at + 1 :]]
    return tables


def labels(tables: dict[str, Rows]) -> Counter[str]:
    """How many nodes of each label: a row is a node, the county is one, and the grid at its top."""
    counted = Counter({label: len(tables.get(table, [])) for table, label in LABELS.items()})
    return +(counted + Counter({"County": 1, "Grid": 1}))


def relation_types(tables: dict[str, Rows]) -> Counter[str]:
    """How many relations of each type."""
    counted: Counter[str] = Counter()
    for (table, column), kind in CELLS.items():
        counted[kind] += sum(len(entries(row.get(column, ""))) for row in tables.get(table, []))
    counted["PART_OF"] += len(tables["grids"])  # every grid lies in another one or in the county
    counted["IN_GRID"] += len(tables["households"])  # in their own micro-grid or in the building's
    steps = tables.get("steps", [])
    counted["NEXT"] += len(steps) - len({step["appeal"] for step in steps})
    return +counted


def entries(cell: str) -> list[str]:
    """The entries of a list."""
    return [entry for entry in cell.replace("、", ";").replace("；", ";").split(";") if entry.strip()]
