"""`lianhu solve --gap`: plan a generalised assignment instance."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click
from click.core import ParameterSource

from api.cli.solving import solving
from planner.gap.gap_file import read_gap
from planner.gap.problem import Gap
from planner.gap.service import solve_gap
from planner.gap.warm import compile_gap_if_cold
from planner.plan_file import INFEASIBLE, UNKNOWN, Plan, write_plan
from planner.service import SolveOptions

UNDERSTOOD = {"gap", "output", "seconds", "work", "seed", "as_json"}


def refuse_other_options(context: click.Context) -> None:
    """Raises UsageError for what was given on the command line and means nothing for a GAP file."""
    for parameter in context.command.params:
        name = str(parameter.name)
        if name in UNDERSTOOD or context.get_parameter_source(name) is not ParameterSource.COMMANDLINE:
            continue
        if isinstance(parameter, click.Argument):
            raise click.UsageError("Give either INSTANCE or --gap FILE, not both.")
        raise click.UsageError(f"{parameter.opts[0]} has no meaning with --gap: a GAP file knows costs and uses alone.")


def run_gap(source: Path, output: Path, options: SolveOptions, *, as_json: bool) -> int:
    """Read, plan, write and print; the exit code. Raises FaultyInput."""
    gap = read_gap(source)
    late = compile_gap_if_cold(lambda words: click.echo(f"{words} …", err=True))
    if options.started is not None:
        options = replace(options, started=options.started + late)
    with solving() as tell:
        plan = solve_gap(gap, options, tell)
    write_plan(output, plan)
    click.echo(json.dumps(plan.as_json(), ensure_ascii=False) if as_json else "\n".join(_words(gap, plan, output)))
    return plan.exit_code


def _words(gap: Gap, plan: Plan, output: Path) -> Iterator[str]:
    if plan.status == UNKNOWN:
        yield f"{output}: time was up before there was a plan or a proof that there is none. Give more --seconds."
    elif plan.status == INFEASIBLE:
        yield f"{output}: no plan is possible."
        yield from (f"  because: {cause.sentence}" for cause in plan.causes)
    else:
        kind = "a plan proven optimal" if plan.status == "optimal" else "a plan"
        yield f"{output}: {kind} for {gap.jobs:,} jobs and {gap.agents:,} agents in {plan.seconds:.1f} s"
        yield f"  {plan.objective or 0:>12,.10g}  cost"
        yield f"  {plan.bound or 0:>12,.10g}  no plan can be below this: the gap is {plan.gap or 0.0:.3%}"
