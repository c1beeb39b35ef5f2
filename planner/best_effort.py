"""The plan that breaks the fewest rules, where none keeps them all: exact by minimum cost flow over all pairs.

Counted as FORMATS.md counts `broken`: a pair that is not permitted 1, a pin that is not kept 1, each household above or
below a member's bounds 1, each orange household above the limit 1, each move above the limit of moves 1.
"""

from __future__ import annotations

import numpy as np

from planner.alike import Alike, alike_of
from planner.best_effort_flow import Arcs, Weights, assign
from planner.problem import NO_PIN, Ints, Ints32, Problem
from planner.terms import moves_of

NEAREST = 24  # members tried for each class of households when minutes decide between plans that break as few rules
TYPICAL_GROUP = 8  # households of a building that one member takes: they share a trip
HEAVY = 10**4  # of a broken rule against a move or a tie, where minutes have no say yet


def fewest_broken(problem: Problem) -> Ints32:
    """(H,) a member for each household: no assignment breaks fewer rules, and of those it is one of few minutes.

    First the number alone, over all pairs; then minutes decide, over near members and the pairs of the first answer, so
    that the second cannot be worse in rules. The limit of moves is no matter of flows alone: see `_fewest`.
    """
    first = _fewest(problem)
    fewest = broken_rules(problem, first)
    second = _by_minutes(problem, first)
    return second if broken_rules(problem, second) == fewest else first


def broken_rules(problem: Problem, assignment: Ints32) -> int:
    """How many rules an assignment breaks, each by as much as it is broken."""
    return _beside_moves(problem, assignment) + _excess(problem, moves_of(problem, assignment))


def pair_rules(problem: Problem, household: int) -> Ints:
    """(M,) rules broken when this household goes to each member: 0, 1, or 2 for forbidden and pinned elsewhere."""
    allowed = problem.reachable[:, problem.building[household]].copy()
    if problem.orange[household]:
        allowed &= problem.senior
    allowed[problem.avoid_member[problem.avoid_start[household] : problem.avoid_start[household + 1]]] = False
    rules = (~allowed).astype(np.int64)
    pin = int(problem.pin[household])
    if pin != NO_PIN:
        rules += 1
    if pin >= 0:
        rules[pin] -= 1
    return rules


def _beside_moves(problem: Problem, assignment: Ints32) -> int:
    pairs = sum(int(pair_rules(problem, h)[m]) for h, m in enumerate(assignment.tolist()))
    count = np.bincount(assignment, minlength=problem.members)
    orange = np.bincount(assignment[problem.orange], minlength=problem.members)
    bounds = np.maximum(problem.low - count, 0) + np.maximum(count - problem.high, 0)
    return pairs + int(bounds.sum()) + int(np.maximum(orange - problem.orange_limit, 0).sum())


def _excess(problem: Problem, moves: int) -> int:
    return max(0, moves - problem.max_moves) if problem.max_moves >= 0 else 0


def _fewest(problem: Problem) -> Ints32:
    """The fewest broken rules, moves above the limit K among them: min over x of rules(x) + (moves(x) − K)⁺.

    One flow when the fewest rules need no more than K moves. One more when the fewest of rules + moves have K moves or
    more, because rules + moves − K is never above what is asked for. Otherwise both ends are known and a program in
    whole numbers looks between them.
    """
    alike = alike_of(problem)
    rules = _rules_by_class(problem, alike)
    of, to = (index.ravel() for index in np.indices(rules.shape))
    arcs = Arcs(of, to, rules.ravel(), np.zeros(len(of), dtype=np.int64))
    few_rules = assign(problem, alike, arcs, Weights(HEAVY, 1 if problem.max_moves >= 0 else 0))
    if _excess(problem, moves_of(problem, few_rules)) == 0:
        return few_rules
    many_moves = assign(problem, alike, arcs, Weights(HEAVY + 1, HEAVY))
    if moves_of(problem, many_moves) >= problem.max_moves:
        return many_moves
    few_moves = assign(problem, alike, arcs, Weights(HEAVY, HEAVY + 1))
    best = min((few_rules, many_moves, few_moves), key=lambda found: broken_rules(problem, found))
    least = _beside_moves(problem, many_moves) + moves_of(problem, many_moves) - problem.max_moves
    from planner.best_effort_exact import fewest_by_program  # its solver loads slowly, and is rarely needed

    found = fewest_by_program(problem, alike, rules, most=broken_rules(problem, best), least=least)
    return best if found is None else found


def _rules_by_class(problem: Problem, alike: Alike) -> Ints:
    """(C, M) rules that a household of the class breaks with the member."""
    rows = [pair_rules(problem, int(of[0])) for of in alike.households]
    return np.array(rows, dtype=np.int64).reshape(alike.count, problem.members)


def _by_minutes(problem: Problem, first: Ints32) -> Ints32:
    """As few rules, then (where they are limited) as few moves, then as few minutes as near members allow."""
    alike = alike_of(problem, by_building=True)
    arcs = _near_arcs(problem, alike, first)
    many = int(arcs.tenths.max(initial=0)) * problem.households + 1
    if problem.max_moves < 0:
        return assign(problem, alike, arcs, Weights(many, problem.churn_tenths, 1))
    limited = _excess(problem, moves_of(problem, first)) > 0
    move = many * (problem.households + 1)
    return assign(problem, alike, arcs, Weights(move if limited else move * (problem.households + 1), move, 1))


def _near_arcs(problem: Problem, alike: Alike, first: Ints32) -> Arcs:
    """Each class with its nearest members, those of them who break no rule, and the members of the first answer."""
    rules = _rules_by_class(problem, alike)
    head = np.array([of[0] for of in alike.households], dtype=np.int64)
    walk = problem.walk[:, problem.building[head]].T.astype(np.int64)
    chosen = np.zeros(rules.shape, dtype=np.bool_)
    nearest = min(NEAREST, problem.members)
    for distance in (walk, walk + (rules > 0) * (int(walk.max(initial=0)) + 1)):
        rows = np.argpartition(distance, nearest - 1, axis=1)[:, :nearest] if alike.count else np.zeros((0, 1), int)
        np.put_along_axis(chosen, rows, True, axis=1)
    for c, of in enumerate(alike.households):
        chosen[c, first[of]] = True
    of, to = np.nonzero(chosen)
    size = np.bincount(problem.building, minlength=problem.buildings)
    visits = np.array([problem.visits[h].mean() for h in alike.households], dtype=np.float64)
    shared = np.where(alike.orange, 1, np.minimum(TYPICAL_GROUP, np.maximum(1, size[problem.building[head]])))
    return Arcs(of, to, rules[of, to], np.rint(walk[of, to] * (visits / shared)[of]).astype(np.int64))
