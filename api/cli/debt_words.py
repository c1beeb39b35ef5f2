"""Coverage debt as a table with a small curve, and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from graph.debt import Debt, Week
from graph.rules import RISKS

BARS = "▁▂▃▄▅▆▇█"


def debt_json(debt: Debt) -> dict[str, Any]:
    """Visit-days, visits and minutes; amounts to a tenth."""
    weeks = [
        {**asdict(week), "owed": _tenths(week.owed), "made": _tenths(week.made), "in_all": round(week.owed_in_all, 1)}
        for week in debt.weeks
    ]
    return {
        "unit": "visit-days",
        "owed_now": round(debt.now.owed_in_all, 1),
        "minutes_now": round(debt.minutes, 1),
        "pace_a_week": _tenths(debt.pace),
        "due_a_week": _tenths(debt.due),
        "weeks": weeks,
    }


def _tenths(amounts: Any) -> dict[str, float]:
    return {risk: round(amount, 1) for risk, amount in amounts.items()}


def debt_words(debt: Debt) -> str:
    """A row a week, those of the forecast marked; then what is owed now, and where it goes."""
    head = f"{'week to':<14}" + "".join(f"{risk:>9}" for risk in (*RISKS, "in all", "made"))
    past = [week for week in debt.weeks if not week.forecast]
    ahead = [week for week in debt.weeks if week.forecast]
    curve = sparkline([week.owed_in_all for week in debt.weeks])
    return "\n".join(
        [
            "Visit-days owed (visits that are overdue, each one day on which somebody has to go)",
            head,
            *(_row(week) for week in past),
            f"  at the present pace ({_sum(debt.pace)} visits a week; {_sum(debt.due)} come due):",
            *(_row(week) for week in ahead),
            f"{curve[: len(past)]} | {curve[len(past) :]}",
            f"Owed now: {debt.now.owed_in_all:,.0f} visit-days, {debt.minutes:,.0f} minutes of visits. {_trend(debt)}",
        ]
    )


def sparkline(values: Sequence[float]) -> str:
    """A bar a value, from nothing to the largest."""
    most = max(values, default=0.0)
    return "".join(BARS[round((len(BARS) - 1) * value / most)] if most else BARS[0] for value in values)


def _row(week: Week) -> str:
    amounts = (*(week.owed[risk] for risk in RISKS), week.owed_in_all, sum(week.made.values()))
    return f"{week.ends_on:<14}" + "".join(f"{amount:>9,.0f}" for amount in amounts)


def _sum(amounts: Any) -> str:
    return f"{sum(amounts.values()):,.0f}"


def _trend(debt: Debt) -> str:
    last = debt.weeks[-1]
    if not last.forecast:
        return ""
    change = last.owed_in_all - debt.now.owed_in_all
    word = "more" if change >= 0 else "less"
    growing = [risk for risk in RISKS if debt.due[risk] > debt.pace[risk] and debt.due[risk]]
    classes = f"; {', '.join(growing)} households come due faster than they are visited" if growing else ""
    return f"By {last.ends_on} {abs(change):,.0f} {word}{classes}."
