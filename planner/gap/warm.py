"""Compiles the kernels of generalised assignment before the clock starts, where this machine has not done so before."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from planner.gap.problem import Gap
from planner.gap.service import solve_gap
from planner.kernels.cache import is_cold
from planner.service import SolveOptions

KERNELS = ("gap_chain", "gap_prices")  # files
COMPILING_SECONDS = 15  # about, on an ordinary machine


def compile_gap_if_cold(tell: Callable[[str], None]) -> float:
    """Compile what is not compiled yet, after saying so; the seconds that it took, 0 where there was nothing to do."""
    if not is_cold(KERNELS):
        return 0.0
    began = time.monotonic()
    tell(f"Compiling the search once (about {COMPILING_SECONDS} s)")
    compile_gap_kernels()
    return time.monotonic() - began


def compile_gap_kernels() -> None:
    """Plan three jobs of which each agent can have two, so that every kernel is compiled and kept."""
    cost = np.array([[1, 2, 3], [3, 2, 1]])
    solve_gap(Gap("warm", "", cost, np.ones((2, 3), dtype=np.int64), np.array([2, 2])), SolveOptions(work=100))
