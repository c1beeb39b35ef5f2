"""The hamlets' place: so far out that one orange household breaks the ceiling of whoever takes it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from graph.pairs import visits_per_quarter
from graph.rules import RISKS, Rules
from graph.sample.blocks import Plot
from graph.sample.classes import ORANGE, Doors
from graph.sample.draws import ints
from graph.sample.people import Cadre
from graph.sample.target import target_minutes
from graph.sample.terrain import Land

OVER_CEILING = (2.15, 2.4)  # workload of a lonely orange household, as a multiple of T
STEP_M = 25.0


def push_out(
    land: Land, plots: Sequence[Plot], doors: Doors, cadres: Sequence[Cadre], rules: Rules, rng: Generator
) -> list[Plot]:
    """Move each hamlet with an orange household away from its township until no senior member is near enough."""
    moved = list(plots)
    lonely = sorted(set(ints(doors.plot[doors.remote & (doors.risk == ORANGE)])))
    if not lonely:
        return moved
    target = _target(plots, doors, cadres, rules)
    visits, minutes = rules.visits_per_quarter["orange"], rules.minutes_per_visit["orange"]
    seniors = [(plots[c.plot].x, plots[c.plot].y) for c in cadres if c.senior and c.status == "active"]
    for i in lonely:
        walk_minutes = (float(rng.uniform(*OVER_CEILING)) * target - visits * minutes) / visits
        distance_m = walk_minutes * rules.metres_per_minute / (2 * rules.detour)
        moved[i] = _away(plots[i], land.centres[land.places[plots[i].place].region], seniors, distance_m)
    return moved


def _target(plots: Sequence[Plot], doors: Doors, cadres: Sequence[Cadre], rules: Rules) -> float:
    active = [c for c in cadres if c.status == "active"]
    visits, minutes = demand(doors, rules)
    return target_minutes(
        rules,
        np.array([(plot.x, plot.y) for plot in plots]),
        np.array([(plots[c.plot].x, plots[c.plot].y) for c in active]),
        np.array([c.share for c in active]),
        doors.plot,
        visits,
        minutes,
    )


def demand(doors: Doors, rules: Rules) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """By household: visits a quarter and minutes a visit."""
    table = [[visits_per_quarter(rules, risk, priority=flag) for flag in (False, True)] for risk in RISKS]
    minutes = np.array([rules.minutes_per_visit[risk] for risk in RISKS], dtype=np.float64)
    return np.array(table)[doors.risk, (doors.persons > 0).astype(np.int64)], minutes[doors.risk]


def _away(plot: Plot, centre: tuple[float, float], seniors: Sequence[tuple[float, float]], distance_m: float) -> Plot:
    """`plot`, moved straight away from `centre` to where every senior member is at least `distance_m` away."""
    angle = math.atan2(plot.y - centre[1], plot.x - centre[0])
    x, y = plot.x, plot.y
    while min((math.hypot(x - sx, y - sy) for sx, sy in seniors), default=distance_m) < distance_m:
        x, y = x + STEP_M * math.cos(angle), y + STEP_M * math.sin(angle)
    return replace(plot, x=x, y=y)
