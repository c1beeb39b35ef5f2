"""Which of many cases a test takes: a slice of them in every run, all the others with `make soak`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from _pytest.mark.structures import ParameterSet


def seeds(ci: int, soak: int) -> list[ParameterSet]:
    """Seeds 0 … ci − 1 in every run, the others below `soak` with `make soak` alone."""
    return cases(range(soak), in_ci=lambda seed: seed < ci)


def cases(values: Iterable[Any], *, in_ci: Callable[[Any], bool]) -> list[ParameterSet]:
    """Each value as a case of its own; those that are not `in_ci` are marked as soak."""
    return [pytest.param(value, marks=[] if in_ci(value) else [pytest.mark.soak]) for value in values]
