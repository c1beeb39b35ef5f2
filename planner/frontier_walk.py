"""The way along the frontier: a search for each limit of moves, from the plans found before, and bounds beside it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from planner.clock import Clock
from planner.limited_bound import LimitedBounder, less_the_price
from planner.problem import Ints32, Problem
from planner.rebalance import HIGH_PRICE, HOT, LEAST_PRICE, LimitedSearch, search_beside_stayers, without_choice
from planner.search import Search
from planner.terms import moves_of, terms_of

CLOSING_SECONDS, CLOSING_PER_HOUSEHOLD = 0.5, 5e-5  # of recounting a point
BETTER = 1e-6  # minutes
NEAR_PRICE = 2.0  # times
MOST_SEEN = 200  # plans remembered on the way of one search


@dataclass(slots=True)
class Walk:
    """The plans found so far, one for each limit, and bounds at prices of a move beside them."""

    problem: Problem
    clock: Clock
    bounder: LimitedBounder
    seed: int
    points: int  # wanted
    stop: Callable[[], bool]
    price: float = HIGH_PRICE  # tenths a move, of the last limit
    aimed: list[float] = field(default_factory=list[float])  # prices that the bound was looked for at
    plans: dict[int, Ints32] = field(default_factory=dict[int, Ints32])
    seen: list[tuple[float, Ints32]] = field(default_factory=list[tuple[float, Ints32]])  # minutes, plan
    errors: list[BaseException] = field(default_factory=list[BaseException])

    @property
    def free_limit(self) -> int:
        """As many moves as there can be."""
        return int((self.problem.current >= 0).sum())

    @property
    def seconds_left(self) -> float:
        """Until the points have to be recounted."""
        closing = CLOSING_SECONDS + CLOSING_PER_HOUSEHOLD * self.problem.households * self.points
        return self.clock.left - closing

    def cost(self, plan: Ints32) -> float:
        """Minutes of a plan."""
        return terms_of(self.problem, plan).objective

    def keep(self, limit: int, plan: Ints32) -> None:
        """Remember the plan for this limit, and for each larger one where it is better than what is there."""
        self.plans.setdefault(limit, plan)
        moves, cost = moves_of(self.problem, plan), self.cost(plan)
        for other, old in self.plans.items():
            if moves <= other and cost < self.cost(old):
                self.plans[other] = plan

    def best_within(self, limit: int) -> Ints32:
        """The cheapest plan so far of those for this limit and for smaller ones."""
        return min((plan for most, plan in self.plans.items() if most <= limit), key=self.cost)

    def improve(self, limit: int, start: Ints32, seconds: float) -> None:
        """Search with this limit from a plan within it; a bound at about its price of a move beside."""
        search = self._search(limit, start)
        over, ends = threading.Event(), time.monotonic() + seconds
        found: list[tuple[float, Ints32]] = []
        self._aim(0.0 if limit == self.free_limit else self.price, start)
        thread = threading.Thread(target=self._prove, args=(ends, over), name="bound", daemon=True)
        thread.start()
        try:
            search.run_seconds(ends, lambda: self._look(search, found))
        finally:
            over.set()
            thread.join()
        if self.errors:
            raise self.errors[0]
        self.seen += found
        self.keep(limit, search.best)
        if isinstance(search, LimitedSearch) and limit < self.free_limit:
            self.price = search.price_tenths

    def _look(self, search: Search, found: list[tuple[float, Ints32]]) -> bool:
        """Remember what this search has found on its way, a plan with fewer moves than its limit perhaps."""
        if len(found) < MOST_SEEN and (not found or search.objective_minutes < found[-1][0] - BETTER):
            found.append((search.objective_minutes, search.best))
        return self.stop()

    def _aim(self, price: float, start: Ints32) -> None:
        """Another price for the bound only where it is far from the last: each needs rounds to get good again."""
        if not self.aimed or price <= 0 or not 1 / NEAR_PRICE < price / max(1.0, self.aimed[-1]) < NEAR_PRICE:
            self.aimed.append(price)
            self.bounder.aim_at(price, start)

    def _search(self, limit: int, start: Ints32) -> Search:
        limited = replace(self.problem, max_moves=limit)
        free = without_choice(limited)
        if free.max_moves >= 0:
            return LimitedSearch(free, start, self.seed, self.price)
        if limit == 0:
            return search_beside_stayers(free, start, self.seed)
        if len(self.plans) > 2:  # the limits are done: a hot search would only melt what they have found
            return LimitedSearch(limited, start, self.seed, LEAST_PRICE, hot=HOT)
        return Search(free, start, self.seed)

    def _prove(self, ends: float, over: threading.Event) -> None:
        try:
            self.bounder.improve(seconds=max(0.0, ends - time.monotonic()), stop=over.is_set)
        except BaseException as error:
            self.errors.append(error)

    def bound(self, limit: int) -> float:
        """The best that all the prices prove for this limit."""
        proven = (less_the_price(bound, price, limit) for price, bound in self.bounder.proven.items())
        return max(proven, default=0.0)
