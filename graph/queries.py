"""The queries of cypher/: read, checked against their own headers, and listed in cypher/README.md."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Final, LiteralString, cast

from graph.cypher_text import parameters_used, returned_columns, without_comments, without_quotes
from graph.errors import QueryFault

TYPES: Final = ("string", "int", "float", "boolean", "list", "map")
ROOT: Final = "cypher"
_ENTRY = re.compile(r"(?P<name>[a-z][a-z0-9_]*) (?P<type>\w+)(?: \((?P<note>[^()]*)\))?")
_NAME = re.compile(r"[a-z][a-z0-9_]*(?:/[a-z0-9][a-z0-9_]*)+")


@dataclass(frozen=True, slots=True)
class Query:
    """One query file: what one row of it is, its parameters and columns (name to type), and its text."""

    name: str
    doc: str
    params: Mapping[str, str]
    columns: Mapping[str, str]
    text: LiteralString


@functools.cache
def query(name: str) -> Query:
    """The query of the file cypher/<name>.cypher, for example "coverage/no_member".

    Raises QueryFault when there is no such file, or its header and its body disagree.
    """
    source = files(ROOT).joinpath(*f"{name}.cypher".split("/"))
    if not _NAME.fullmatch(name) or not source.is_file():
        raise QueryFault(f"There is no query {name!r}: no file cypher/{name}.cypher.")
    return parse(name, source.read_text(encoding="utf-8"))


@functools.cache
def all_queries() -> tuple[Query, ...]:
    """Every query, by name."""
    return tuple(query(name) for name in sorted(_names(files(ROOT), "")))


def _names(folder: Traversable, prefix: str) -> list[str]:
    found: list[str] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _names(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".cypher"):
            found.append(prefix + entry.name.removesuffix(".cypher"))
    return found


def parse(name: str, text: str) -> Query:
    """A query from its file's text. Raises QueryFault naming everything in which header and body disagree."""
    header = _header_lines(text)
    body = without_comments(text).strip().removesuffix(";")
    faults: list[str] = []
    doc = " ".join(line for line in header if not line.startswith(("params:", "columns:")))
    params = _entries("params", header, faults)
    columns = _entries("columns", header, faults)
    if not doc:
        faults.append("its first line does not say what one row is")
    bare = without_quotes(body)
    if "/*" in bare:
        faults.append("it has a comment in /* */; write //")
    if ";" in bare:
        faults.append("it has more than one statement")
    faults += _differences("parameter", params, parameters_used(body))
    faults += _differences("column", columns, returned_columns(body))
    if faults:
        raise QueryFault(f"cypher/{name}.cypher: {'; '.join(faults)}.")
    # The one place where text from a file becomes a query: it is a file of this package, never of a user.
    literal = cast("LiteralString", body)
    return Query(name, doc, MappingProxyType(params), MappingProxyType(columns), literal)


def _header_lines(text: str) -> list[str]:
    lines: list[str] = []
    for line in text.splitlines():
        if not line.startswith("//"):
            break
        lines.append(line.removeprefix("//").strip())
    return lines


def _entries(key: str, header: list[str], faults: list[str]) -> dict[str, str]:
    """The names and types of one header line: `key: name type (note), name type` or `key: none`."""
    written = [line.removeprefix(f"{key}:").strip() for line in header if line.startswith(f"{key}:")]
    if len(written) != 1:
        faults.append(f"its header has {len(written)} lines `// {key}: …` and needs one")
        return {}
    if written[0] == "none":
        return {}
    entries: dict[str, str] = {}
    for part in re.split(r",\s*(?![^()]*\))", written[0]):
        entry = _ENTRY.fullmatch(part.strip())
        if entry is None or entry["type"] not in TYPES:
            faults.append(
                f"its {key} have {part.strip()!r}, which is not `name type` with a type of {', '.join(TYPES)}"
            )
        elif entry["name"] in entries:
            faults.append(f"its {key} name {entry['name']} twice")
        else:
            entries[entry["name"]] = entry["type"]
    return entries


def _differences(what: str, header: Mapping[str, str], body: list[str]) -> list[str]:
    missing = [name for name in body if name not in header]
    unused = [name for name in header if name not in body]
    faults = [f"{what} {name} is in the body and not in the header" for name in missing]
    faults += [f"{what} {name} is in the header and not in the body" for name in unused]
    if what == "column" and not faults and list(header) != body:
        faults.append(f"the columns come as {', '.join(body)}, the header says {', '.join(header)}")
    return faults


if __name__ == "__main__":
    import sys

    from graph.query_readme import main

    sys.exit(main())
