"""One household moved by hand in a draft: rechecked on the county as it is now, with its true cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph.approvals import refuse_unfinished_imports, refuse_unless_current
from graph.database import Database, Transaction
from graph.errors import Refused
from graph.ingest.load import finish_killed
from graph.lease import WAIT_SECONDS, hold_lease
from graph.plans import TERMS, Change, StoredPlan, assignment_before, changed, get_plan, plan_changes
from graph.queries import query
from planner.checks import Broken, Recount, facts_of, recount
from planner.checks.hard import may_stay
from planner.from_graph import instance_from_graph
from planner.instance import Instance
from planner.plan_file import FEASIBLE, OPTIMAL, OPTIMAL_GAP, gap_between

TOLERANCE = 1e-6
REMEDIES = {
    "households": "Move another household the other way as well, or change the member's bounds and plan again.",
    "orange": "Move an orange household away from that member first.",
    "permitted": "Choose a member who may take it, or change what forbids the pair and plan again.",
    "pin": "Lift the pin in the sheet of ties, import it, and plan again.",
    "max_moves": "Take another move back first, or plan again with a higher limit.",
}


@dataclass(frozen=True, slots=True)
class MovedByHand:
    """What a move by hand did: the draft after it, and the recount before and after, minutes a quarter."""

    plan: StoredPlan
    household: str
    source: str | None
    target: str
    before: Recount
    after: Recount


@dataclass(frozen=True, slots=True)
class _Draft:
    """A draft on the county as it is now. `base` is who serves whom in the version that it is based on."""

    plan: StoredPlan
    instance: Instance
    base: Mapping[str, str]
    changes: Sequence[Change]

    def assignment(self) -> dict[str, str]:
        inside = {home.id for home in self.instance.households}
        return {h: m for h, m in changed(self.base, self.changes).items() if h in inside}

    def counted(self, assignment: Mapping[str, str]) -> Recount:
        return recount(self.instance, assignment, max_moves=self.plan.max_moves)


def move_by_hand(
    db: Database, plan_id: str, household: str, member: str, *, wait_seconds: float = WAIT_SECONDS
) -> MovedByHand:
    """Give a household to a member in a draft, and save the draft with its figures recounted; its bound stays.

    Raises Refused, and changes nothing, when the plan is no draft or on older links, the household or the member does
    not belong to what was planned, the member has it already, a hard rule would break, or somebody else is writing for
    longer than `wait_seconds`.
    """
    wanted = get_plan(db, plan_id).id
    finish_killed(db)
    with hold_lease(db, f"move in {wanted}", wait_seconds=wait_seconds) as lease:
        plan = get_plan(db, wanted)
        refuse_unless_current(db, plan, lease.version)
        refuse_unfinished_imports(db)
        draft = _read(db, plan)
        assignment = draft.assignment()
        _refuse_strangers(draft, assignment, household, member)
        before, after = draft.counted(assignment), draft.counted({**assignment, household: member})
        _refuse_if_worse(before.broken, after.broken)
        now = _with(draft, household, member)
        lease.transact(lambda opened: _write(opened, draft.plan, now, household, after))
    return MovedByHand(get_plan(db, wanted), household, assignment.get(household), member, before, after)


def _read(db: Database, plan: StoredPlan) -> _Draft:
    """T is the draft's own, so that the cost before is the one that it was saved with."""
    instance = instance_from_graph(db, plan.grid)
    rules = replace(instance.rules, target_minutes=plan.target_minutes)
    return _Draft(plan, replace(instance, rules=rules), assignment_before(db, plan), plan_changes(db, plan))


def _refuse_strangers(draft: _Draft, assignment: Mapping[str, str], household: str, member: str) -> None:
    part = f"what {draft.plan.id} plans ({draft.plan.grid or 'the whole county'})"
    if household not in {home.id for home in draft.instance.households}:
        raise Refused(f"There is no household {household} in {part}. Nothing was changed.")
    if member not in {one.id for one in draft.instance.members}:
        raise Refused(f"There is no active member {member} in {part}. Nothing was changed.")
    if assignment.get(household) == member:
        raise Refused(f"In {draft.plan.id} household {household} is with member {member} already. Nothing was changed.")


def _refuse_if_worse(before: Sequence[Broken], after: Sequence[Broken]) -> None:
    """Raise Refused for each hard rule that is broken now and was not, or is broken by more than it was."""
    was = {(one.rule, one.member, one.household): one.by for one in before}
    worse = [one for one in after if one.by > was.get((one.rule, one.member, one.household), 0)]
    if worse:
        said = "\n".join(f"  {one.rule}: {one.sentence}" for one in worse)
        remedies = " ".join(dict.fromkeys(REMEDIES.get(one.rule, "Plan again.") for one in worse))
        raise Refused(f"The move would break a hard rule:\n{said}\nNothing was changed. {remedies}")


def _with(draft: _Draft, household: str, member: str) -> list[Change]:
    """The draft's changes after the move: a household that goes back to its member of before is none."""
    rest = [change for change in draft.changes if change.household != household]
    before = draft.base.get(household)
    if before == member:
        return rest
    facts = facts_of(draft.instance)
    forced = not may_stay(facts, facts.households[household])
    return sorted([*rest, Change(household, member, before, forced)], key=lambda change: change.household)


def _write(opened: Transaction, plan: StoredPlan, now: Sequence[Change], household: str, after: Recount) -> None:
    opened.run(query("plans/unpropose"), plan=plan.id, household=household)
    rows = [
        {"household": c.household, "member": c.member, "before": c.before, "forced": c.forced}
        for c in now
        if c.household == household
    ]
    if rows:
        opened.run(query("plans/propose"), plan=plan.id, rows=rows)
    if not opened.run(query("plans/refigure"), plan=plan.id, props=_figures(plan, now, after)):
        raise Refused(f"{plan.id} is no draft any more. Nothing was changed.")


def _figures(plan: StoredPlan, now: Sequence[Change], after: Recount) -> dict[str, Any]:
    """The plan's properties. Where the county has changed so that the bound is above the objective, it is none."""
    bound = plan.bound
    if bound is not None and bound > after.objective + TOLERANCE * (1 + abs(after.objective)):
        bound = None
    gap = None if bound is None else gap_between(after.objective, bound)
    status = plan.solve_status
    if status in (OPTIMAL, FEASIBLE):
        status = OPTIMAL if gap is not None and gap <= OPTIMAL_GAP else FEASIBLE
    forced = sum(change.forced and change.before is not None for change in now)
    return {
        "solve_status": status,
        "objective": after.objective,
        "bound": bound,
        "gap": gap,
        **{term: after.terms[term] for term in TERMS},
        "changed": len(now),
        "moves": sum(not change.forced for change in now),
        "forced": forced,
        "broken": sum(one.by for one in after.broken),
        "broken_rules": [one.sentence for one in after.broken] or None,
    }
