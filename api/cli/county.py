"""What the commands about a county as it is today read: its planning problem, from the graph or a file, and names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import click

from api.report.names import names_from_graph
from graph.database import Database, open_database
from graph.queries import query
from graph.subtree import find_subtree
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
    """A planning problem with today's links. `grids`: each household's own micro-grid; None: that of its building.

    `among`: the members who serve somebody in the grid that was asked for; None where none was.
    """

    instance: Instance
    names: Names = field(default_factory=Names)
    grids: Mapping[str, str] | None = None
    titles: Mapping[str, str] = field(default_factory=dict[str, str])
    among: tuple[str, ...] | None = None

    def grid(self, grid: str) -> str:
        """G7 (东门微网格), or the id alone."""
        title = self.titles.get(grid)
        return f"{grid} ({title})" if title and title != grid else grid


def read_county(source: Path | None, grid: str | None = None) -> County:
    """The county in the graph or that of a file. With `grid` it is the whole county too, since others may help out.

    Raises UsageError for a file together with a grid, and what reading either raises.
    """
    if source is not None:
        if grid is not None:
            raise click.UsageError("--grid is a grid of the graph; a file is taken whole.")
        return County(read_instance(source))
    with open_database() as db:
        return _from_graph(db, grid)


def _from_graph(db: Database, grid: str | None) -> County:
    instance, named = instance_from_graph(db), names_from_graph(db)
    paths: dict[str, list[str]] = {row["household"]: row["path"] for row in db.read(query("report/households"))}
    return County(
        instance=instance,
        names=Names(named.buildings, named.doors, named.members),
        grids={household: path[-1] for household, path in paths.items()},
        titles={row["grid"]: row["name"] or row["grid"] for row in db.read(query("report/grids"))},
        among=None if grid is None else _serving(instance, paths, find_subtree(db, grid).grid),
    )


def _serving(instance: Instance, paths: Mapping[str, list[str]], grid: str) -> tuple[str, ...]:
    """The members who serve somebody in a grid."""
    members = {member.id for member in instance.members}
    serve = {home.current for home in instance.households if grid in paths[home.id]}
    return tuple(sorted(member for member in serve if member in members))


def compile_first() -> None:
    """Compile the search where that has not been done, and say so."""
    compile_if_cold(lambda words: click.echo(f"{words} …", err=True))
