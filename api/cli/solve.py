"""`lianhu solve`: plan an instance file."""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import click

from api.cli.solve_words import plan_words
from api.cli.solving import solving
from planner.clock import process_started
from planner.instance import Instance
from planner.instance_file import read_instance
from planner.plan_file import write_plan
from planner.service import DEFAULT_SECONDS, Answer, SolveOptions, answer
from planner.warm import compile_if_cold


@click.command("solve")
@click.argument("instance", type=click.Path(path_type=Path), required=False)
@click.option("--gap", type=click.Path(path_type=Path), help="A generalised assignment (GAP) file instead of INSTANCE.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Where the plan goes; .gz packs it."
)
@click.option(
    "--seconds",
    type=click.FloatRange(min=0),
    help=f"When to be done, from the start of the command; {DEFAULT_SECONDS:g} where --work is not given.",
)
@click.option("--work", type=click.IntRange(min=0), help="Moves to try instead of time: same seed, same plan.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Another draw, another plan.")
@click.option("--moves", type=click.IntRange(min=0), help="At most so many households change that could stay.")
@click.option(
    "--minimum", is_flag=True, help="The fewest moves that any plan needs, proven, and the best minutes with them."
)
@click.option("--best-effort", is_flag=True, help="Where no plan exists: the one that breaks the fewest rules, named.")
@click.option("--json", "as_json", is_flag=True, help="Print the plan file's JSON document instead of a summary.")
@click.pass_context
def command(
    context: click.Context,
    instance: Path | None,
    gap: Path | None,
    output: Path | None,
    seconds: float | None,
    work: int | None,
    seed: int,
    moves: int | None,
    minimum: bool,
    best_effort: bool,
    as_json: bool,
) -> None:
    """Plan INSTANCE, a lianhu-instance/1 file, and write a lianhu-plan/1 file.

    The plan comes with a lower bound that holds for all permitted pairs, so the gap says how good it can be at most.
    Where no plan is possible the file says why, with a certificate, and which repairs would help. Ctrl-C ends with
    the best plan so far. Without -o the plan of county.json.gz is county.plan.json beside it. With --gap the problem is
    generalised assignment: costs and uses by pair, hard capacities; the plan says {"job": "agent"}, counted from 0.

    With --moves or --minimum, a move is a household that changes its member though it could stay.

    \b
    lianhu solve county.json.gz --seconds 30
    lianhu solve county.json.gz --moves 100 -o few.plan.json
    lianhu solve county.json.gz --minimum
    lianhu solve county.json.gz --best-effort
    lianhu check county.json.gz county.plan.json
    lianhu solve --gap d20200 --seconds 60 -o d20200.plan.json

    Exit codes: 0 a plan, 2 no plan is possible (with a proof), 3 time was up first, 4 a faulty file.
    """
    started = process_started()
    not_both(moves, minimum=minimum)
    if gap is not None:
        solving_gap().refuse_other_options(context)
    source = instance if gap is None else gap
    if source is None:
        raise click.UsageError("Missing argument 'INSTANCE', or --gap FILE.")
    output = plan_path(source) if output is None else output
    if not output.absolute().parent.is_dir():
        raise click.UsageError(f"{output}: there is no folder {output.absolute().parent} to write to.")
    if gap is not None:
        with stopped_by_interrupt() as stopped:
            options = SolveOptions(seconds, work, seed, None, started, stopped.is_set)
            context.exit(solving_gap().run_gap(gap, output, options, as_json=as_json))
    problem = read_instance(source)
    for warning in problem.warnings:
        click.echo(f"{source}: {warning}", err=True)
    started += compile_if_cold(lambda words: click.echo(f"{words} …", err=True))
    options = SolveOptions(seconds, work, seed, moves, started, best_effort=best_effort, minimum=minimum)
    found = _solve(problem, options)
    write_plan(output, found.plan)
    click.echo(
        json.dumps(found.plan.as_json(), ensure_ascii=False) if as_json else plan_words(problem, found, source, output)
    )
    context.exit(found.plan.exit_code)


def solving_gap() -> ModuleType:
    """What only --gap needs, and what would make the other plans wait."""
    from api.cli import solving_gap

    return solving_gap


def plan_path(instance: Path) -> Path:
    """INSTANCE's name with .plan.json, beside it."""
    return instance.with_name(f"{instance.name.removesuffix('.gz').removesuffix('.json')}.plan.json")


def not_both(moves: int | None, *, minimum: bool) -> None:
    """Raises UsageError where a number of moves and the fewest are asked for at once."""
    if minimum and moves is not None:
        raise click.UsageError("--moves and --minimum exclude each other: --minimum finds the number itself.")


def _solve(problem: Instance, options: SolveOptions) -> Answer:
    with stopped_by_interrupt() as stopped, solving() as tell:
        return answer(problem, replace(options, stop=stopped.is_set), tell)


@contextmanager
def stopped_by_interrupt() -> Generator[threading.Event]:
    """An event that the first Ctrl-C sets; the second one interrupts as usual."""
    stopped = threading.Event()
    before = signal.getsignal(signal.SIGINT)

    def stop(number: int, frame: object) -> None:
        stopped.set()
        signal.signal(signal.SIGINT, before)
        click.echo("Stopping with the best plan so far …", err=True)

    signal.signal(signal.SIGINT, stop)
    try:
        yield stopped
    finally:
        signal.signal(signal.SIGINT, before)
