"""What a member and a household are to each other: visits, walking minutes, permitted or not.

A leaf: no driver, no solver. The graph's questions and the planner both read these formulas.
"""

from __future__ import annotations

import math

from graph.rules import Rules

TENTHS = 10  # walking is counted in tenths of a minute


def visits_per_quarter(rules: Rules, risk: str, *, priority: bool) -> int:
    """v(h): visits by class, a priority household at least the priority number."""
    visits = rules.visits_per_quarter[risk]
    return max(visits, rules.priority_visits_per_quarter) if priority else visits


def walk_minutes(rules: Rules, dx_m: float, dy_m: float) -> float:
    """t: minutes there and back, to a tenth, rounded half to even."""
    distance_m = math.sqrt(dx_m * dx_m + dy_m * dy_m)
    return round(TENTHS * (2 * rules.detour * distance_m / rules.metres_per_minute)) / TENTHS


def within_reach(rules: Rules, walk_there_and_back_minutes: float) -> bool:
    """t/2 ≤ reach_minutes, where a reach is set."""
    return rules.reach_minutes is None or walk_there_and_back_minutes / 2 <= rules.reach_minutes


def overdue_after_days(quarter_days: float, visits: int) -> float:
    """Days after the last visit from which the next one is overdue: quarter_days / v(h)."""
    return quarter_days / visits
