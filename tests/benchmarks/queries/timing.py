"""How long calls take, and how that is told."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of some rounds of the same call, and how many rows one gave.

    `plain`: the median of the same question asked of the files' rows, in memory, in plain Python; None where not asked.
    """

    name: str
    rows: int
    milliseconds: tuple[float, ...]
    plain: float | None = None

    @property
    def median(self) -> float:
        """Half of the rounds took longer."""
        return statistics.median(self.milliseconds)

    @property
    def p99(self) -> float:
        """One round in a hundred took longer; with fewer than a hundred rounds the longest."""
        return sorted(self.milliseconds)[-1 - len(self.milliseconds) // 100]


def timed(name: str, call: Callable[[], int], *, rounds: int, warm: int) -> Timing:
    """Time a call that gives its number of rows, after `warm` calls that do not count."""
    rows = 0
    for _ in range(warm):
        rows = call()
    taken: list[float] = []
    for _ in range(rounds):
        began = time.perf_counter()
        rows = call()
        taken.append((time.perf_counter() - began) * 1000)
    return Timing(name, rows, tuple(taken))


def table(timings: list[Timing]) -> str:
    """A Markdown table."""
    lines = ["| question | rows | median ms | p99 ms | plain Python ms |", "|---|---:|---:|---:|---:|"]
    lines += [f"| {t.name} | {t.rows:,} | {t.median:.1f} | {t.p99:.1f} | {_plain(t)} |" for t in timings]
    return "\n".join(lines)


def _plain(timing: Timing) -> str:
    return "–" if timing.plain is None else f"{timing.plain:.1f}"
