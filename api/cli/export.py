"""`lianhu export PLAN FILE`: a plan for people, as a workbook or as a map."""

from __future__ import annotations

import json
from pathlib import Path

import click

from api.report.gather import view_of
from api.report.page import write_page
from api.report.view import PlanView
from api.report.workbook import write_workbook
from graph.database import open_database
from graph.errors import LianhuError
from graph.plans import get_plan

WRITERS = {".xlsx": write_workbook, ".html": write_page}


def write_report(path: Path, view: PlanView) -> None:
    """Write a plan as the file's ending says. Raises LianhuError for another ending, or when it cannot be written."""
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        raise LianhuError(f"{path}: a plan is exported as {' or '.join(WRITERS)}. Give the file one of these endings.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        writer(path, view)
    except OSError as error:
        raise LianhuError(
            f"{path}: cannot be written: {error.strerror}. Close it elsewhere, or give another."
        ) from error


@click.command(name="export")
@click.argument("plan", metavar="PLAN")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(plan: str, file: Path, as_json: bool) -> None:
    """Write PLAN (an id such as p-12, or `latest`) to FILE.

    FILE.xlsx is a workbook with a sheet a community: member, household, building, class, minutes a quarter, why.
    FILE.html is the map of all households; it opens offline. Members' names are masked, phones are left out.

    \b
    lianhu export latest out/plan.xlsx
    lianhu export p-12 out/plan.html
    """
    with open_database() as db:
        view = view_of(db, get_plan(db, plan))
    write_report(file, view)
    size = file.stat().st_size
    found = {"plan": view.title, "file": str(file), "bytes": size, "households": len(view.lines)}
    said = f"{file}: {view.title}, {len(view.lines):,} households, {size / 1e6:.1f} MB"
    click.echo(json.dumps(found, ensure_ascii=False) if as_json else said)
