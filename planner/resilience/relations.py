"""Who holds the web of relations together: members without whom it falls into more parts.

The relation graph joins members and households by who serves whom today and by ties and wishes. A member is an
articulation point of it when those he is joined to have no other way to each other (Hopcroft & Tarjan 1973).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import networkx as nx

from planner.instance import Instance

TIES = ("knows", "household_prefers", "member_prefers")
MEMBER, HOUSEHOLD, BLOCK = "member", "household", "block"
Node = tuple[str, object]
Size = tuple[int, int]  # members, households
ALONE = (0, 1)


@dataclass(frozen=True, slots=True)
class Articulation:
    """A member without whom the part of the graph in which he is falls into `parts`.

    `alone`: households that are joined to nobody then. `parts` are the others by size, (members, households) each, the
    largest first: all but the first hang on him alone.
    """

    member: str
    alone: int
    parts: tuple[Size, ...]

    @property
    def sentence(self) -> str:
        """What it means, for people who do not know graphs; the member is named by whoever tells it."""
        lost: list[str] = []
        if self.alone:
            verb = "household is" if self.alone == 1 else "households are"
            lost.append(f"{self.alone:,} {verb} joined to nobody by service, tie or wish")
        cut = self.parts[1:]
        if cut:
            members, homes = sum(part[0] for part in cut), sum(part[1] for part in cut)
            rest = f"{members:,} other {'member' if members == 1 else 'members'} and {homes:,} households"
            lost.append(f"{rest} lose their only way to the rest, in {len(cut):,} part{'s' if len(cut) > 1 else ''}")
        return "; ".join(lost)


def relation_graph(instance: Instance) -> nx.Graph[Node]:
    """Members and households as nodes (kind, id); an edge where one serves the other today, knows or wishes for it."""
    graph: nx.Graph[Node] = nx.Graph()
    members = {member.id for member in instance.members}
    graph.add_nodes_from((MEMBER, member) for member in members)
    graph.add_nodes_from((HOUSEHOLD, home.id) for home in instance.households)
    for home in instance.households:
        if home.current in members:
            graph.add_edge((MEMBER, home.current), (HOUSEHOLD, home.id))
    for pair in instance.pairs:
        if pair.kind in TIES:
            graph.add_edge((MEMBER, pair.member), (HOUSEHOLD, pair.household))
    return graph


def articulation_members(instance: Instance) -> tuple[Articulation, ...]:
    """The members who hold parts together, those on whom most members hang first, then most households."""
    return tuple(sorted(_articulations(block_forest(relation_graph(instance))), key=_most_first))


def _most_first(one: Articulation) -> tuple[int, int, str]:
    cut = one.parts[1:]
    return -sum(part[0] for part in cut), -one.alone - sum(part[1] for part in cut), one.member


def _articulations(forest: nx.Graph[Node]) -> Iterator[Articulation]:
    """The articulation points that are members, with the sizes of what is left of their part without them.

    Blocks and the points that they share make a tree; what hangs below a point in it are parts, the rest is one more.
    """
    parent, root_of, order = _rooted(forest)
    below = {node: _size(forest.nodes[node]["inside"]) for node in order}
    for node in reversed(order):
        if node in parent:
            below[parent[node]] = _sum(below[parent[node]], below[node])
    for point in order:
        if point[0] == MEMBER:
            sizes = [below[block] for block in forest[point] if block != parent.get(point)]
            if point in parent:
                whole = below[root_of[point]]
                sizes.append((whole[0] - below[point][0], whole[1] - below[point][1]))
            others = sorted((size for size in sizes if size != ALONE), reverse=True)
            yield Articulation(str(point[1]), sizes.count(ALONE), tuple(others))


def _rooted(forest: nx.Graph[Node]) -> tuple[dict[Node, Node], dict[Node, Node], list[Node]]:
    """({node: parent}, {node: root}, nodes with each parent before its children)."""
    parent, root_of, order = dict[Node, Node](), dict[Node, Node](), list[Node]()
    for start in forest:
        if start in root_of:
            continue
        root_of[start], at = start, len(order)
        order.append(start)
        while at < len(order):
            node, at = order[at], at + 1
            for child in forest[node]:
                if child not in root_of:
                    parent[child], root_of[child] = node, start
                    order.append(child)
    return parent, root_of, order


def block_forest(graph: nx.Graph[Node]) -> nx.Graph[Node]:
    """Blocks and articulation points of a graph; `inside` holds the nodes that each stands for."""
    forest: nx.Graph[Node] = nx.Graph()
    points: set[Node] = set(nx.articulation_points(graph))
    forest.add_nodes_from((point, {"inside": {point}}) for point in points)
    blocks: Any = nx.biconnected_components(graph)  # its stub says lists of sets
    for number, nodes in enumerate(blocks):
        block: Node = (BLOCK, number)
        forest.add_node(block, inside=nodes - points)
        forest.add_edges_from((block, point) for point in nodes & points)
    return forest


def _size(nodes: set[Node]) -> Size:
    members = sum(node[0] == MEMBER for node in nodes)
    return members, len(nodes) - members


def _sum(one: Size, other: Size) -> Size:
    return one[0] + other[0], one[1] + other[1]
