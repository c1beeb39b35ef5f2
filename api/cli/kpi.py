"""`lianhu kpi [ID]`: figures of the county, each with what it is made of."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import click

from api.cli.plan_words import as_json_option, iso
from api.cli.rules_file import rules_of, rules_option
from graph.appeal_rules import appeal_rules_from
from graph.database import open_database
from graph.gap_rules import gap_rules_from
from graph.kpi import Figure, measure
from graph.kpi_rules import Kpi, kpis_from
from graph.words import CHANNELS

OPEN_CASES = {
    "in_denominator": "open cases stay in the denominator",
    "left_out": "open cases are left out",
    "missed_when_due": "open cases past due count as missed, others are left out",
    "not_counted": "open cases are not counted",
}
PERIODS = {
    "all": "since records began",
    "now": "as of now",
    "rolling_quarter": "a rolling quarter",
    "calendar_quarter": "the last whole calendar quarter",
}


@click.command("kpi")
@click.argument("id_", metavar="[ID]", required=False)
@click.option("--at", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Links, visits, appeals as of that day.")
@rules_option
@as_json_option
def command(id_: str | None, at: dt.datetime | None, rules_file: Path | None, as_json: bool) -> None:
    """Tell the county's figures: rate, numerator, denominator, definition, and the version of the rules.

    Without ID all of them. A figure about appeals is told for each channel on its own: visits, venues, meetings and the
    platform are four pipelines with four denominators and are never added up. What a figure is stands in rules.toml:
    two queries of cypher/kpi, the period, the rounding, what open cases do.

    --rules takes a county's own tables [kpi], [gaps] and [appeals]; each figure names the version it was made with.
    --at goes back to the links, visits and appeals known at the end of a day; members, households and posts stay as of
    now.

    \b
    lianhu kpi
    lianhu kpi acceptance
    lianhu kpi fairness_gini --json
    """
    day = None if at is None else at.date().isoformat()
    with open_database() as db:
        figures = measure(
            db,
            None if id_ is None else [id_],
            at=day,
            kpis=rules_of(rules_file, "kpi", kpis_from),
            gap_rules=rules_of(rules_file, "gaps", gap_rules_from),
            appeal_rules=rules_of(rules_file, "appeals", appeal_rules_from),
        )
    if as_json:
        click.echo(json.dumps([_as_json(figure) for figure in figures], ensure_ascii=False))
    else:
        click.echo(_words(figures, day))


def _as_json(figure: Figure) -> dict[str, Any]:
    kpi = figure.kpi
    return {
        "id": kpi.id,
        "channel": figure.channel,
        "name": {"zh": kpi.name.zh, "en": kpi.name.en},
        "value": figure.value,
        "unit": _unit(kpi),
        "form": kpi.form,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "numerator_query": f"kpi/{kpi.numerator}",
        "denominator_query": None if kpi.denominator is None else f"kpi/{kpi.denominator}",
        "period": kpi.period,
        "from": None if figure.from_ms is None else iso(figure.from_ms),
        "until": iso(figure.until_ms),
        "open_cases": kpi.open_cases,
        "decimals": kpi.decimals,
        "definition": {"zh": kpi.definition.zh, "en": kpi.definition.en},
        "rules": kpi.version,
    }


def _unit(kpi: Kpi) -> str:
    return "%" if kpi.form == "share" else ""


def _words(figures: list[Figure], day: str | None) -> str:
    lines: list[str] = []
    for kpi in dict.fromkeys(figure.kpi.id for figure in figures):
        found = [figure for figure in figures if figure.kpi.id == kpi]
        lines += [*_figure(found), ""]
    as_of = "" if day is None else f"; as of {day} (links, visits, appeals; all else as of now)"
    return "\n".join([*lines, f"Rules {figures[0].kpi.version}{as_of}"])


def _figure(found: list[Figure]) -> list[str]:
    kpi = found[0].kpi
    how = ", ".join(part for part in (PERIODS[kpi.period], OPEN_CASES.get(kpi.open_cases)) if part)
    head = f"{kpi.id}  {kpi.name.zh}  {kpi.name.en}"
    return [head, *(_value(figure) for figure in found), f"  {kpi.definition.zh}", f"  {kpi.definition.en} ({how})"]


def _value(figure: Figure) -> str:
    kpi, unit = figure.kpi, _unit(figure.kpi)
    value = "–" if figure.value is None else f"{figure.value:,.{kpi.decimals}f}{' ' if unit else ''}{unit}"
    channel = "" if figure.channel is None else f"{figure.channel} {CHANNELS[figure.channel]}"
    if figure.denominator is None:
        return f"  {channel:<14}{value:>9}"
    sign = "less" if kpi.form == "difference" else "of"
    return f"  {channel:<14}{value:>9}  {figure.numerator:,} {sign} {figure.denominator:,}"
