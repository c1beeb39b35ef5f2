"""What each figure (KPI) is: numerator, denominator, period and words, as data in rules.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from graph.queries import all_queries
from graph.rules import Complain, laid_over, list_of, shipped_table, shipped_version, table_of
from graph.words import CHANNELS

FORMS: Final = ("share", "ratio", "difference", "count")
PERIODS: Final = ("all", "now", "rolling_quarter", "calendar_quarter")
OPEN_CASES: Final = ("in_denominator", "left_out", "missed_when_due", "not_counted", "none")
MOST_DECIMALS: Final = 6


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in Chinese and in English."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Kpi:
    """One figure. `numerator`, `denominator`: queries of cypher/kpi; `by`: the channels that it is told for.

    `form`: a share in per cent, a ratio, a difference (numerator less denominator), or a count without a denominator.
    `open_cases`: what an open appeal does. `version`: of the rules that define it.
    """

    id: str
    name: Text
    definition: Text
    form: str
    numerator: str
    denominator: str | None
    by: tuple[str, ...]
    period: str
    open_cases: str
    decimals: int
    version: str


@cache
def default_kpis() -> Mapping[str, Kpi]:
    """The figures that Lianhu ships, by id."""
    complaints: list[str] = []
    kpis = kpis_from({}, lambda path, value, wrong: complaints.append(f"{path}: {wrong} ({value})"))
    if kpis is None:
        raise ValueError("rules.toml: " + "; ".join(complaints))
    return kpis


def kpis_from(given: Mapping[str, Any], complain: Complain, *, version: str | None = None) -> Mapping[str, Kpi] | None:
    """The shipped figures with a county's `given` laid over them; None after every fault was told to `complain`."""
    told: list[str] = []

    def tell(path: str, value: object, wrong: str) -> None:
        told.append(path)
        complain(path, value, wrong)

    rows = laid_over(shipped_table("kpi"), given)
    used = shipped_version() if version is None else version
    kpis = {id_: _kpi(id_, table_of(row) or {}, tell, used) for id_, row in rows.items()}
    return None if told else kpis


def _kpi(id_: str, row: Mapping[str, Any], tell: Complain, version: str) -> Kpi:
    known = {"name", "definition", "form", "numerator", "denominator", "by", "period", "open_cases", "decimals"}
    for key in row.keys() - known:
        tell(f"{id_}.{key}", row[key], "no such part of a figure")
    form = _one_of(f"{id_}.form", row.get("form"), FORMS, tell)
    denominator = row.get("denominator")
    if (denominator is None) != (form == "count"):
        tell(f"{id_}.denominator", denominator, "a count has none, every other form has one")
    queries = [query.name.removeprefix("kpi/") for query in all_queries() if query.name.startswith("kpi/")]
    for key in ("numerator", "denominator"):
        if key == "numerator" or denominator is not None:
            _one_of(f"{id_}.{key}", row.get(key), queries, tell)
    decimals = row.get("decimals")
    if type(decimals) is not int or not 0 <= decimals <= MOST_DECIMALS:
        tell(f"{id_}.decimals", decimals, f"must be a whole number from 0 to {MOST_DECIMALS}")
        decimals = 0
    return Kpi(
        id=id_,
        name=_text(f"{id_}.name", row.get("name"), tell),
        definition=_text(f"{id_}.definition", row.get("definition"), tell),
        form=form,
        numerator=str(row.get("numerator")),
        denominator=None if denominator is None else str(denominator),
        by=tuple(_one_of(f"{id_}.by", channel, tuple(CHANNELS), tell) for channel in list_of(row.get("by")) or ()),
        period=_one_of(f"{id_}.period", row.get("period"), PERIODS, tell),
        open_cases=_one_of(f"{id_}.open_cases", row.get("open_cases"), OPEN_CASES, tell),
        decimals=decimals,
        version=version,
    )


def _one_of(path: str, value: object, known: tuple[str, ...] | list[str], tell: Complain) -> str:
    if value not in known:
        tell(path, value, f"must be one of {', '.join(known)}")
        return known[0]
    return str(value)


def _text(path: str, value: object, tell: Complain) -> Text:
    words = table_of(value) or {}
    zh, en = words.get("zh"), words.get("en")
    if not isinstance(zh, str) or not isinstance(en, str):
        tell(path, value, "must have words in zh and in en")
        return Text("", "")
    return Text(zh, en)
