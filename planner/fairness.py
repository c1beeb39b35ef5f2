"""How evenly the work is shared: workloads over targets, in the usual measures of inequality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Fairness:
    """Of L_m / T_m over all members: 1 is exactly the target.

    `largest` and `p90` (nine of ten members have no more); `deviation`, the standard deviation; `gini`, half the mean
    difference of two members over the mean (Gini 1912): 0 when all have the same, near 1 when one has it all.
    """

    largest: float
    p90: float
    deviation: float
    gini: float


def fairness_of(ratios: Sequence[float]) -> Fairness:
    """The measures of workloads over targets, one a member."""
    sorted_ratios = np.sort(np.asarray(ratios, dtype=np.float64))
    count, total = len(sorted_ratios), float(sorted_ratios.sum())
    if count == 0 or total <= 0:
        return Fairness(0.0, 0.0, 0.0, 0.0)
    ranks = 2 * np.arange(1, count + 1) - count - 1
    return Fairness(
        largest=float(sorted_ratios[-1]),
        p90=float(np.quantile(sorted_ratios, 0.9)),
        deviation=float(sorted_ratios.std()),
        gini=float((ranks * sorted_ratios).sum() / (count * total)),
    )
