"""planted.json: what was planted in the county, to be found."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from graph.rules import Rules, list_of, table_of
from graph.sample.hardness import hardness
from graph.sample.make import Made
from graph.sample.planted import planted_gaps
from graph.sample.planted_appeals import pipelines, planted_appeals
from graph.sample.planted_further import further_gaps
from graph.sample.scenes import CATEGORIES


def planted(made: Made, instance: Mapping[str, Any], rules: Rules) -> dict[str, Any]:
    """The causes of gaps, each a sorted list of rows; `also`: what went wrong with appeals; `hard`; `numbers`."""
    return {
        **planted_gaps(made.county, rules),
        **further_gaps(made.county, rules),
        "also": planted_appeals(made.county),
        "hard": hardness(made, instance, rules),
        "numbers": numbers(made),
    }


def numbers(made: Made) -> dict[str, Any]:
    """The report's numbers, counted in the county."""
    county = made.county
    return {
        "members": sum(member.status == "active" for member in county.members),
        "households": len(county.households),
        "micro_grids": sum(grid.level == "micro" for grid in county.grids),
        "priority_persons": sum(person.priority for person in county.persons),
        "teams": len(county.teams),
        "venues": len(county.venues),
        "service_sections": len(CATEGORIES),
        "pipelines": pipelines(county),
    }


def write_planted(path: Path, content: Mapping[str, Any]) -> None:
    """Write `path`, one row a line, so that two counties can be compared."""
    path.write_text(_lines(content) + "\n", encoding="utf-8")


def _lines(value: object, indent: str = "") -> str:
    deeper = indent + " "
    table, rows = table_of(value), list_of(value)
    if table and any(isinstance(part, dict | list) for part in table.values()):
        parts = [f"{deeper}{json.dumps(key)}: {_lines(part, deeper)}" for key, part in table.items()]
        return "{\n" + ",\n".join(parts) + f"\n{indent}}}"
    if rows:
        return "[\n" + ",\n".join(deeper + json.dumps(row, ensure_ascii=False) for row in rows) + f"\n{indent}]"
    return json.dumps(value, ensure_ascii=False)
