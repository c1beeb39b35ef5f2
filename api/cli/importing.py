"""`lianhu import PATH`: a county's workbook or CSV folder into the graph."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click

from api.cli.import_words import in_words
from api.cli.progress import progress
from graph.database import Database, open_database
from graph.ingest.run import Options, check_report, import_county, read_file
from graph.settings import LocalGraph, read_settings


@click.command("import")
@click.argument("path", metavar="PATH", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Only read and validate; the graph is not touched, none is needed.")
@click.option("--close-missing", is_flag=True, help="Close what the graph has and the file no longer.")
@click.option("--links", "take_links", is_flag=True, help="The file's links are the truth: a step of its own.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document to stdout.")
def command(path: Path, check: bool, close_missing: bool, take_links: bool, as_json: bool) -> None:
    """Read a county into the graph.

    PATH is a workbook (.xlsx, a sheet a table) or a folder of .csv files (UTF-8 or GB18030). Sheets and columns may
    have their Chinese or their English names, in any order. Needed are 网格 grids, 楼栋 buildings, 居民户 households,
    部门 departments and 成员 members; everything else may be missing.

    The file is validated whole first. Every fault is told at once, with sheet, row, column, value and what to do, and
    nothing is imported when there is one (exit code 4).

    Importing again: the same file changes nothing; changed rows are changed; rows that are no longer there are listed
    and kept. With --close-missing members among them have left, households are closed and lose their link, visits and
    appeals stay, everything else is removed unless something still names it. A sheet that the file does not have says
    nothing about its table.

    Today's assignment (联户 links) is taken when the graph has none. Later it changes only through a plan, unless
    --links says that the file's is the truth; `lianhu revert` undoes that step.

    \b
    lianhu import county.xlsx --check
    lianhu import county.xlsx
    lianhu import csv/ --close-missing
    """
    with progress(quiet=as_json) as told:
        if check:
            report = check_report(path, read_file(path, told))
        else:
            with _opening() as opened:
                reading = read_file(path, told)
                told("Opening the graph", 0, 1)
                report = import_county(opened(), path, reading, Options(close_missing, take_links), told)
    click.echo(json.dumps(report.as_json(), ensure_ascii=False) if as_json else in_words(report))


@contextmanager
def _opening() -> Generator[Callable[[], Database]]:
    """What opens the graph. A server elsewhere is greeted while the file is read; none is started for a faulty file."""
    settings = read_settings()
    with ThreadPoolExecutor(1) as thread:
        greeted = None if isinstance(settings, LocalGraph) else thread.submit(open_database, settings)
        with ExitStack() as opened:
            try:
                yield lambda: opened.enter_context(greeted.result() if greeted else open_database(settings))
            finally:
                if greeted and greeted.exception() is None:
                    greeted.result().close()
