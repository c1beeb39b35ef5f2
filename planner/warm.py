"""Compiles the kernels before the clock starts, where this machine has not compiled them before."""

from __future__ import annotations

import time
from collections.abc import Callable

from graph.rules import default_rules
from planner.instance import Building, Household, Instance, Member
from planner.kernels.cache import is_cold

COMPILING_SECONDS = 80  # about, on an ordinary machine


def compile_if_cold(tell: Callable[[str], None]) -> float:
    """Compile what is not compiled yet, after saying so; the seconds that it took, 0 where there was nothing to do."""
    if not is_cold():
        return 0.0
    began = time.monotonic()
    tell(f"Compiling the search once (about {COMPILING_SECONDS} s)")
    compile_kernels()
    return time.monotonic() - began


def compile_kernels() -> None:
    """Plan two households, so that every kernel is compiled and kept; some milliseconds when they are kept already."""
    from planner.bound.bounder import Bounder
    from planner.problem import build_problem
    from planner.service import SolveOptions, solve

    members = tuple(Member(f"m{i}", 100.0 * i, 0.0, senior=True, households=(0, 2)) for i in range(2))
    buildings = (Building("b", 50.0, 50.0),)
    households = tuple(Household(f"h{i}", "b", risk, current="m0") for i, risk in enumerate(("green", "orange")))
    instance = Instance("warm", default_rules(), members, buildings, households, ())
    solve(instance, SolveOptions(work=1000))
    Bounder(build_problem(instance)).improve(epochs=1, linear=0.0)  # by what loads are looked at where time is long
