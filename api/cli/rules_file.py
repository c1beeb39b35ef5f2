"""A county's own rules from a TOML file, table by table, laid over those that Lianhu ships."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

import click

from graph.errors import Fault, FaultyInput
from graph.rules import Complain

Rules = TypeVar("Rules", covariant=True)

rules_option = click.option(
    "--rules",
    "rules_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE.toml",
    help="The county's own rules (tables as in rules.toml), laid over those that Lianhu ships.",
)


class FromTable(Protocol[Rules]):
    """Makes rules of one table; None after every fault was told to `complain`."""

    def __call__(self, given: Mapping[str, Any], complain: Complain, *, version: str | None = None) -> Rules | None: ...


def rules_of(path: Path | None, table: str, make: FromTable[Rules]) -> Rules | None:
    """The rules that `make` makes of a table of the file; None without a file. Raises FaultyInput."""
    if path is None:
        return None
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FaultyInput(path.name, [Fault("file", "", f"cannot be read as TOML: {error}")]) from error
    faults: list[Fault] = []
    given = content.get(table, {})
    if not isinstance(given, dict):
        raise FaultyInput(path.name, [Fault(table, str(given), "must be a table")])

    def tell(where: str, value: object, wrong: str) -> None:
        faults.append(Fault(f"{table}.{where}", str(value), wrong))

    rules = make(cast("dict[str, Any]", given), tell, version=str(content.get("version", path.name)))
    if rules is None:
        raise FaultyInput(path.name, faults)
    return rules
