"""Proofs by prices: exact on random problems against another solver, and valid whatever the prices."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.checks import Takers, facts_of
from planner.checks.paths import Crowd, Network, Prices, find_prices
from planner.checks.proof import bound_from_prices, fewest_moves_bound, proven_impossible
from planner.problem import build_problem
from tests.planner.builders import a_household, a_member, an_instance, instance_of, random_instance
from tests.planner.by_networkx import fewest_moves_by_networkx
from tests.planner.slices import seeds


def test_the_fewest_moves_by_hand() -> None:
    """m1 serves three today and may have two: one moves. Nobody has to when he may have three."""
    document = an_instance(
        rules={"households_per_member": [0, 2]},
        members=[a_member("m1"), a_member("m2")],
        households=[a_household(f"h{i}", current="m1") for i in range(3)],
    )
    assert fewest_moves_bound(Takers(facts_of(instance_of(document)))) == 1
    document["rules"]["households_per_member"] = [0, 3]
    assert fewest_moves_bound(Takers(facts_of(instance_of(document)))) == 0
    document["rules"]["households_per_member"] = [2, 3]
    assert fewest_moves_bound(Takers(facts_of(instance_of(document)))) is None


@pytest.mark.parametrize("seed", seeds(ci=40, soak=250))
def test_fewest_moves_and_impossibility_equal_another_solver(seed: int) -> None:
    """What the recount can prove is exactly what networkx finds."""
    instance = instance_of(random_instance(random.Random(seed), members=6, households=16, planted=seed % 3 == 0))
    expected = fewest_moves_by_networkx(build_problem(instance))
    takers = Takers(facts_of(instance))
    assert fewest_moves_bound(takers) == expected
    assert proven_impossible(takers, [], []) is (expected is None)


crowds = st.builds(
    Crowd,
    mask=st.integers(0, 7),
    orange=st.booleans(),
    current=st.none() | st.integers(0, 2),
    count=st.integers(1, 2),
).map(lambda c: c if c.current is None or c.mask >> c.current & 1 else Crowd(c.mask, c.orange, None, c.count))
bounds = st.tuples(st.integers(0, 2), st.integers(0, 3)).map(lambda pair: (pair[0], pair[0] + pair[1]))
networks = st.builds(
    lambda some, pairs, orange: Network(
        tuple(some), tuple(low for low, _ in pairs), tuple(high for _, high in pairs), tuple(orange)
    ),
    st.lists(crowds, max_size=3),
    st.lists(bounds, min_size=3, max_size=3),
    st.lists(st.integers(0, 2), min_size=3, max_size=3),
)
prices = st.builds(
    Prices,
    st.tuples(*[st.integers(-3, 3)] * 3),
    st.tuples(*[st.integers(0, 3)] * 3),
    impossible=st.booleans(),
)


def fewest_by_trying(network: Network) -> int | None:
    """Every assignment of every household, one by one."""
    homes = [crowd for crowd in network.crowds for _ in range(crowd.count)]
    best: int | None = None
    for chosen in itertools.product(range(3), repeat=len(homes)):
        pairs = list(zip(homes, chosen, strict=True))
        counts = [chosen.count(m) for m in range(3)]
        orange = [sum(home.orange and n == m for home, n in pairs) for m in range(3)]
        legal = all(home.mask >> m & 1 for home, m in pairs) and all(
            network.low[m] <= counts[m] <= network.high[m] and orange[m] <= network.orange[m] for m in range(3)
        )
        if legal:
            moves = sum(home.current is not None and home.current != m for home, m in pairs)
            best = moves if best is None else min(best, moves)
    return best


@pytest.mark.parametrize("_turn", seeds(ci=1, soak=4))
@given(networks, prices)
@settings(max_examples=80, deadline=None)
def test_no_prices_prove_more_than_is_true(_turn: int, network: Network, some: Prices) -> None:
    """Any prices give a valid bound, and never prove a possible network impossible."""
    fewest = fewest_by_trying(network)
    if fewest is not None:
        assert bound_from_prices(network, some, 1) <= fewest
        assert bound_from_prices(network, some, 0) <= 0


@pytest.mark.parametrize("_turn", seeds(ci=1, soak=4))
@given(networks)
@settings(max_examples=80, deadline=None)
def test_the_prices_found_are_the_best(_turn: int, network: Network) -> None:
    """The search's prices prove exactly the fewest moves, or that there is no plan."""
    fewest, found = fewest_by_trying(network), find_prices(network)
    assert found.impossible is (fewest is None)
    if fewest is None:
        assert bound_from_prices(network, found, 0) > 0
    else:
        assert bound_from_prices(network, found, 1) == fewest


def test_only_what_is_named_has_to_be_served() -> None:
    """Two households for one place are impossible; one of them named alone is not."""
    document = an_instance(rules={"households_per_member": [0, 1]}, households=[a_household("h1"), a_household("h2")])
    takers = Takers(facts_of(instance_of(document)))
    assert proven_impossible(takers, ["h1", "h2"], ["m1"])
    assert proven_impossible(takers, ["h1", "h2"], [])
    assert not proven_impossible(takers, ["h1"], ["m1"])
