"""Random draws inside compiled code: xorshift64*, one word of state (Vigna 2016), the same on every machine."""

# pyright: reportUntypedFunctionDecorator=none, reportCallIssue=none

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Word = NDArray[np.uint64]

# Every function of the search becomes part of `anneal`. Passed as arguments, the arrays of a tuple cost 0.2 µs a call,
# and counting references to them as much again; nothing here allocates, so there is nothing to count.
step = njit(cache=True, nogil=True, _nrt=False, forceinline=True, error_model="numpy")


@step
def bits(word: Word) -> np.uint64:
    """The next 32 random bits; `word` is the (1,) state and never 0."""
    x = word[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    word[0] = x
    return (x * np.uint64(2685821657736338717)) >> np.uint64(32)


@step
def below(word: Word, n: int) -> int:
    """A whole number in [0, n), for 0 < n < 2³¹."""
    return np.int64((bits(word) * np.uint64(n)) >> np.uint64(32))


@step
def chance(word: Word, percent: int) -> bool:
    """True in so many of a hundred draws."""
    return below(word, 100) < percent


@step
def unit(word: Word) -> float:
    """A number in (0, 1)."""
    return (np.float64(bits(word)) + 0.5) * (1.0 / 4294967296.0)
