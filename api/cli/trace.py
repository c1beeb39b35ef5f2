"""`lianhu trace APPEAL`: the way of one appeal, as text and as a picture."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import click

from api.cli.appeal_words import at_option, rules_from_file, rules_option, write_picture
from api.cli.plan_words import as_json_option
from api.cli.trace_words import trace_json, trace_words
from api.report.timeline import timeline
from graph.appeals.trace import trace
from graph.database import open_database


@click.command("trace")
@click.argument("appeal")
@click.option(
    "-o",
    "output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.svg",
    help="Also draw it: a time line with a lane for each who had it.",
)
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Of the picture.")
@at_option
@rules_option
@as_json_option
def command(
    appeal: str, output: Path | None, language: str, at: dt.datetime | None, rules_file: Path | None, as_json: bool
) -> None:
    """Follow APPEAL: who had it and how long, where it is now, when it is due, who is asked next.

    Its steps are held against the life cycle of the rules: collect, accept, assign or forward or return, answer,
    revisit, close. What is missing or out of order is named, not repaired. The deadline is that of its triage; one that
    is still open past it counts as missed. After the deadline the rungs above its place are asked one after the other:
    grid heads from micro to large, area leader, commander. For a post that is vacant, or whose holder is away, the
    holder of the nearest filled post above stands in.

    Members' names are masked.

    \b
    lianhu trace S00001
    lianhu trace S00001 -o S00001.svg
    """
    day = None if at is None else at.date().isoformat()
    rules = rules_from_file(rules_file)
    with open_database() as db:
        found = trace(db, appeal, at=day, rules=rules)
    if output is not None:
        write_picture(output, timeline(found, language))
    click.echo(json.dumps(trace_json(found), ensure_ascii=False) if as_json else trace_words(found))
