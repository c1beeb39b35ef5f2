"""Looks for the prices that prove most, round by round, beside the search for plans."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from graph.pairs import TENTHS
from planner.bound.arrays import bound_arrays
from planner.bound.certify import certified_minutes
from planner.bound.exact_certify import exact_minutes
from planner.bound.plan_prices import prices_from_plan
from planner.bound.start import start_prices
from planner.kernels.bound_arrays import Floats
from planner.kernels.bound_epoch import epoch, list_buildings
from planner.kernels.bound_exact import Room, new_room
from planner.kernels.bound_member import new_scratch
from planner.kernels.bound_turns import take_turns
from planner.problem import Ints32, Problem

EPOCHS = 600  # when neither time nor rounds are given
FIRST_STEP, LATER_STEP, LAST_STEP = 120.0, 10.0, 1.0  # tenths a round, for a household of middling price
FIRST_STRIDE = 0.03  # of the load multipliers a round
STEP_POWER = 0.75  # dear households move faster: measured on made-up counties
LEAST_WEIGHED = 20.0  # tenths
LISTED_ROUNDS = 5  # rounds between two searches for the buildings that can matter
DRIFT, REMEMBERED = 60.0, 0.95  # tenths: what is taken too often or too seldom on average moves so far besides
MOST_DRIFT = 20.0  # steps
LINEAR_SHARE, LINEAR_ROUNDS = (
    0.3,
    70,
)  # at least, before loads are looked at as they are: of time, rounds like the first
LATEST_SHARE, MEASURED_ROUNDS = 0.6, 10  # no change after that; rounds that tell how long one takes
EXACT_STEP, EXACT_DRIFT = 3.0, 20.0  # tenths: prices are near already
LABELS = 20_000  # to tell a member's best set by in a round; with 1,000 the sets found lead prices astray
AT_ONCE = 100  # members between two looks at the clock
AVERAGED = 0.1  # weight of the newest prices in the running average
CERTIFIED_ROUNDS = 50
MARGIN, MARGIN_STEPS = 2.0, 3.0  # tenths, steps: by how much prices may move before buildings are listed again
CERTIFIED_SHARE = 8  # a certificate at most every so many times of what it takes


@dataclass(slots=True)
class _Budget:
    """How much of an improvement is done: by seconds, by rounds, or because somebody says stop."""

    seconds: float | None
    epochs: int | None
    stop: Callable[[], bool]
    began: float = field(default_factory=time.monotonic)
    done: int = 0

    def part(self) -> float:
        """From 0 to 1."""
        parts = [0.0]
        if self.seconds is not None:
            parts.append((time.monotonic() - self.began) / max(self.seconds, 1e-9))
        if self.epochs is not None:
            parts.append(self.done / max(self.epochs, 1))
        return min(1.0, max(parts))

    def over(self, last_certificate_seconds: float) -> bool:
        """Nothing left, but for the time that the last certificate takes."""
        late = self.seconds is not None and self._left() < last_certificate_seconds
        return late or self.part() >= 1.0 or self.stop()

    def _left(self) -> float:
        return self.began + (self.seconds or 0.0) - time.monotonic()


class Bounder:
    """A lower bound on every plan of a problem, certified, better the longer it runs.

    One thread may run `improve` while others read `bound_minutes` and `prices`.
    """

    def __init__(self, problem: Problem, seed: int = 0) -> None:
        self.problem = problem
        self.arrays = bound_arrays(problem)
        self.scratch = new_scratch(self.arrays)
        self.random = np.random.default_rng(seed)
        self.net = self._alike(start_prices(self.arrays))
        self.average = self.net.copy()
        self.multipliers = np.zeros(problem.members)
        self.average_multipliers = np.zeros(problem.members)
        self.drift = np.zeros(problem.households)  # by place: 1 for what nobody takes, below 0 for what several take
        self._wider = np.zeros(problem.buildings, dtype=np.int64)
        self.enough = np.zeros(problem.members)
        self.epochs = 0
        self._bound: float | None = None
        self._prices: Floats | None = None
        self._listed_start = np.zeros(problem.members + 1, dtype=np.int64)
        self._listed = np.zeros(64 * (problem.members + problem.buildings), dtype=np.int64)
        self.theta = np.zeros(problem.members)
        self.stride = np.full(problem.members, FIRST_STRIDE)
        self.side = np.zeros(problem.members, dtype=np.int64)
        self.room: Room | None = None  # for loads as they are, from when on they are looked at
        self._certified_at, self._certificate_seconds = time.monotonic(), 0.0

    @property
    def bound_minutes(self) -> float | None:
        """The best certified bound so far; None before the first."""
        return self._bound

    @property
    def prices(self) -> Floats | None:
        """(H,) minutes, by household: what taking it is worth; None before the first rounds. Never changed in place."""
        return self._prices

    def start_from(self, assignment: Ints32) -> None:
        """Start from the prices of a plan, (H,) the member of each household. Nothing happens after the first round."""
        if self.epochs == 0:
            member = assignment[self.arrays.household].astype(np.int64)
            self.net = self._alike(prices_from_plan(self.arrays, member))

    def improve(
        self,
        *,
        seconds: float | None = None,
        epochs: int | None = None,
        stop: Callable[[], bool] = lambda: False,
        linear: float | None = None,
    ) -> None:
        """Better prices, for so many seconds or rounds or until `stop` is true, with certificates on the way.

        With rounds alone the same seed gives the same bound. The steps shrink towards the end of what is given.
        After the part `linear` of it loads are looked at as they are, which takes ten times as long and proves more. By
        default that is begun when prices are near and much time is left; never where only rounds are counted.
        """
        if seconds is None and epochs is None:
            epochs = EPOCHS
        budget = _Budget(seconds, epochs, stop)
        if self.epochs == 0:
            self._first_bound()
        first = FIRST_STEP if self.epochs == 0 else LATER_STEP
        given, linear, taken = linear, 1.0 if linear is None else linear, 0.0
        while self.problem.households and not budget.over(self._certificate_seconds):
            part, began = budget.part(), time.monotonic()
            if part < linear:
                self._round(first * (LAST_STEP / first) ** (part / linear))
            else:
                step = EXACT_STEP * (LAST_STEP / EXACT_STEP) ** ((part - linear) / (1.0 - linear))
                self._exact_round(step, lambda: budget.over(self._certificate_seconds))
            taken += (time.monotonic() - began) * (budget.done > 0)  # the first one may load compiled code
            budget.done += 1
            if budget.done == 1 + MEASURED_ROUNDS and seconds is not None and given is None:
                linear = _linear_share(taken / max(seconds, 1e-9))
            if self._certificate_is_due(by_time=seconds is not None):
                self.certify(lambda: budget.over(0.0))
        if budget.done:
            self.certify(lambda: budget.over(0.0))

    def _first_bound(self) -> None:
        """Certify the prices that no plan has touched: a bad plan's prove nothing for the first fifty rounds."""
        self.certify()
        self.average = self.net.copy()

    def certify(self, stop: Callable[[], bool] = lambda: False) -> float:
        """Certify what the average prices and load multipliers prove, minutes; less of it when `stop` says so."""
        began = time.monotonic()
        prices = self._by_household(self._alike(self.average))
        guesses = self.average_multipliers, self.enough + MARGIN
        if self.room is None:
            bound = certified_minutes(self.problem, prices, *guesses)
        else:
            bound = exact_minutes(self.problem, prices, *guesses, over=stop, arrays=self.arrays)
        self._prices = prices
        self._bound = bound if self._bound is None else max(self._bound, bound)
        self._certified_at, self._certificate_seconds = time.monotonic(), time.monotonic() - began
        return bound

    def _round(self, step: float) -> None:
        """Members in random order take what is best for each at the prices that those before them have left.

        A household that has long been taken too seldom or too often moves further each round (heavy ball, Polyak 1964).
        """
        steps = self._steps(step)
        before = self.net.copy()
        epoch(
            self.arrays,
            self.scratch,
            self.net,
            self.multipliers,
            self.enough,
            np.minimum(self.theta, self.enough + MARGIN + step),
            self.random.permutation(self.problem.members),
            self._listed_start,
            self._listed,
            steps,
            self.stride,
            self.side,
            self._wider,
        )
        self._follow(before, steps, DRIFT / step)

    def _exact_round(self, step: float, over: Callable[[], bool]) -> None:
        """As `_round`, with sets that are best by the true charge on load; undone when time is over before its end."""
        if self.room is None:
            self.room = new_room(self.arrays, LABELS)
        steps = self._steps(step)
        before, cost = self.net.copy(), np.full(self.problem.members, -np.inf)
        theta = np.minimum(self.theta, self.enough + MARGIN + step)
        self.net += steps
        order = self.random.permutation(self.problem.members)
        for some in np.array_split(order, -(-len(order) // AT_ONCE)):
            if over():
                self.net = before
                return
            take_turns(
                self.arrays,
                self.scratch,
                self.room,
                True,
                self.net,
                self.multipliers,
                self.enough,
                theta,
                some,
                self._listed_start,
                self._listed,
                steps,
                self.stride,
                self.side,
                cost,
            )
        self._follow(before, steps, EXACT_DRIFT / step)

    def _steps(self, step: float) -> Floats:
        """(H,) by place: how far prices rise this round; buildings are listed anew where that is due."""
        weight = np.maximum(self.net, LEAST_WEIGHED) ** STEP_POWER
        if self.epochs % LISTED_ROUNDS == 0:
            self.theta = self.enough + MARGIN + MARGIN_STEPS * step
            self._list(self.net, self.multipliers, self.theta)
        return step * weight / max(1e-9, float(weight.mean()))

    def _follow(self, before: Floats, steps: Floats, drift: float) -> None:
        """Prices that have long been wrong in one direction move further, and the averages follow."""
        moved = (self.net - before) / steps
        self.drift = REMEMBERED * self.drift + (1.0 - REMEMBERED) * self._alike(moved)
        self.net = self._alike(self.net + min(MOST_DRIFT, drift) * steps * self.drift)
        self.average += AVERAGED * (self.net - self.average)
        self.average_multipliers += AVERAGED * (self.multipliers - self.average_multipliers)
        self.epochs += 1

    def _alike(self, net: Floats) -> Floats:
        """Households that nobody can tell apart get the mean of their prices: never a worse bound, a quieter search."""
        alike = self.arrays.alike
        return (np.bincount(alike, net) / np.maximum(1, np.bincount(alike)))[alike]

    def _list(self, net: Floats, multipliers: Floats, theta: Floats) -> None:
        """The buildings that can matter to each member at these prices."""
        start = self._listed_start
        self._listed = list_buildings(self.arrays, self.scratch.gain, net, multipliers, theta, start, self._listed)

    def _by_household(self, net: Floats) -> Floats:
        """(H,) whole prices in minutes by household, from net prices in tenths by place."""
        prices = np.empty(len(net))
        prices[self.arrays.household] = (net + self.arrays.base) / TENTHS
        return prices

    def _certificate_is_due(self, *, by_time: bool) -> bool:
        if by_time:
            return time.monotonic() - self._certified_at > CERTIFIED_SHARE * self._certificate_seconds
        return self.epochs % CERTIFIED_ROUNDS == 0


def _linear_share(measured: float) -> float:
    """The part of the time after which loads are looked at as they are, 1 for never.

    From the part that MEASURED_ROUNDS have taken: before prices are near, the sets are not worth their search.
    """
    share = max(LINEAR_SHARE, measured * LINEAR_ROUNDS / MEASURED_ROUNDS)
    return share if share <= LATEST_SHARE else 1.0
