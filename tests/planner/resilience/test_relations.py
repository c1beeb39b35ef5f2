"""Who holds the relations together: against taking each member out and counting what is left."""

from __future__ import annotations

import random

import networkx as nx
import pytest

from planner.instance import Instance
from planner.resilience import Articulation, articulation_members
from planner.resilience.relations import relation_graph
from tests.planner.builders import a_household, a_member, a_pair, an_instance, instance_of
from tests.planner.slices import seeds


def by_taking_out(instance: Instance, member: str) -> tuple[int, tuple[tuple[int, int], ...]]:
    """Households alone, and the other parts by (members, households), of what his part falls into without him."""
    graph = relation_graph(instance)
    mine = graph.subgraph(nx.node_connected_component(graph, ("member", member))).copy()
    mine.remove_node(("member", member))
    sizes = []
    for nodes in nx.connected_components(mine):
        members = sum(kind == "member" for kind, _ in nodes)
        sizes.append((members, len(nodes) - members))
    others = sorted((size for size in sizes if size != (0, 1)), reverse=True)
    return sizes.count((0, 1)), tuple(others)


@pytest.mark.parametrize("seed", seeds(ci=30, soak=500))
def test_equals_taking_each_member_out(seed: int) -> None:
    """Exactly those whose part falls into two or more, with the sizes."""
    rng = random.Random(seed)
    members = [f"m{i}" for i in range(rng.randint(1, 8))]
    homes = [f"h{i}" for i in range(rng.randint(0, 14))]
    document = an_instance(
        members=[a_member(m) for m in members],
        households=[a_household(h, current=rng.choice((*members, "left", None))) for h in homes],
        pairs=[
            a_pair(rng.choice(members), rng.choice(homes), rng.choice(("knows", "member_prefers", "avoids")))
            for _ in range(rng.randint(0, 12))
            if homes
        ],
    )
    instance = instance_of(document)
    found = {one.member: (one.alone, one.parts) for one in articulation_members(instance)}
    for member in members:
        alone, parts = by_taking_out(instance, member)
        assert found.get(member) == ((alone, parts) if alone + len(parts) > 1 else None)


def test_in_a_sentence() -> None:
    """What is alone, and what loses its only way."""
    assert Articulation("m1", 2, ((5, 50),)).sentence == "2 households are joined to nobody by service, tie or wish"
    words = Articulation("m1", 0, ((5, 50), (1, 3))).sentence
    assert words == "1 other member and 3 households lose their only way to the rest, in 1 part"
