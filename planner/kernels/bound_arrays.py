"""The bound's arrays: what its kernels do not change."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

ANYBODY = -1  # may take a household that is not pinned
ANY_NUMBER = -1


class BoundArrays(NamedTuple):
    """Members m, buildings b, and places i: the households sorted by building, then by visits. Costs in tenths.

    What a member pays for a household, trips, buildings and load apart, is `base[i]` less his gain for it.
    """

    household: Ints  # (H,) which household stands at place i
    start: Ints  # (B + 1,) building b has the places start[b] : start[b + 1]
    visits: Floats  # (H,)
    service: Floats  # (H,)
    orange: Bools  # (H,)
    base: Floats  # (H,) best tie, and churn where somebody serves it today
    only: Ints  # (H,) ANYBODY; a member: he alone; else nobody
    alike: Ints  # (H,) places with the same number are alike to every member
    walk: Floats  # (M, B)
    reachable: Bools  # (M, B)
    senior: Bools  # (M,)
    low: Ints  # (M,) no more than he may take
    high: Ints  # (M,) no more than he may take; ANY_NUMBER: not counted
    orange_high: Ints  # (M,) most orange households; ANY_NUMBER: not counted
    gain_start: Ints  # (M + 1,)
    gain_place: Ints
    gain: Floats  # ties and churn that the pair saves; hugely negative for avoided pairs
    slope: Floats  # (K + 1,) of the charge on load, ascending
    kink: Floats  # (M, K) load at which slope k gives way to slope k + 1
    at_zero: Floats  # (M,) charge on no load at all
    building_cost: float
