"""The same questions asked of networkx: whether a plan exists, and the fewest moves of any."""

from __future__ import annotations

import networkx as nx
import numpy as np

from planner.problem import Problem


def fewest_moves_by_networkx(problem: Problem) -> int | None:
    """The fewest moves of any plan, household by household, or None when there is no plan."""
    graph = nx.DiGraph()
    least = int(problem.low.sum())
    if least > problem.households:
        return None
    graph.add_node("end", demand=problem.households - least)
    for m in range(problem.members):
        graph.add_node(("member", m), demand=int(problem.low[m]))
        graph.add_edge(("orange", m), ("member", m), capacity=problem.orange_limit, weight=0)
        graph.add_edge(("member", m), "end", capacity=int(problem.high[m] - problem.low[m]), weight=0)
    for h in range(problem.households):
        graph.add_node(("household", h), demand=-1)
        for m in np.flatnonzero(problem.permitted(h)).tolist():
            to = ("orange" if problem.orange[h] else "member", m)
            moves = int(problem.current[h] >= 0 and problem.current[h] != m)
            graph.add_edge(("household", h), to, capacity=1, weight=moves)
    try:
        return int(nx.network_simplex(graph)[0])
    except nx.NetworkXUnfeasible:
        return None
