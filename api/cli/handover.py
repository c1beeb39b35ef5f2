"""`lianhu handover`: how appeals go from hand to hand, over any selection of them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path

import click

from api.cli.appeal_words import at_option, rules_from_file, rules_option, write_picture
from api.cli.handover_json import handover_json
from api.cli.handover_words import handover_words
from api.cli.plan_words import as_json_option
from api.report.passing import passing_picture
from graph.appeals.handover import hand_overs
from graph.appeals.log import write_log
from graph.appeals.path import Appeal
from graph.appeals.read import Selection
from graph.database import open_database
from graph.errors import LianhuError
from graph.words import CHANNELS, TRIAGES

DAY = click.DateTime(["%Y-%m-%d"])
DEFAULT_LIMIT = 8


@click.command("handover")
@click.option("--grid", metavar="ID", help="Appeals of households in this grid (of any level) and all below it.")
@click.option("--category", metavar="TEXT", help="Appeals of this category.")
@click.option("--triage", type=click.Choice(list(TRIAGES)), help="Appeals of this triage.")
@click.option("--channel", type=click.Choice(list(CHANNELS)), help="Appeals that came in this way.")
@click.option("--department", metavar="ID", help="Appeals with a step from or to this department (id or name).")
@click.option("--since", type=DAY, metavar="DATE", help="Appeals opened on this day or later.")
@click.option("--until", type=DAY, metavar="DATE", help="Appeals opened on this day or earlier.")
@click.option(
    "--log",
    "log_file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.csv",
    help="Also write the event log: case, activity, time, from, to.",
)
@click.option(
    "-o",
    "output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.svg",
    help="Also draw who passes to whom, the largest hand-overs.",
)
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Of the picture.")
@click.option("--limit", default=DEFAULT_LIMIT, show_default=True, type=click.IntRange(0), help="Rows a list, in text.")
@at_option
@rules_option
@as_json_option
def command(
    grid: str | None,
    category: str | None,
    triage: str | None,
    channel: str | None,
    department: str | None,
    since: dt.datetime | None,
    until: dt.datetime | None,
    log_file: Path | None,
    output: Path | None,
    language: str,
    limit: int,
    at: dt.datetime | None,
    rules_file: Path | None,
    as_json: bool,
) -> None:
    """Show how appeals go from hand to hand: who passes to whom, circles, ping-pong, who makes them wait, what is late.

    A hand-over is a step assign, forward or return with `from` and `to` both known and different; the other kinds are
    activities. A loop: somebody receives the same appeal again by a hand-over. Ping-pong: A to B directly followed,
    among the hand-overs, by B to A. Directly-follows counts consecutive steps by seq, all kinds. These are the words of
    process mining: another tool gives the same counts on the log that --log writes.

    Waiting is the time from receiving an appeal until answering it, passing it on or its end. `gain` is what appeals
    would wait less if none of an actor's waits were longer than the median of all waits; `betweenness` is the share of
    pairs of others between whom he stands. Deadlines: an open appeal past due counts as missed, one that repeats
    another (same_as) is not counted for the deadline of its triage. An appeal without a household lies in no grid, and
    counts for the whole county only. --json gives every list whole.

    \b
    lianhu handover --since 2026-07-01 --until 2026-09-30
    lianhu handover --department 住建局 --triage urgent --json
    lianhu handover --log appeals.csv -o appeals.svg
    """
    selection = Selection(grid, category, triage, channel, department, _day(since), _day(until))
    with open_database() as db:
        found = hand_overs(db, selection, at=_day(at), rules=rules_from_file(rules_file))
    if log_file is not None:
        _write_log(log_file, found.appeals)
    if output is not None:
        write_picture(output, passing_picture(found, language))
    if as_json:
        click.echo(json.dumps(handover_json(found, selection), ensure_ascii=False))
    else:
        click.echo(handover_words(found, selection, limit))


def _day(moment: dt.datetime | None) -> str | None:
    return None if moment is None else moment.date().isoformat()


def _write_log(path: Path, appeals: Sequence[Appeal]) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = write_log(file, appeals)
    except OSError as error:
        raise LianhuError(f"{path} cannot be written: {error.strerror or error}.") from error
    click.echo(f"Wrote {rows:,} steps of {len(appeals):,} appeals to {path}.", err=True)
