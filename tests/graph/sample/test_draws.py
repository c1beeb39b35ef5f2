"""Shares add up, and chance can be repeated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.sample.draws import apportion, pick, shuffled, some, stream


def test_apportion_by_hand() -> None:
    """10 by weights 1, 1, 2 is 2.5, 2.5, 5: the first of the equal remainders gets the odd one. No weights: alike."""
    assert apportion(10, [1, 1, 2]) == [3, 2, 5]
    assert apportion(5, [0, 0], least=2) == [3, 2]
    assert apportion(0, []) == []


@given(st.integers(0, 500), st.lists(st.floats(0, 10), min_size=1, max_size=20), st.integers(0, 3))
def test_shares_add_up(total: int, weights: list[float], least: int) -> None:
    """The shares are `total` in all, none below `least`."""
    if total < least * len(weights):
        with pytest.raises(ValueError, match="cannot be shared"):
            apportion(total, weights, least=least)
        return
    shares = apportion(total, weights, least=least)
    assert sum(shares) == total
    assert min(shares) >= least


def test_streams_repeat_and_differ() -> None:
    """The same seed and subject give the same numbers, another subject or seed others."""
    one, same, other, later = stream(1, "a"), stream(1, "a"), stream(1, "b"), stream(2, "a")
    first = one.integers(1_000_000)
    assert first == same.integers(1_000_000)
    assert first != other.integers(1_000_000)
    assert first != later.integers(1_000_000)


def test_draws_take_from_what_is_given() -> None:
    """`some` keeps the order and takes all when fewer are there; `shuffled` loses none."""
    rng = stream(1, "draws")
    assert pick(rng, ("only",)) == "only"
    assert some(rng, [1, 2, 3], 5) == [1, 2, 3]
    assert some(rng, [], 2) == []
    chosen = some(rng, list(range(100)), 10)
    assert chosen == sorted(set(chosen))
    assert len(chosen) == 10
    assert sorted(shuffled(rng, [3, 1, 2])) == [1, 2, 3]
