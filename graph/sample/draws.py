"""Repeatable chance: one stream of random numbers for each subject, and a few ways to draw from it."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any, TypeVar, cast

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

T = TypeVar("T")


def stream(seed: int, subject: str) -> Generator:
    """The random numbers of one subject: another subject may draw more without changing them."""
    return np.random.default_rng([seed, zlib.crc32(subject.encode())])


def apportion(total: int, weights: Sequence[float], *, least: int = 0) -> list[int]:
    """Whole shares of `total` by `weights` (all 0: alike), each at least `least`, by largest remainder.

    Raises ValueError when `total` is too small for `least` each.
    """
    spare = total - least * len(weights)
    if spare < 0:
        raise ValueError(f"{total} cannot be shared by {len(weights)} parts of at least {least}")
    fair = weights if any(weights) else [1.0] * len(weights)
    whole = sum(fair)
    exact = [spare * weight / whole for weight in fair]
    shares = [int(part) for part in exact]
    by_remainder = sorted(range(len(weights)), key=lambda i: (shares[i] - exact[i], i))
    for i in by_remainder[: spare - sum(shares)]:
        shares[i] += 1
    return [share + least for share in shares]


def pick(rng: Generator, options: Sequence[T]) -> T:
    """One of `options`, all alike."""
    return options[int(rng.integers(len(options)))]


def some(rng: Generator, options: Sequence[T], count: int) -> list[T]:
    """`count` different ones of `options` (all, if fewer), in the order of `options`."""
    return [options[i] for i in sorted(ints(cast("Any", rng.permutation(len(options))))[:count])]


def ints(array: NDArray[np.int64]) -> list[int]:
    """A row of whole numbers as plain ones."""
    return cast("list[int]", array.tolist())


def floats(array: NDArray[np.float64]) -> list[float]:
    """A row of numbers as plain ones."""
    return cast("list[float]", array.tolist())


def shuffled(rng: Generator, options: Sequence[T]) -> list[T]:
    """All of `options` in a random order."""
    return [options[i] for i in ints(cast("Any", rng.permutation(len(options))))]
