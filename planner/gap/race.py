"""Two searchers and the bound side by side, on two cores: in time, or by counted work."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from planner.clock import Clock
from planner.gap.bounder import GapBounder, Linear
from planner.gap.exact import Proof, Prover
from planner.gap.impossible import cause_by_prices
from planner.gap.problem import Gap
from planner.gap.search import WARMTHS, GapSearch
from planner.plan_file import Cause, Progress
from planner.problem import Ints

FINISHING_SECONDS = 0.4  # of the recount and of writing
FIRST_CHAINS_PER_JOB = 100  # in the first run: a tenth of a second
RUN_SECONDS_PER_JOB, MOST_RUN_SECONDS = 0.02, 20.0
RUN_CHAINS_PER_JOB, MOST_RUN_CHAINS = 25_000, 20_000_000
BOUND_SHARE = 0.12  # of the time
PROOF_SHARE = 0.3  # of the time that is left, for one thread
REPORT_SECONDS = 0.5
JOIN_SECONDS = 0.2


@dataclass(slots=True)
class Race:
    """Everything that runs. The first searcher is in the calling thread; bound, proof and the second in another."""

    gap: Gap
    linear: Linear
    clock: Clock
    seed: int
    work: int | None
    tell: Callable[[Progress], None]
    interrupted: Callable[[], bool]
    progress: list[Progress] = field(default_factory=list[Progress])
    proof: Proof | None = None
    cause: Cause | None = None  # when prices prove that there is no plan
    errors: list[BaseException] = field(default_factory=list[BaseException])
    over: threading.Event = field(default_factory=threading.Event)
    searchers: tuple[GapSearch, GapSearch] = field(init=False)
    bounder: GapBounder = field(init=False)
    prover: Prover = field(init=False)
    deadline: float = field(init=False)

    def __post_init__(self) -> None:
        self.deadline = time.monotonic() + self.clock.left - FINISHING_SECONDS
        one, other = (GapSearch(self.gap, self.linear, 2 * self.seed + k, WARMTHS[k]) for k in range(2))
        self.searchers = (one, other)
        self.bounder = GapBounder(self.gap, self.linear, self.seed)
        self.prover = Prover(self.gap, self.linear)

    def run(self) -> None:
        """Until time or work is up, the best plan is proven, or somebody says stop. Raises what a thread raised."""
        beside = threading.Thread(target=self._beside, name="bound and second search", daemon=True)
        beside.start()
        try:
            self._first_run(self.searchers[0], self.interrupted)
            self._later_runs(self.searchers[0], self._ended_in_front)
        finally:
            if self.work is None or self.interrupted() or time.monotonic() >= self.deadline:
                self.end()
            while beside.is_alive():
                beside.join(JOIN_SECONDS)
                if self.over.is_set() or self.interrupted():
                    self.end()  # again: a solver that is only just beginning does not hear it
        if self.errors:
            raise self.errors[0]
        self.report()

    def end(self) -> None:
        """Tell everything that runs to end."""
        self.over.set()
        self.prover.stop()

    @property
    def best(self) -> tuple[int, Ints] | None:
        """Cost and owners of the cheapest plan; of equal ones always the same, whoever was first."""
        owners = [s.best for s in self.searchers[::-1] if s.best is not None]
        if self.proof is not None and self.proof.owner is not None:
            owners.insert(0, self.proof.owner)
        return min(((self.gap.cost_of(owner), owner) for owner in owners), key=lambda plan: plan[0], default=None)

    @property
    def bound(self) -> int:
        """The best proven bound, in 1 / cost_scale."""
        if self.proof is not None and self.proof.owner is not None:
            return max(self.bounder.bound, self.gap.cost_of(self.proof.owner))
        return self.bounder.bound

    def report(self) -> None:
        """Note and tell how far it is, as soon as there is a plan."""
        best, scale = self.best, self.gap.cost_scale
        if best is not None:
            self.progress.append(Progress(self.clock.elapsed, best[0] / scale, min(self.bound, best[0]) / scale))
            self.tell(self.progress[-1])

    def _answered(self) -> bool:
        """Whether there is a proof, of a plan or that there is none."""
        return self.proof is not None or self.cause is not None

    def _done(self) -> bool:
        best = self.best
        return self._answered() or (best is not None and best[0] <= self.bound)

    def _ended_in_front(self) -> bool:
        """Asked after each chunk of the first searcher. Where work is counted, how far others are has no say."""
        if not self.progress or self.clock.elapsed - self.progress[-1].seconds >= REPORT_SECONDS:
            self.report()
        stop = self.interrupted() or bool(self.errors) or time.monotonic() >= self.deadline
        return stop or (self.work is None and self._done())

    def _ended_beside(self) -> bool:
        return self.over.is_set() or (self.work is None and self._done())

    def _beside(self) -> None:
        """The other thread: a first run, the bound, a proof if it may succeed, then as the first searcher."""
        try:
            searcher = self.searchers[1]
            self.bounder.improve(self._ended_beside, self._seconds(BOUND_SHARE), self.work)
            self._first_run(searcher, self._ended_beside)
            if all(s.best is None for s in self.searchers):
                self.cause = cause_by_prices(self.gap)
            self._prove(searcher)
            if not (self._answered() or self._ended_beside()):
                self._later_runs(searcher, self._ended_beside)
        except BaseException as error:
            self.errors.append(error)

    def _seconds(self, share: float) -> float | None:
        """A share of the time that is left, or None where work is counted."""
        return None if self.work is not None else max(0.0, share * (self.deadline - time.monotonic()))

    def _first_run(self, searcher: GapSearch, stop: Callable[[], bool]) -> None:
        """A short one of counted work, so that there is a plan even where there is little time."""
        searcher.run_work(0, self._first_chains(), stop)

    def _first_chains(self) -> int:
        chains = FIRST_CHAINS_PER_JOB * self.gap.jobs
        return chains if self.work is None else min(chains, self.work // 4 + 1)

    def _prove(self, searcher: GapSearch) -> None:
        """A proof from the plan that this thread has; without one only of a problem that is small."""
        proven = searcher.cost is not None and searcher.cost <= self.bounder.bound
        if proven or self._answered() or self._ended_beside():
            return
        if self.prover.small if searcher.best is None else self.prover.is_promising(searcher.best):
            share = 1.0 if self.prover.small else PROOF_SHARE
            self.proof = self.prover.prove(searcher.best, self._seconds(share), self.work or 0)

    def _later_runs(self, searcher: GapSearch, stop: Callable[[], bool]) -> None:
        """Runs 1, 2, … of about the same length until time or work is up."""
        if self.work is not None:
            self._later_by_work(searcher, self.work // 2 - self._first_chains(), stop)
            return
        began = time.monotonic()
        length = min(MOST_RUN_SECONDS, RUN_SECONDS_PER_JOB * self.gap.jobs)
        runs = max(1, round((self.deadline - began) / length))
        for k in range(runs):
            if stop():
                return
            until = began + (self.deadline - began) * (k + 1) / runs
            searcher.run_seconds(1 + k, time.monotonic(), until, stop)

    def _later_by_work(self, searcher: GapSearch, left: int, stop: Callable[[], bool]) -> None:
        runs = max(1, round(left / min(MOST_RUN_CHAINS, RUN_CHAINS_PER_JOB * self.gap.jobs)))
        for k in range(runs):
            if left <= 0 or stop():
                return
            searcher.run_work(1 + k, left * (k + 1) // runs - left * k // runs, stop)
