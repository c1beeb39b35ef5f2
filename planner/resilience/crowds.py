"""Crowds of households that had too few places when somebody left: often they have too few when another leaves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.cause_words import crowd_words
from planner.plan_file import Cause
from planner.problem import Ints
from planner.resilience.today import Today

TOO_FEW_PLACES = "too_few_places"


@dataclass(frozen=True, slots=True)
class _Crowd:
    """Households, and (M,) how many of them each member could have at most: min(hi, g + min(orange limit, o))."""

    households: Ints
    places: Ints


class Crowds:
    """Sets of households that proved for one leaver that there is no plan; asked first for the next, since it is quick.

    A set proves it when all who may have any of them have fewer places than there are households (FORMATS.md,
    `too_few_places`), whoever is left out.
    """

    def __init__(self, today: Today) -> None:
        self.today = today
        self.known: list[_Crowd] = []
        self.position = {home.id: h for h, home in enumerate(today.instance.households)}

    def remember(self, cause: Cause) -> None:
        """A cause of the county without somebody."""
        if cause.kind == TOO_FEW_PLACES:
            households = np.array(sorted(self.position[home] for home in cause.households), dtype=np.int64)
            self.known.append(_Crowd(households, self._places(households)))

    def _places(self, households: Ints) -> Ints:
        problem = self.today.problem
        plain, orange = (np.zeros(problem.members, dtype=np.int64) for _ in range(2))
        for h in households.tolist():
            (orange if problem.orange[h] else plain)[problem.permitted(h)] += 1
        return np.minimum(problem.high, plain + np.minimum(problem.orange_limit, orange))

    def why(self, m: int) -> str | None:
        """Why there is no plan without this member, if one of the crowds says so; the sentence of FORMATS.md."""
        problem = self.today.problem
        for crowd in self.known:
            left = int(crowd.places.sum() - crowd.places[m])
            if len(crowd.households) <= left or (problem.pin[crowd.households] == m).any():
                continue  # enough places; or a pin goes with him, and others may come
            others = [t for t in np.flatnonzero(crowd.places).tolist() if t != m]
            return crowd_words(problem, crowd.households.tolist(), others, left, len(crowd.households) - left)
        return None
