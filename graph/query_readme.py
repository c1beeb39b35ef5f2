"""Writes cypher/README.md, the list of all queries, from their headers."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from importlib.resources import files
from itertools import groupby
from pathlib import Path

from graph.queries import ROOT, Query, all_queries

INTRODUCTION = """# The queries

One query a file, made into this list by `make cypher-readme` from the headers. A query runs by the name of its file:
`graph.queries.query("migrations/applied")`. The loader refuses a file whose header and body disagree.
"""


def readme_path() -> Path:
    """Where the list is kept."""
    return Path(str(files(ROOT))) / "README.md"


def readme_text() -> str:
    """The list as it must read for the queries as they are."""
    areas = groupby(all_queries(), key=lambda entry: entry.name.rpartition("/")[0])
    return "\n".join([INTRODUCTION, *(_area(name, list(entries)) for name, entries in areas)])


def _area(name: str, entries: list[Query]) -> str:
    head = [f"## {name}", "", "| query | what | parameters | columns |", "|---|---|---|---|"]
    return "\n".join([*head, *map(_line, entries), ""])


def _line(entry: Query) -> str:
    own_name = entry.name.rpartition("/")[2]
    return f"| [{own_name}]({entry.name}.cypher) | {entry.doc} | {_named(entry.params)} | {_named(entry.columns)} |"


def _named(entries: Mapping[str, str]) -> str:
    return ", ".join(f"`{name}` {kind}" for name, kind in entries.items()) or "–"


def main(arguments: list[str] | None = None) -> int:
    """`--readme` writes the list, `--check` reads every query and compares the list with them; 1 when it is old."""
    parser = argparse.ArgumentParser(prog="python -m graph.queries", description="The queries of cypher/.")
    choice = parser.add_mutually_exclusive_group(required=True)
    choice.add_argument("--readme", action="store_true", help="write cypher/README.md from the headers")
    choice.add_argument("--check", action="store_true", help="read every query; is cypher/README.md up to date?")
    given = parser.parse_args(arguments)
    text = readme_text()
    if given.readme:
        readme_path().write_text(text, encoding="utf-8")
    elif not readme_path().is_file() or readme_path().read_text(encoding="utf-8") != text:
        print("cypher/README.md does not list the queries as they are: run `make cypher-readme`.")
        return 1
    print(f"{len(all_queries())} queries, each with a header that fits it.")
    return 0
