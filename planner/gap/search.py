"""The search for plans: annealing over chains, again and again, from the prices each time."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from planner.gap.bounder import Linear
from planner.gap.problem import Gap
from planner.kernels.gap_chain import BEST, Pairs, State, anneal_chains, lay_out
from planner.problem import Floats, Ints, Ints32

NEAR = 16  # agents of least reduced cost that a job keeps
TRIED_PER_JOB = 4.5  # pairs, on average; measured: fewer miss chains, more thin them out
DRAWS, LONGEST, SHIFTS = 10, 5, 30  # jobs a link, links a chain, and per cent of chains with a single link
HOT, COLD = 0.004, 0.002  # temperature in (mean price · mean use)
SOFT, FIRM = 0.15, 12.0  # ρ in 1 / mean use
EVEN, STEEP = 1.0, 100.0  # σ
WARMTHS = ((1.0, 1.0, 0.5, 2.0), (1.0, 0.5, 2.0, 1.0))  # of two searchers by run: instances like different ones best
FIRST_CHUNK, COUNTED_CHUNK, CHUNK_SECONDS = 5_000, 50_000, 0.1


@dataclass(frozen=True, slots=True)
class _Scale:
    """What temperature and ρ are measured in."""

    energy: float
    use: float


class GapSearch:
    """One searcher. `best`: the cheapest plan within all capacities so far, `cost` its cost; None before the first."""

    def __init__(self, gap: Gap, linear: Linear, seed: int, warmths: tuple[float, ...] = WARMTHS[0]) -> None:
        self.gap, self.warmths = gap, warmths
        self.results: list[float] = []  # of the runs: Σ r + Σ v·slack
        self.pairs = _pairs(gap, linear)
        self.scale = _scale(gap, self.pairs)
        self.random = np.random.default_rng(seed)
        self.best: Ints | None = None
        self.cost: int | None = None
        self.chains = 0

    def run_seconds(self, run: int, begun: float, until: float, stop: Callable[[], bool]) -> None:
        """Anneal from `begun` to `until` (time.monotonic()), or until `stop`, asked after each chunk, says so."""
        state, chains = self._start(run), FIRST_CHUNK
        now = begun
        while now < until:
            done = (now - begun) / (until - begun)
            ahead = min(1.0, done + CHUNK_SECONDS / (until - begun))
            self._chunk(state, run, chains, done, ahead)
            before, now = now, time.monotonic()
            chains = max(500, round(chains * min(4.0, CHUNK_SECONDS / max(1e-3, now - before))))
            if stop():
                return
        self.results.append(float(state.total[BEST]))

    def run_work(self, run: int, work: int, stop: Callable[[], bool]) -> None:
        """Anneal for so many chains: the same on any machine."""
        state, done = self._start(run), 0
        while done < work:
            chains = min(COUNTED_CHUNK, max(1000, work // 40), work - done)
            self._chunk(state, run, chains, done / work, (done + chains) / work)
            done += chains
            if stop():
                return
        self.results.append(float(state.total[BEST]))

    def warmth(self, run: int) -> float:
        """Each of the warmths in turn; when all had theirs, every second time that of the best run but the first."""
        if run < len(self.warmths) or run % 2 or len(self.results) < len(self.warmths):
            return self.warmths[run % len(self.warmths)]
        return self.warmth(1 + int(np.argmin(self.results[1 : len(self.warmths)])))

    def new_state(self) -> State:
        """Every job at its cheapest agent at the prices, by chance at one of them where several are; not laid out."""
        return _state(self.gap, self.pairs, self.random)

    def _start(self, run: int) -> State:
        state = self.new_state()
        lay_out(self.pairs, state, self.gap.capacity)
        self._keep(state)
        return state

    def _chunk(self, state: State, run: int, chains: int, done: float, ahead: float) -> None:
        warmth = self.warmth(run) * self.scale.energy
        rho = SOFT * (FIRM / SOFT) ** done / self.scale.use
        sigma = EVEN * (STEEP / EVEN) ** done
        hot, cold = (warmth * HOT * (COLD / HOT) ** part for part in (done, ahead))
        anneal_chains(self.pairs, state, chains, hot, cold, rho, sigma, DRAWS, LONGEST, SHIFTS)
        self.chains += chains
        self._keep(state)

    def _keep(self, state: State) -> None:
        if not np.isfinite(state.total[BEST]):
            return
        cost = self.gap.cost_of(state.best)
        if (self.cost is None or cost < self.cost) and self.gap.within_capacity(state.best):
            self.best, self.cost = state.best.copy(), cost


def _pairs(gap: Gap, linear: Linear) -> Pairs:
    reduced = linear.reduced
    kept = min(NEAR, gap.agents)
    near = np.argsort(reduced, axis=1, kind="stable")[:, :kept]
    value = np.take_along_axis(reduced, near, axis=1)
    order = np.argsort(value.ravel(), kind="stable")
    finite = int(np.isfinite(value).sum())
    wanted = round(gap.jobs * min(TRIED_PER_JOB, 1 + gap.agents / 2))
    tried = max(1, min(finite, wanted))
    reach = float(value.ravel()[order[tried - 1]])
    return Pairs(
        pair=np.ascontiguousarray(np.stack([reduced, gap.use.T.astype(np.float64)], axis=2)),
        price=_price(gap, linear),
        near=np.ascontiguousarray(near.astype(np.int32)),
        near_count=np.maximum(1, (value <= reach).sum(axis=1)).astype(np.int64),
        job=(order // kept).astype(np.int32),
        agent=near.ravel()[order].astype(np.int32),
        tried=tried,
        reach=reach,
    )


def _price(gap: Gap, linear: Linear) -> Floats:
    """Prices of capacity, none of them 0: an excess must cost something."""
    least = max(0.01 * float(linear.price.mean()), 1e-3 * float(np.abs(gap.cost).mean()) / max(1, gap.use.mean()), 1e-6)
    return np.maximum(linear.price, least)


def _scale(gap: Gap, pairs: Pairs) -> _Scale:
    first: Ints32 = pairs.near[:, 0]
    use = max(1e-3, float(pairs.pair[np.arange(gap.jobs), first, 1].mean()))
    return _Scale(float(pairs.price.mean()) * use, use)


def _state(gap: Gap, pairs: Pairs, random: np.random.Generator) -> State:
    agents, jobs = gap.agents, gap.jobs
    as_good = (pairs.pair[np.arange(jobs)[:, None], pairs.near, 0] <= 0.0).sum(axis=1)
    owner = pairs.near[np.arange(jobs), (random.random(jobs) * np.maximum(1, as_good)).astype(np.int64)]
    return State(
        owner=owner.astype(np.int64),
        place=np.zeros(jobs, dtype=np.int64),
        row=np.zeros((agents, jobs), dtype=np.int32),
        held=np.zeros(agents, dtype=np.int64),
        over=np.zeros(agents),
        charge=np.zeros(agents),
        best=np.zeros(jobs, dtype=np.int64),
        total=np.array([0.0, np.inf, 0.0]),
        chain_job=np.zeros(LONGEST, dtype=np.int64),
        chain_agent=np.zeros(LONGEST, dtype=np.int64),
        seen=np.zeros(agents, dtype=np.int64),
        word=random.integers(1, 2**63, 1, dtype=np.uint64) | np.uint64(1),
    )
