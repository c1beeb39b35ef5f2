"""What a household costs at each of some members: one search of a part of the plan, with and without the choice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from planner.explain.part import Part, pinned
from planner.explain.repair import improved, legal_near, minutes_of
from planner.problem import Ints32, Problem

THREADS = 2
ROUNDS, ENOUGH = 3, 0.05  # as long as a better plan is met, by more than so many minutes


@dataclass(frozen=True, slots=True)
class Priced:
    """The best plan found of the part with the household at one member, (H of the part,), and its minutes."""

    plan: Ints32 | None
    minutes: float = 0.0


class Pricing:
    """The same search for the plan as it is, and with household `h` of the whole at each of some members.

    `before`: minutes of the part as it is; `best`: the best plan of it that any of the searches has met.
    """

    def __init__(self, part: Part, h: int, seed: int) -> None:
        self.part, self.seed = part, seed
        self.h = part.household_here(h)
        self.before = minutes_of(part.problem, part.plan)
        self.best = self._search(part.problem, part.plan)

    def _search(self, problem: Problem, start: Ints32 | None, disturbed: float = 0.0) -> Priced:
        found = None if start is None else improved(problem, start, self.seed, disturbed=disturbed)
        if found is None:
            return Priced(None)
        return Priced(found, minutes_of(problem, found))

    def at(self, member: int, start: Ints32 | None) -> Priced:
        """With the household at this member, from a plan in which it is perhaps not."""
        if start is None:
            return Priced(None)
        wanted = start.copy()
        wanted[self.h] = self.part.member_here(member)
        problem = pinned(self.part.problem, self.h, self.part.member_here(member))
        legal = legal_near(problem, wanted)
        return Priced(None) if legal is None else self._search(problem, legal, minutes_of(problem, legal) - self.before)

    def all(self, members: list[int]) -> dict[int, Priced]:
        """Each member's best: from the improved plan, and again while one of these searches meets a better one.

        A plan found for one member holds gains that have nothing to do with him; all the others get them too.
        """
        found: dict[int, Priced] = {m: Priced(None) for m in members}
        for _ in range(ROUNDS if self.best.plan is not None else 0):
            reference = self.best
            for m, one in self._round(members, reference.plan).items():
                found[m] = cheaper(found[m], one)
            self.best = min((self.best, *(one for one in found.values() if one.plan is not None)), key=_least)
            if self.best.minutes > reference.minutes - ENOUGH:
                break
            self.best = cheaper(self.best, self._search(self.part.problem, self.best.plan))
        return found

    def _round(self, members: list[int], start: Ints32 | None) -> dict[int, Priced]:
        with ThreadPoolExecutor(THREADS) as pool:
            waiting = [pool.submit(self.at, m, start) for m in members]
            return {m: one.result() for m, one in zip(members, waiting, strict=True)}


def _least(one: Priced) -> float:
    return one.minutes


def cheaper(one: Priced, other: Priced) -> Priced:
    """Of two plans that with fewer minutes; one that was not found loses."""
    if one.plan is None or other.plan is None:
        return other if one.plan is None else one
    return min(one, other, key=lambda priced: priced.minutes)
