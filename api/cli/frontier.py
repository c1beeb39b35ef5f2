"""`lianhu frontier`: what more moves buy."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from api.cli.plan_words import a_table, add_row, as_json_option, minutes, percent, show_table
from api.cli.progress import Told, progress
from api.cli.solve import stopped_by_interrupt
from graph.database import open_database
from planner.clock import process_started
from planner.errors import PlannerError
from planner.from_graph import instance_from_graph
from planner.frontier import DEFAULT_POINTS, DEFAULT_SECONDS, FORMAT, Frontier, FrontierOptions, Point, frontier
from planner.instance import Instance
from planner.instance_file import read_instance
from planner.warm import compile_if_cold

NUMBERS = ("moves", "forced", "all", "minutes", "bound", "gap", "largest", "p90", "Gini")


@click.command("frontier")
@click.argument("instance", required=False, type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write the curve as JSON.")
@click.option(
    "--seconds",
    type=click.FloatRange(min=0),
    default=DEFAULT_SECONDS,
    show_default=True,
    help="When to be done, from the start of the command.",
)
@click.option(
    "--points", type=click.IntRange(min=2), default=DEFAULT_POINTS, show_default=True, help="At most so many."
)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Another draw.")
@as_json_option
def command(instance: Path | None, output: Path | None, seconds: float, points: int, seed: int, as_json: bool) -> None:
    """Show what more moves buy: moves against minutes and fairness, from the fewest to a plan without a limit.

    INSTANCE is a lianhu-instance/1 file; without it the county in the graph is taken. A move is a household that
    changes its member though it could stay; those that must change are forced. No line has both more moves and more
    minutes than another; each has a bound that no plan with as many moves can be below. The last is the free plan.

    Fairness: workload over target of the most loaded member (largest), of nine in ten members at most (p90), and the
    Gini coefficient of all (0: all alike). Ctrl-C ends with the lines so far.

    \b
    lianhu frontier county.json.gz -o curve.json
    lianhu frontier --seconds 60 --points 8
    """
    started = process_started()
    if output is not None and not output.absolute().parent.is_dir():
        raise click.UsageError(f"{output}: there is no folder {output.absolute().parent} to write to.")
    problem = _instance(instance)
    started += compile_if_cold(lambda words: click.echo(f"{words} …", err=True))
    with progress(quiet=as_json) as told, stopped_by_interrupt() as stopped:
        options = FrontierOptions(seconds, points, seed, started, stopped.is_set)
        found = frontier(problem, options, _telling(told))
    document = frontier_json(found)
    if output is not None:
        _write(output, document)
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False))
    else:
        _show(found, output)


def _instance(path: Path | None) -> Instance:
    if path is not None:
        return read_instance(path)
    with open_database() as db:
        return instance_from_graph(db)


def _telling(told: Told) -> Told:
    return lambda label, done, total: told(f"Frontier: {label}", done, total)


def frontier_json(found: Frontier) -> dict[str, Any]:
    """The curve as a file has it."""
    return {"format": FORMAT, **asdict(found)}


def _write(output: Path, document: dict[str, Any]) -> None:
    try:
        output.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise PlannerError(f"{output}: cannot be written: {error.strerror}.") from error


def _show(found: Frontier, output: Path | None) -> None:
    table = a_table("limit", *NUMBERS, right=NUMBERS)
    for point in found.points:
        add_row(table, "none" if point.max_moves is None else f"{point.max_moves:,}", *_cells(point))
    show_table(table)
    click.echo(
        f"Minutes a quarter; moves could have stayed, forced could not. largest and p90: workload over target "
        f"({minutes(found.target_minutes)} for a full post)."
    )
    if not found.complete:
        click.echo("It was ended early: there may be more points, and the last one may be far from the free plan.")
    if output is not None:
        click.echo(f"{output}: the curve with the changes of each point")


def _cells(point: Point) -> tuple[str, ...]:
    fairness = point.fairness
    return (
        f"{point.moves:,}",
        f"{point.forced:,}",
        f"{point.moves + point.forced:,}",
        minutes(point.objective),
        minutes(point.bound),
        percent(point.gap),
        f"{fairness.largest:.2f}",
        f"{fairness.p90:.2f}",
        f"{fairness.gini:.3f}",
    )
