"""`lianhu instance`: the graph's planning problem as a file that any solver can read."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import click

from graph.database import open_database
from graph.errors import LianhuError
from planner.from_graph import GraphInstance, problem_from_graph


@click.command("instance")
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--grid", metavar="ID", help="Only this grid and all below it, without touching the rest.")
@click.option("--json", "as_json", is_flag=True, help="Print what was written as one JSON document to stdout.")
def command(out: Path, grid: str | None, as_json: bool) -> None:
    """Write the graph's planning problem to OUT (.json, or .json.gz) as lianhu-instance/1.

    The same graph gives the same bytes. `lianhu solve OUT` plans it without a graph, and so can any other solver.

    With --grid: the active members who serve nobody outside of the grid and somebody in it (or, serving nobody,
    live in it), and the households of the grid that no other active member serves. The target workload stays the
    county's.
    """
    with open_database() as db:
        found = problem_from_graph(db, grid)
    write_instance(out, found.data)
    told = _told(out, found)
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        click.echo(
            f"Wrote {out}: {told['members']:,} members, {told['buildings']:,} buildings, "
            f"{told['households']:,} households, {told['pairs']:,} ties; "
            f"target workload {told['target_minutes']:g} minutes a quarter.\nNext: lianhu solve {out}"
        )


def write_instance(out: Path, data: bytes) -> None:
    """Write the file whole or not at all; a name that ends in .gz is compressed.

    Raises LianhuError when it cannot be written.
    """
    beside = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(gzip.compress(data, compresslevel=6, mtime=0) if out.suffix == ".gz" else data)
        beside.replace(out)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise LianhuError(f"{out} cannot be written: {error.strerror or error}. Give another path.") from error


def _told(out: Path, found: GraphInstance) -> dict[str, object]:
    instance = found.instance
    return {
        "file": str(out),
        "name": instance.name,
        "sha256": instance.sha256,
        "grid": found.subtree.grid,
        "based_on": found.based_on,
        "members": len(instance.members),
        "buildings": len(instance.buildings),
        "households": len(instance.households),
        "pairs": len(instance.pairs),
        "target_minutes": instance.rules.target_minutes,
    }
