"""What the commands about a county as it is today read: its planning problem, from the graph or a file, and names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import click

from api.report.names import names_from_graph
from graph.database import Database, open_database
from graph.queries import query
from planner.explain.words import Names
from planner.from_graph import instance_from_graph
from planner.instance import Instance
from planner.instance_file import read_instance
from planner.warm import compile_if_cold

instance_option = click.option(
    "--instance",
    "source",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="A lianhu-instance/1 file instead of the graph; `current` in it is who serves a household today.",
)


@dataclass(frozen=True, slots=True)
class County:
    """A planning problem with today's links. `grids`: each household's own micro-grid; None: that of its building."""

    instance: Instance
    names: Names = field(default_factory=Names)
    grids: Mapping[str, str] | None = None
    titles: Mapping[str, str] = field(default_factory=dict[str, str])

    def grid(self, grid: str) -> str:
        """G7 (东门微网格), or the id alone."""
        title = self.titles.get(grid)
        return f"{grid} ({title})" if title and title != grid else grid


def read_county(source: Path | None, grid: str | None = None) -> County:
    """The county in the graph, or a grid of it, or that of a file.

    Raises UsageError for a file together with a grid, and what reading either raises.
    """
    if source is not None:
        if grid is not None:
            raise click.UsageError("--grid is a grid of the graph; a file is taken whole.")
        return County(read_instance(source))
    with open_database() as db:
        return _from_graph(db, grid)


def _from_graph(db: Database, grid: str | None) -> County:
    instance = instance_from_graph(db, grid)
    named = names_from_graph(db)
    return County(
        instance=instance,
        names=Names(named.buildings, named.doors, named.members),
        grids={row["household"]: row["path"][-1] for row in db.read(query("report/households"))},
        titles={row["grid"]: row["name"] or row["grid"] for row in db.read(query("report/grids"))},
    )


def compile_first() -> None:
    """Compile the search where that has not been done, and say so."""
    compile_if_cold(lambda words: click.echo(f"{words} …", err=True))
