"""Advice: candidates by price, each tried out, the best recounted; and who costs most today."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np

from graph.pairs import TENTHS
from planner.advise.candidates import Candidate, candidates_of
from planner.advise.trial import Trial, try_out
from planner.advise.worth import Worth, worth_of
from planner.changes import apply_changes
from planner.checks import Recount, recount
from planner.errors import RecountDisagrees
from planner.explain.standing import Standing, standing
from planner.instance import Instance
from planner.terms import Terms, balance_and_ceiling, loads_of, terms_of

PRICES_SHARE = 0.3  # of the time
MOST_SHOWN, MOST_OF_A_KIND = 10, 3
LEAST_SAVING = 1.0  # minutes a quarter: less is not worth a change of rules
RECOUNT_SHARE = 0.25
AGREEMENT = 1e-6


@dataclass(frozen=True, slots=True)
class AdviseOptions:
    """`seconds` in all, about; the least is one trial."""

    seconds: float = 60.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Advice:
    """One change. `changes` is merged into the instance as FORMATS.md says of repairs.

    `saving_minutes`: what it saves over the plan improved by the same search without it, tried out near the change
    with everybody else as he is: at least so much. `estimate_minutes`: what the prices promised.
    """

    kind: str
    saving_minutes: float
    estimate_minutes: float
    changes: Mapping[str, Any]
    member: str | None
    building: str
    household: str | None
    area: str | None
    moved: int
    objective_minutes: float
    verified: bool


@dataclass(frozen=True, slots=True)
class CostlyHousehold:
    """What the plan would save without it, the way there, and the nearest member who may have it."""

    household: str
    building: str
    risk: str
    member: str
    minutes: float
    walk_minutes: float
    nearest_permitted: str | None
    nearest_walk_minutes: float | None


@dataclass(frozen=True, slots=True)
class CostlyMember:
    """Balance and ceiling that his workload is charged."""

    member: str
    minutes: float
    load_minutes: float
    target_minutes: float
    households: int


@dataclass(frozen=True, slots=True)
class Advised:
    """`advice` saves most first; the savings are each alone and do not add up."""

    objective: float
    advice: tuple[Advice, ...]
    households: tuple[CostlyHousehold, ...]
    members: tuple[CostlyMember, ...]
    tried: int
    candidates: int
    seconds: float


def advise(instance: Instance, assignment: Mapping[str, str], options: AdviseOptions | None = None) -> Advised:
    """What would help most on a plan ({household: member}, every hard rule kept).

    Raises NotExplained for a plan that cannot stand, RecountDisagrees when the recount finds another saving.
    """
    began, options = time.monotonic(), options or AdviseOptions()
    plan = standing(instance, assignment)
    terms = terms_of(plan.problem, plan.chosen)
    worth = worth_of(plan, PRICES_SHARE * options.seconds, options.seed)
    candidates = candidates_of(worth)
    trials = _tried(plan, candidates, began + (1 - RECOUNT_SHARE) * options.seconds, options.seed)
    best = _worth_saying(trials)
    recounted = (_advice(plan, assignment, terms, one) for one in best)
    advice = tuple(sorted(recounted, key=lambda one: -one.saving_minutes))
    homes, members = _costly_households(worth), _costly_members(worth)
    return Advised(terms.objective, advice, homes, members, len(trials), len(candidates), time.monotonic() - began)


def _tried(plan: Standing, candidates: list[Candidate], deadline: float, seed: int) -> list[Trial]:
    """As many as the time allows, two at a time; the first of each kind first, and always two."""
    rank: dict[str, int] = {}
    turns: list[tuple[int, int]] = []
    for i, one in enumerate(candidates):
        turns.append((rank.get(one.kind, 0), i))
        rank[one.kind] = rank.get(one.kind, 0) + 1
    waiting = [candidates[i] for _, i in sorted(turns)]
    found: list[Trial] = []
    with ThreadPoolExecutor(2) as pool:
        for i in range(0, len(waiting), 2):
            if i and time.monotonic() > deadline:
                break
            pair = [pool.submit(try_out, plan, one, seed) for one in waiting[i : i + 2]]
            found += [trial for trial in (one.result() for one in pair) if trial is not None]
    return found


def _worth_saying(trials: list[Trial]) -> list[Trial]:
    """The best few of each kind, so that one kind does not hide the others."""
    shown: Counter[str] = Counter()
    kept: list[Trial] = []
    for one in sorted(trials, key=lambda one: -one.saving):
        shown[one.candidate.kind] += 1
        if one.saving >= LEAST_SAVING and shown[one.candidate.kind] <= MOST_OF_A_KIND:
            kept.append(one)
    return kept[:MOST_SHOWN]


def _advice(plan: Standing, assignment: Mapping[str, str], before: Terms, trial: Trial) -> Advice:
    """The trial, recounted on the whole changed instance without a solver."""
    one, instance = trial.candidate, plan.instance
    counted = recount(
        apply_changes(instance, one.changes),
        {**assignment, **trial.assignment},
        target_minutes=plan.problem.target_minutes,
    )
    newly_possible = _agreed(one, trial.change, before, counted)
    return Advice(
        kind=one.kind,
        saving_minutes=trial.saving - newly_possible,
        estimate_minutes=one.estimate,
        changes=one.changes,
        member=instance.members[one.members[0]].id if one.members else None,
        building=instance.buildings[one.building].id,
        household=None if one.household is None else instance.households[one.household].id,
        area=one.area,
        moved=trial.moved,
        objective_minutes=counted.objective,
        verified=True,
    )


def _agreed(one: Candidate, change: Mapping[str, float], before: Terms, counted: Recount) -> float:
    """Minutes of ties that become possible for households elsewhere, and that they now miss; the rest must agree.

    Raises RecountDisagrees.
    """
    off = {term: counted.terms[term] - value - change[term] for term, value in before.by_name().items()}
    allowed = AGREEMENT * (1.0 + counted.objective)
    newly_possible = off.pop("relation")
    if counted.broken or newly_possible < -allowed or any(abs(value) > allowed for value in off.values()):
        raise RecountDisagrees(
            f"{one.kind}: the recount finds {len(counted.broken)} broken rules, and terms that differ from the trial's "
            f"by {off}, relation by {newly_possible!r}. Please report it."
        )
    return max(0.0, newly_possible)


def _costly_households(worth: Worth) -> tuple[CostlyHousehold, ...]:
    plan, total = worth.plan, worth.shares.total
    found: list[CostlyHousehold] = []
    dearest: list[int] = np.argsort(-total, kind="stable")[:MOST_SHOWN].tolist()
    for h in dearest:
        allowed, m = plan.problem.permitted(h), int(plan.chosen[h])
        near = next((i for i in plan.by_distance(h) if allowed[i]), None)
        home = plan.instance.households[h]
        found.append(
            CostlyHousehold(
                household=home.id,
                building=home.building,
                risk=home.risk,
                member=plan.instance.members[m].id,
                minutes=float(total[h]),
                walk_minutes=plan.walk_minutes(m, h),
                nearest_permitted=None if near is None else plan.instance.members[near].id,
                nearest_walk_minutes=None if near is None else plan.walk_minutes(near, h),
            )
        )
    return tuple(found)


def _costly_members(worth: Worth) -> tuple[CostlyMember, ...]:
    plan = worth.plan
    loads = loads_of(plan.problem, plan.chosen)
    charged = np.sum(balance_and_ceiling(plan.problem, loads), axis=0)
    heaviest: list[int] = np.argsort(-charged, kind="stable")[:MOST_SHOWN].tolist()
    return tuple(
        CostlyMember(
            member=plan.instance.members[m].id,
            minutes=float(charged[m]),
            load_minutes=float(loads[m]) / TENTHS,
            target_minutes=float(plan.problem.target[m]),
            households=int(worth.held[m]),
        )
        for m in heaviest
    )
