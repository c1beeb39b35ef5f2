"""Time from the start of the process."""

from __future__ import annotations

import subprocess
import sys
import time

from planner.clock import Clock, process_age


def test_the_age_of_a_process() -> None:
    """A process that slept a second says so to within what its start takes; it is not older than the one that waits."""
    code = "import time; time.sleep(1); from planner.clock import process_age; print(process_age())"
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert 0.9 < float(done.stdout) < time.monotonic() - began + 0.1


def test_ages_grow() -> None:
    """Two looks at the same process."""
    first = process_age()
    time.sleep(0.05)
    assert process_age() > first


def test_a_clock_without_a_limit_never_ends() -> None:
    """`left` is endless then; with a limit it falls below 0."""
    assert Clock(time.monotonic(), None).left == float("inf")
    assert Clock(time.monotonic() - 5, 3.0).left < -1.9
