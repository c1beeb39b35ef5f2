"""Measures of how evenly work is shared, by hand."""

from __future__ import annotations

import pytest

from planner.fairness import fairness_of


def test_all_alike_is_fair() -> None:
    """Three members at their target: nothing deviates."""
    assert fairness_of([1.0, 1.0, 1.0]).gini == 0.0
    assert fairness_of([1.0, 1.0, 1.0]).deviation == 0.0


def test_one_has_it_all() -> None:
    """0, 0, 0, 4: the Gini coefficient of n members of whom one has all is (n − 1) / n = 3/4."""
    fairness = fairness_of([4.0, 0.0, 0.0, 0.0])
    assert fairness.gini == pytest.approx(0.75)
    assert fairness.largest == 4.0


def test_nobody_works() -> None:
    """No work is shared evenly; no division by nought."""
    assert fairness_of([0.0, 0.0]).gini == 0.0
    assert fairness_of([]).largest == 0.0
