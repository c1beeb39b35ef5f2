"""Checks a plan file: each claim against the recount, each difference in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graph.errors import FaultyInput
from planner.changes import apply_changes
from planner.checks.certificates import doubts
from planner.checks.claims import TERMS, Claims, RepairClaim, read_claims
from planner.checks.facts import facts_of, minutes_text, target_candidates
from planner.checks.proof import fewest_moves_bound, proven_impossible
from planner.checks.recounting import Recount, recount_facts
from planner.checks.takers import Takers
from planner.instance import Instance

TOLERANCE = 1e-6  # relative, and once more absolute: FORMATS.md, "Two checkers agree"
OPTIMAL_GAP = 1e-6
LEGAL = ("optimal", "feasible")


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One claim that the recount does not bear out. `what`: a rule, a term or a key of the file."""

    what: str
    sentence: str
    says: float | str | None = None
    recount: float | str | None = None
    member: str | None = None
    household: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What a plan file claims, what was recounted (None without an assignment) and where the two differ."""

    claims: Claims
    counted: Recount | None
    disagreements: tuple[Disagreement, ...]


def check_plan(instance: Instance, plan: Mapping[str, Any], source: str = "plan") -> list[Disagreement]:
    """Every claim of a plan's JSON that does not hold for the instance; empty when all do.

    Raises FaultyInput when the JSON is not a plan by its form.
    """
    return list(check_whole(instance, plan, source).disagreements)


def check_whole(instance: Instance, plan: object, source: str) -> Checked:
    """The same as `check_plan`, with the claims and the recount beside it."""
    claims = read_claims(plan, source)
    takers = Takers(facts_of(instance))
    with_assignment = claims.status in LEGAL or len(claims.assignment) > 0
    counted = _recount(takers, claims) if with_assignment else None
    return Checked(claims, counted, tuple(_disagreements(takers, claims, counted)))


def agrees(one: float, other: float) -> bool:
    """Whether two checkers agree: to 10⁻⁶ relative plus 10⁻⁶ absolute."""
    return abs(one - other) <= TOLERANCE * max(abs(one), abs(other)) + TOLERANCE


def _disagreements(takers: Takers, claims: Claims, counted: Recount | None) -> Iterator[Disagreement]:
    yield from _same_file(takers.facts.instance, claims)
    if counted is not None and claims.status in LEGAL:
        yield from _legal_plan(takers, claims, counted)
    else:
        yield from _no_legal_plan(takers, claims, counted)
    yield from _causes(takers, claims)
    yield from _repairs(takers, claims)


def _limit(instance: Instance, claims: Claims) -> int | None:
    """The limit of moves that applies: the plan's, else the file's."""
    return instance.rules.max_moves if claims.max_moves is None else claims.max_moves


def _same_file(instance: Instance, claims: Claims) -> Iterator[Disagreement]:
    if claims.sha256 is None:
        yield Disagreement("sha256", "sha256: missing; it says which instance the plan is for", None, instance.sha256)
    elif instance.sha256 and claims.sha256.lower() != instance.sha256:
        sentence = f"sha256: the plan is for another file ({claims.sha256}); this instance has {instance.sha256}"
        yield Disagreement("sha256", sentence, claims.sha256, instance.sha256)
    if claims.instance is not None and claims.instance != instance.name:
        sentence = f"instance: the plan says {claims.instance}, the file {instance.name}"
        yield Disagreement("instance", sentence, claims.instance, instance.name)
    limit = instance.rules.max_moves
    if "max_moves" in claims.given and claims.max_moves is None and limit is not None:
        yield Disagreement("max_moves", f"max_moves: the plan says no limit, the file {limit}", None, limit)


def _recount(takers: Takers, claims: Claims) -> Recount:
    limit = _limit(takers.facts.instance, claims)
    return recount_facts(takers.facts, claims.assignment, max_moves=limit, target_minutes=claims.target_minutes)


def _legal_plan(takers: Takers, claims: Claims, counted: Recount) -> Iterator[Disagreement]:
    for broken in counted.broken:
        yield Disagreement(
            broken.rule, f"{broken.rule}: {broken.sentence}", None, broken.by, broken.member, broken.household
        )
    for rule in claims.broken:
        yield Disagreement(
            "broken", f"broken: a plan that is {claims.status} breaks no rule, the file names {rule.rule}"
        )
    yield from _figures(claims, counted)
    yield from _bound_and_gap(claims)
    yield from _over_ceiling(takers.facts.instance, claims, counted)
    yield from _fewest_moves(takers, claims, counted)


def _figures(claims: Claims, counted: Recount) -> Iterator[Disagreement]:
    """Terms, objective, target and moves of an assignment."""
    for term in TERMS:
        yield from _compare(term, claims.terms.get(term), counted.terms[term])
    yield from _compare("objective", claims.objective, counted.objective)
    yield from _compare("target_minutes", claims.target_minutes, counted.target_minutes)
    if claims.moves != counted.moves:
        sentence = f"moves: the plan says {_said(claims.moves)}, the recount {counted.moves}"
        yield Disagreement("moves", sentence, claims.moves, counted.moves)


def _said(value: object) -> str:
    return "nothing" if value is None else str(value)


def _compare(what: str, says: float | None, recounted: float) -> Iterator[Disagreement]:
    if says is None:
        sentence = f"{what}: the plan says nothing, the recount {minutes_text(recounted)}"
        yield Disagreement(what, sentence, None, recounted)
    elif not agrees(says, recounted):
        by = minutes_text(abs(says - recounted))
        side = "too little" if says < recounted else "too much"
        sentence = f"{what}: the plan says {minutes_text(says)}, the recount {minutes_text(recounted)}, {by} {side}"
        yield Disagreement(what, sentence, says, recounted)


def _bound_and_gap(claims: Claims) -> Iterator[Disagreement]:
    """bound ≤ objective; gap = (objective − bound) / max(1, |objective|); `optimal` means gap ≤ 10⁻⁶."""
    if claims.bound is None:
        yield Disagreement("bound", "bound: missing; a plan always says how good it could be")
    if claims.objective is None or claims.bound is None:
        return
    if claims.bound > claims.objective and not agrees(claims.bound, claims.objective):
        above = f"{minutes_text(claims.bound)} is above the plan's own objective {minutes_text(claims.objective)}"
        yield Disagreement("bound", f"bound: {above}, so it is no bound", claims.bound, claims.objective)
    gap = (claims.objective - claims.bound) / max(1.0, abs(claims.objective))
    if claims.gap is None or not (agrees(claims.gap, gap) or agrees(claims.gap, max(0.0, gap))):
        sentence = f"gap: the plan says {_said(claims.gap)}, its objective and bound give {gap:.9g}"
        yield Disagreement("gap", sentence, claims.gap, gap)
    if claims.status == "optimal" and gap > OPTIMAL_GAP:
        sentence = f"status: optimal means a gap of at most {OPTIMAL_GAP:g}, here it is {gap:.9g}"
        yield Disagreement("status", sentence, claims.status, gap)


def _over_ceiling(instance: Instance, claims: Claims, counted: Recount) -> Iterator[Disagreement]:
    """`over_ceiling` names exactly the members with L_m above the ceiling, each with L_m."""
    share = instance.rules.ceiling[0]
    told = dict(claims.over_ceiling)
    if len(told) < len(claims.over_ceiling):
        yield Disagreement("over_ceiling", "over_ceiling: a member is named twice")
    for member, load in counted.loads.items():
        most = share * counted.targets[member]
        says = told.pop(member, None)
        if says is not None and load <= most and not agrees(load, most):
            why = f"{minutes_text(load)} minutes are not above the ceiling of {minutes_text(most)}"
            yield Disagreement("over_ceiling", f"over_ceiling: member {member} is named: {why}", says, load, member)
        elif says is not None and not agrees(says, load):
            sentence = f"over_ceiling: member {member}: the plan says {minutes_text(says)}, the recount "
            yield Disagreement("over_ceiling", sentence + minutes_text(load), says, load, member)
        elif says is None and load > most and not agrees(load, most):
            why = f"{minutes_text(load)} minutes, above the ceiling of {minutes_text(most)}"
            yield Disagreement("over_ceiling", f"over_ceiling: member {member} is missing: {why}", None, load, member)
    for member in told:
        sentence = f"over_ceiling: there is no member {member} in the instance"
        yield Disagreement("over_ceiling", sentence, told[member], None, member)


def _fewest_moves(takers: Takers, claims: Claims, counted: Recount) -> Iterator[Disagreement]:
    """`fewest_moves` that is said to be proven: no plan has fewer, and this one is not better than it says."""
    if claims.fewest_moves is None:
        return
    needed = fewest_moves_bound(takers)
    if needed != claims.fewest_moves:
        proof = "no plan exists" if needed is None else f"{needed} is what the recount can prove"
        sentence = f"fewest_moves: the plan says {claims.fewest_moves} is proven, {proof}"
        yield Disagreement("fewest_moves", sentence, claims.fewest_moves, needed)
    if counted.moves < claims.fewest_moves:
        sentence = f"fewest_moves: {claims.fewest_moves} is not the fewest, this plan has {counted.moves}"
        yield Disagreement("fewest_moves", sentence, claims.fewest_moves, counted.moves)


def _no_legal_plan(takers: Takers, claims: Claims, counted: Recount | None) -> Iterator[Disagreement]:
    """`infeasible` and `unknown`: no figures of a plan, unless the plan that breaks the fewest rules is given."""
    for key, value in (("bound", claims.bound), ("gap", claims.gap)):
        if value is not None:
            yield Disagreement(key, f"{key}: must be null when the status is {claims.status}", value, None)
    if counted is not None:
        yield from _best_effort(takers.facts.instance, claims, counted)
        return
    if claims.objective is not None:
        sentence = "objective: must be null without an assignment"
        yield Disagreement("objective", sentence, claims.objective, None)
    if claims.moves is not None:
        yield Disagreement("moves", "moves: must be null without an assignment", claims.moves, None)
    for key, rows in (("terms", claims.terms), ("broken", claims.broken), ("over_ceiling", claims.over_ceiling)):
        if rows:
            yield Disagreement(key, f"{key}: must be empty without an assignment")
    says = claims.target_minutes
    if says is not None and not any(agrees(says, value) for value in target_candidates(takers.facts)):
        yield from _compare("target_minutes", says, target_candidates(takers.facts)[0])


def _best_effort(instance: Instance, claims: Claims, counted: Recount) -> Iterator[Disagreement]:
    """The plan that breaks the fewest rules: all households assigned, `broken` complete and right."""
    if claims.status != "infeasible":
        yield Disagreement("status", f"status: {claims.status}, but there is an assignment", claims.status, None)
    named = Counter((rule.rule, rule.member, rule.household) for rule in claims.broken)
    for (rule, member, household), times in named.items():
        if times > 1:
            sentence = f"broken: {rule} of {member or household or 'the plan'} is named {times} times"
            yield Disagreement("broken", sentence, times, 1, member, household)
    said = {(rule.rule, rule.member, rule.household): rule.by for rule in claims.broken}
    for broken in counted.broken:
        by = said.pop((broken.rule, broken.member, broken.household), None)
        if by != broken.by:
            sentence = f"broken: {broken.sentence} (by {broken.by}); the plan says {_said(by)}"
            yield Disagreement("broken", sentence, by, broken.by, broken.member, broken.household)
    for (rule, member, household), by in said.items():
        sentence = f"broken: {rule} of {member or household or 'the plan'} is not broken"
        yield Disagreement("broken", sentence, by, 0, member, household)
    if not counted.broken:
        yield Disagreement("status", "status: the assignment keeps every rule, so a plan exists", claims.status, None)
    yield from _figures(claims, counted)
    if claims.over_ceiling:
        yield from _over_ceiling(instance, claims, counted)


def _causes(takers: Takers, claims: Claims) -> Iterator[Disagreement]:
    if claims.status == "infeasible" and not claims.causes:
        yield Disagreement("causes", "causes: infeasible is said only with a certificate, and there is none")
    for i, cause in enumerate(claims.causes):
        for doubt in doubts(takers, cause, _limit(takers.facts.instance, claims)):
            yield Disagreement(f"causes[{i}]", f"causes[{i}] ({cause.kind}): {doubt}")


def _repairs(takers: Takers, claims: Claims) -> Iterator[Disagreement]:
    for i, repair in enumerate(claims.repairs):
        doubt = _repair_doubt(takers.facts.instance, repair, claims.max_moves)
        if doubt is not None:
            yield Disagreement(f"repairs[{i}]", f"repairs[{i}] ({repair.kind}): {doubt}")


def _repair_doubt(instance: Instance, repair: RepairClaim, max_moves: int | None) -> str | None:
    """Why the changes cannot be merged, or why there is still no plan although the repair is said to be verified."""
    try:
        repaired = apply_changes(instance, repair.changes)
    except FaultyInput as error:
        return "the changes cannot be merged: " + "; ".join(str(fault) for fault in error.faults)
    if not repair.verified:
        return None
    takers = Takers(facts_of(repaired))
    changed_limit = "max_moves" in repair.changes.get("rules", {})
    limit = repaired.rules.max_moves if changed_limit or max_moves is None else max_moves
    if limit is None:
        return "with the changes there is still no plan" if proven_impossible(takers, [], []) else None
    needed = fewest_moves_bound(takers)
    if needed is not None and needed <= limit:
        return None
    return f"with the changes there is still no plan with at most {limit} moves"
