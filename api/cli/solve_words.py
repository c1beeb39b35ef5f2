"""What `lianhu solve` says at the end: the plan in figures, or why there is none, and what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from api.cli.wish_words import wish_lines
from planner.checks import Recount, recount
from planner.instance import Instance
from planner.plan_file import INFEASIBLE, UNKNOWN, Plan
from planner.service import Answer
from planner.wishes import wishes_of

MOST_SHOWN = 5


def plan_words(instance: Instance, answer: Answer, source: Path, output: Path) -> str:
    """The summary on stdout."""
    plan, counted = answer.plan, answer.counted
    if plan.status == UNKNOWN:
        lines = [f"{output}: time was up before there was a plan or a proof that there is none. Give more --seconds."]
    elif plan.status == INFEASIBLE:
        lines = [f"{output}: no plan is possible.", *_causes(plan), *_repairs(plan), *best_effort_words(instance, plan)]
    else:
        lines = list(_figures(instance, plan, counted or recount(instance, plan.assignment), output))
    return "\n".join([*lines, f"next: lianhu check {source} {output}"])


def _figures(instance: Instance, plan: Plan, counted: Recount, output: Path) -> Iterator[str]:
    kind = "a plan proven optimal" if plan.status == "optimal" else "a plan"
    yield (
        f"{output}: {kind} for {len(instance.households):,} households and {len(instance.members):,} members "
        f"in {plan.seconds:.1f} s"
    )
    yield f"  {plan.objective or 0.0:>12,.1f}  minutes a quarter, of these"
    for name, minutes in plan.terms.items():
        yield f"  {minutes:>12,.1f}    {name}"
    below, gap = plan.bound or 0.0, plan.gap or 0.0
    yield f"  {below:>12,.1f}  no plan can be below this, over all permitted pairs: the gap is {gap:.2%}"
    yield f"  {(plan.moves or 0) + counted.forced:>12,}  households change their member: {_moves(plan, counted.forced)}"
    held = Counter(plan.assignment.values())
    sizes = [held[member.id] for member in instance.members]
    loads = counted.loads.values()
    yield f"  {min(sizes):>6,}–{max(sizes):<5,}  households a member"
    yield (
        f"  {min(loads):>6,.0f}–{max(loads):<5,.0f}  minutes of work a member and quarter; "
        f"the target of a full post is {plan.target_minutes:,.1f}"
    )
    for line in wish_lines(wishes_of(instance, plan.assignment, priced=False)):
        yield f"  {line}"
    if plan.over_ceiling:
        yield f"  {len(plan.over_ceiling):>12,}  members above the ceiling"
        for over in plan.over_ceiling[:MOST_SHOWN]:
            yield f"    {over.member}: {over.why}"


def best_effort_words(instance: Instance, plan: Plan) -> Iterator[str]:
    """What the plan that breaks the fewest rules costs and breaks; nothing without one."""
    if not plan.assignment:
        return
    found = recount(instance, plan.assignment, max_moves=plan.max_moves, target_minutes=plan.target_minutes).broken
    by = sum(one.by for one in found)
    yield (
        f"  best effort: {plan.objective or 0.0:,.1f} minutes a quarter; hard rules broken: {by:,}, "
        "and no plan breaks fewer"
    )
    for one in found[:MOST_SHOWN]:
        yield f"    {one.rule}: {one.sentence}"
    if len(found) > MOST_SHOWN:
        yield f"    … and {len(found) - MOST_SHOWN:,} more in the file"


def _moves(plan: Plan, forced: int) -> str:
    limit = "" if plan.max_moves is None else f" (at most {plan.max_moves:,} allowed)"
    if plan.fewest_moves is not None:
        limit = " (proven: no plan needs fewer)"
    return f"{forced:,} forced, {plan.moves:,} unforced{limit}"


def _causes(plan: Plan) -> Iterator[str]:
    for cause in plan.causes[:MOST_SHOWN]:
        yield f"  because: {cause.sentence}"
    if len(plan.causes) > MOST_SHOWN:
        yield f"  … and {len(plan.causes) - MOST_SHOWN:,} more causes in the file"


def _repairs(plan: Plan) -> Iterator[str]:
    for repair in plan.repairs[:MOST_SHOWN]:
        yield f"  would help: {repair.sentence}"
    if len(plan.repairs) > MOST_SHOWN:
        yield f"  … and {len(plan.repairs) - MOST_SHOWN:,} more repairs in the file"
