"""Lower bounds on moves, and proofs that nothing is possible, by prices of places: any prices give a valid bound.

The prices come from a plain search (planner.checks.paths); what is claimed rests on `bound_from_prices` alone, which is
weak duality: charge every household u_m (and w_m, if orange) at member m, let each take the cheapest permitted member,
and give back what the bounds could have earned at most (Bertsimas & Tsitsiklis, Introduction to Linear Optimization,
1997, section 4.3).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from planner.checks.facts import permitted
from planner.checks.paths import Crowd, Network, Prices, find_prices
from planner.checks.takers import Takers, bits


def bound_from_prices(network: Network, prices: Prices, move_cost: int) -> float:
    """Fewest moves (× move_cost) of any plan, at least.

    Σ_h min over permitted m of (move_cost·[m is not h's current] + u_m + w_m·[h is orange])
    − Σ_m (u_m·hi if u_m > 0 else u_m·lo) − Σ_m w_m·orange limit, for any u and any w ≥ 0.
    """
    cheapest: dict[tuple[int, bool], float] = {}
    total = 0.0
    for crowd in network.crowds:
        key = (crowd.mask, crowd.orange)
        if key not in cheapest:
            cheapest[key] = min((prices.at(m, orange=crowd.orange) for m in bits(crowd.mask)), default=math.inf)
        leaving = cheapest[key] + (move_cost if crowd.current is not None else 0)
        staying = math.inf if crowd.current is None else prices.at(crowd.current, orange=crowd.orange)
        total += crowd.count * min(leaving, staying)
    for m, (low, high, limit) in enumerate(zip(network.low, network.high, network.orange, strict=True)):
        u = prices.place[m]
        total -= u * (high if u > 0 else low) + prices.orange[m] * limit
    return total


def fewest_moves_bound(takers: Takers) -> int | None:
    """Every plan needs at least so many moves; None when it is proven that there is no plan with any number."""
    network = _whole(takers, with_current=True)
    prices = find_prices(network)
    if prices.impossible and bound_from_prices(network, prices, 0) > 0:
        return None
    return max(0, math.ceil(bound_from_prices(network, prices, 1)))


def proven_impossible(takers: Takers, households: Sequence[str], members: Sequence[str]) -> bool:
    """Whether no plan serves all of `households` and keeps bounds and orange limit of all of `members`.

    Other households may stay without a member and other members take any number. An empty list means all.
    """
    network = _whole(takers, with_current=False)
    if households or members:
        network = _only(takers, network, set(households), set(members))
    return bound_from_prices(network, find_prices(network), 0) > 0


def _whole(takers: Takers, *, with_current: bool) -> Network:
    facts = takers.facts
    index = {member: i for i, member in enumerate(takers.ids)}
    counts: Counter[tuple[int, bool, int | None]] = Counter()
    for home in facts.instance.households:
        current = index.get(home.current or "") if with_current else None
        if current is not None and not permitted(facts, facts.instance.members[current], home):
            current = None
        counts[takers.of(home), home.risk == "orange", current] += 1
    bounds = [facts.instance.bounds(member) for member in facts.instance.members]
    return Network(
        tuple(Crowd(mask, orange, current, count) for (mask, orange, current), count in counts.items()),
        tuple(low for low, _ in bounds),
        tuple(min(high, len(facts.households)) if low <= len(facts.households) else high for low, high in bounds),
        tuple(facts.instance.rules.orange_per_member for _ in bounds),
    )


def _only(takers: Takers, network: Network, households: set[str], members: set[str]) -> Network:
    """The network where only these households need a member and only these members have bounds.

    A stand-in after the last member takes the households that need none.
    """
    everything = len(takers.facts.households)
    counts: Counter[tuple[int, bool]] = Counter()
    stand_in = 1 << len(takers.ids)
    for home in takers.facts.instance.households:
        optional = households and home.id not in households
        counts[takers.of(home) | (stand_in if optional else 0), home.risk == "orange"] += 1
    bound = [not members or member in members for member in takers.ids]
    return Network(
        tuple(Crowd(mask, orange, None, count) for (mask, orange), count in counts.items()),
        (*(low if b else 0 for low, b in zip(network.low, bound, strict=True)), 0),
        (*(high if b else everything for high, b in zip(network.high, bound, strict=True)), everything),
        (*(limit if b else everything for limit, b in zip(network.orange, bound, strict=True)), everything),
    )
