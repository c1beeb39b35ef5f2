"""The kernels of generalised assignment are compiled once, and that is said."""

from __future__ import annotations

import pytest

from planner.gap import warm
from planner.kernels.cache import is_cold


def test_what_is_compiled_is_not_compiled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing said, no seconds; a cold start says so and takes some."""
    said: list[str] = []
    monkeypatch.setattr(warm, "is_cold", lambda _: False)
    assert warm.compile_gap_if_cold(said.append) == 0.0
    assert said == []
    monkeypatch.setattr(warm, "is_cold", lambda _: True)
    assert warm.compile_gap_if_cold(said.append) > 0.0
    assert "Compiling" in said[0]


def test_after_compiling_both_files_are_kept() -> None:
    """In the folder that the cache looks at."""
    warm.compile_gap_kernels()
    assert not is_cold(warm.KERNELS)
    assert is_cold(("no_such_kernel",))
