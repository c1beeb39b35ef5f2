"""Time as a plan counts it: seconds from the start of the process, or from a call where a process does many things."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

START_FIELD = 19  # of /proc/self/stat behind the command's name: ticks from boot to the start (man 5 proc)


def process_age() -> float:
    """Seconds since this process began: exact to a hundredth on Linux, to about a second elsewhere."""
    try:
        stat = Path("/proc/self/stat").read_text()
        ticks = int(stat.rpartition(")")[2].split()[START_FIELD])
        age = time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, AttributeError, IndexError, ValueError):
        age = time.time() - psutil.Process().create_time()
    return max(0.0, age)


def process_started() -> float:
    """When this process began, on the clock of time.monotonic()."""
    return time.monotonic() - process_age()


@dataclass(frozen=True, slots=True)
class Clock:
    """Counts from `started` (time.monotonic()); `seconds` None means that time never is up."""

    started: float
    seconds: float | None

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started

    @property
    def left(self) -> float:
        """Seconds until time is up; below 0 when it was."""
        return float("inf") if self.seconds is None else self.seconds - self.elapsed
