"""The command line: a table of commands, each loaded only when it is called."""

from __future__ import annotations

import importlib
import json
import sys
from dataclasses import dataclass

import click

from graph.errors import FaultyInput, LianhuError

USAGE_EXIT_CODE = 1  # 2 means "infeasible" here, so click's own 2 for a wrong usage may not leak


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a command lives and the line that `lianhu --help` shows for it."""

    module: str
    help: str


COMMANDS: dict[str, Entry] = {
    "demo": Entry("api.cli.demo", "The whole way on a made-up county: import, plan, approve, report."),
    "sample": Entry("api.cli.sample", "Write a made-up county: workbook, CSV folder, instance, planted.json."),
    "import": Entry("api.cli.importing", "Read a county's workbook or CSV folder into the graph."),
    "instance": Entry("api.cli.instance", "Write the graph's planning problem as lianhu-instance/1."),
    "solve": Entry("api.cli.solve", "Plan an instance file, with a proven bound."),
    "check": Entry("api.cli.check", "Recount a plan file without any solver."),
    "plan": Entry("api.cli.plan", "Plan the graph's county and save the plan as a draft."),
    "plans": Entry("api.cli.plans", "List the plans in the graph."),
    "show": Entry("api.cli.show", "Show one plan: objective by term, bound, gap, moves."),
    "diff": Entry("api.cli.diff", "List what a plan changes, or how two plans differ."),
    "explain": Entry("api.cli.explain", "Say why a household is with its member, or what makes up a workload."),
    "wish": Entry("api.cli.wish", "State, accept or decline a wish of a member or a household."),
    "move": Entry("api.cli.move", "Move one household by hand in a draft plan, with its true cost."),
    "frontier": Entry("api.cli.frontier", "Show what more moves buy: moves against minutes and fairness."),
    "advise": Entry("api.cli.advise", "Say what would help a plan most, each change with its saving."),
    "resilience": Entry("api.cli.resilience", "Say what the county loses when a member leaves, for every member."),
    "whatif": Entry("api.cli.whatif", "Try out what follows when members leave: the planner's own repair."),
    "recommend": Entry("api.cli.recommend", "Rank the members who could have a household, with what follows."),
    "approve": Entry("api.cli.approve", "Put a draft plan into force."),
    "revert": Entry("api.cli.revert", "Undo the last step: a plan or a link import."),
    "export": Entry("api.cli.export", "Write a plan as a workbook or a map."),
    "gaps": Entry("api.cli.gaps", "List where coverage is missing, by cause."),
    "chain": Entry("api.cli.chain", "List everyone responsible for a household, up to the commander."),
    "trace": Entry("api.cli.trace", "Follow one appeal: who had it, how long, when it is due, who is asked next."),
    "handover": Entry("api.cli.handover", "Show how appeals are passed on: circles, ping-pong, waiting, deadlines."),
    "stuck": Entry("api.cli.stuck", "List what is stuck and belongs before the quarterly joint meeting."),
    "kpi": Entry("api.cli.kpi", "Tell the county's figures, each with numerator, denominator and definition."),
    "db": Entry("api.cli.db", "Start, stop or look at the local graph."),
}


class LazyGroup(click.Group):
    """A click group that imports a command's module when the command is called, so that `--help` is instant."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        command: click.Command = importlib.import_module(entry.module).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="lianhu", prog_name="lianhu")
def cli() -> None:
    """Lianhu plans who looks after whom in a county.

    Start with `lianhu demo`. Every command has --json and a --help that teaches.

    Exit codes: 0 done, 1 an error, 2 no plan is possible (with a proof), 3 time was up first, 4 a faulty file.
    """


def _complain(error: LianhuError, *, as_json: bool) -> None:
    click.echo(str(error), err=True)
    if as_json:
        faults = error.as_json() if isinstance(error, FaultyInput) else []
        click.echo(json.dumps({"error": str(error), "faults": faults}, ensure_ascii=False))


def main(arguments: list[str] | None = None) -> None:
    """Run one command and exit with its code. Errors come out in words, never as a traceback."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        code: object = cli.main(args=given, prog_name="lianhu", standalone_mode=False)
    except LianhuError as error:
        _complain(error, as_json="--json" in given)
        code = error.exit_code
    except click.ClickException as error:
        error.show()
        code = USAGE_EXIT_CODE
    except click.Abort:
        click.echo("Stopped.", err=True)
        code = 1
    sys.exit(code if isinstance(code, int) else 0)
