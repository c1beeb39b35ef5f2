"""Plans in the graph: a plan is what it changes, based on one version of the links."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

from graph.clock import real_ms
from graph.database import BATCH_SIZE, Database, Transaction
from graph.errors import GraphError, Refused
from graph.lease import locked_county
from graph.links import links_at
from graph.queries import query

TERMS: Final = ("walking", "relation", "compactness", "balance", "ceiling", "churn")
LATEST: Final = "latest"
DRAFT, APPROVED, RETIRED = "draft", "approved", "retired"
UNFINISHED_MS: Final = 3_600_000  # a plan that is still being written after an hour: its process died
REMOVED_AT_ONCE: Final = 2000


@dataclass(frozen=True, slots=True)
class Change:
    """A household that gets another member. `before`: who serves it in the version that the plan is based on.

    `forced`: it had to change, since nobody serves it, or who does has left or is not permitted.
    """

    household: str
    member: str
    before: str | None
    forced: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A plan to be kept. Minutes a quarter; `based_on` is the version of the links that the planner read.

    `rules` is the version of the rules; `terms` the minutes of each of TERMS; `grid` the subtree that was planned, None
    for all; `changes` the households that change their member, and those alone. `fewest_moves`: proven that no plan
    needs fewer, where that was asked. `broken` counts the hard rules that a
    best effort breaks, `broken_rules` says each.
    """

    based_on: int
    rules: str
    solve_status: str
    objective: float
    bound: float | None
    gap: float | None
    terms: Mapping[str, float]
    target_minutes: float
    seed: int
    seconds: float
    changes: Sequence[Change]
    grid: str | None = None
    max_moves: int | None = None
    fewest_moves: int | None = None
    broken: int = 0
    broken_rules: Sequence[str] = ()

    @property
    def moves(self) -> int:
        """How many households change though they need not."""
        return sum(not change.forced for change in self.changes)

    @property
    def forced(self) -> int:
        """How many households leave a member with whom they cannot stay."""
        return sum(change.forced and change.before is not None for change in self.changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPlan:
    """A plan as the graph keeps it, without its changes; see Draft. Times are those of the clock, in UTC.

    `changed` households change: `moves` of them need not, `forced` must, and the rest (`placed`) have nobody before.
    `by_hand` households were moved by hand. `override_reason` says why it was approved although it broke rules, then
    `override_rules`.
    """

    id: str
    number: int
    status: str
    based_on: int
    rules: str
    solve_status: str
    objective: float
    bound: float | None
    gap: float | None
    terms: Mapping[str, float]
    target_minutes: float
    seed: int
    seconds: float
    changed: int
    moves: int
    forced: int
    made_at_ms: int
    approved_at_ms: int | None = None
    grid: str | None = None
    max_moves: int | None = None
    fewest_moves: int | None = None
    broken: int = 0
    broken_rules: Sequence[str] = ()
    by_hand: int = 0
    override_reason: str | None = None
    override_at_ms: int | None = None
    override_rules: Sequence[str] = ()

    @property
    def placed(self) -> int:
        """How many households get a member that had none."""
        return self.changed - self.moves - self.forced


def save_draft(db: Database, draft: Draft, *, on_progress: Callable[[int, int], None] | None = None) -> str:
    """Keep a plan as a draft and give its id: p-1, p-2, … in the order of saving, also when many save at once.

    It can be seen when all its changes are written. Raises Refused without a county, GraphError when it changes a
    household twice or names a member or household that is not there.
    """
    if len({change.household for change in draft.changes}) < len(draft.changes):
        raise GraphError("The plan changes a household twice; it was not saved.")
    _forget_unfinished(db)
    # A transaction of its own: two that count at once are told apart by the lock, before there is a plan to create.
    number = db.transact(_next_number)
    plan = db.write(query("plans/create"), id=f"p-{number}", number=number, props=_properties(draft))[0]["plan"]
    try:
        _propose(db, plan, draft.changes, on_progress)
    except BaseException:
        _forget(db, plan)
        raise
    return plan


def _next_number(opened: Transaction) -> int:
    locked_county(opened)
    return opened.run(query("plans/next_number"))[0]["number"]


def _properties(draft: Draft) -> dict[str, Any]:
    own = {field.name: getattr(draft, field.name) for field in fields(Draft) if field.name not in ("terms", "changes")}
    terms = {term: float(draft.terms[term]) for term in TERMS}
    own["broken_rules"] = list(draft.broken_rules) or None
    counted = {"changed": len(draft.changes), "moves": draft.moves, "forced": draft.forced}
    return {**own, **terms, **counted, "made_at_ms": real_ms()}


def _propose(
    db: Database, plan: str, changes: Sequence[Change], on_progress: Callable[[int, int], None] | None
) -> None:
    for start in range(0, len(changes), BATCH_SIZE):
        batch = changes[start : start + BATCH_SIZE]
        rows = [{"household": c.household, "member": c.member, "before": c.before, "forced": c.forced} for c in batch]
        written = db.write(query("plans/propose"), plan=plan, rows=rows)[0]["proposed"]
        if written != len(rows):
            raise GraphError(
                f"The plan names {len(rows) - written} members or households that are not in the graph. "
                "It was not saved; plan again."
            )
        if on_progress is not None:
            on_progress(start + len(rows), len(changes))
    if not db.write(query("plans/finish"), plan=plan):
        raise GraphError(f"{plan} took more than an hour to save and was given up. Plan again.")


def _forget_unfinished(db: Database) -> None:
    for row in db.read(query("plans/unfinished"), before_ms=real_ms() - UNFINISHED_MS):
        _forget(db, row["plan"])


def _forget(db: Database, plan: str) -> None:
    removed = query("plans/forget_changes")
    while db.write(removed, plan=plan, at_once=REMOVED_AT_ONCE)[0]["removed"] == REMOVED_AT_ONCE:
        pass
    db.write(query("plans/forget"), plan=plan)


def list_plans(db: Database) -> list[StoredPlan]:
    """All plans, oldest first."""
    return [_stored(row) for row in db.read(query("plans/list"))]


def _stored(row: dict[str, Any]) -> StoredPlan:
    return StoredPlan(
        **{key: value for key, value in row.items() if key not in TERMS}, terms={t: row[t] for t in TERMS}
    )


def get_plan(db: Database, plan: str) -> StoredPlan:
    """The plan with an id such as p-12, or the `latest` one. Raises Refused when there is none, naming those there."""
    plans = list_plans(db)
    if not plans:
        raise Refused("There is no plan yet. Make one: lianhu plan.")
    if plan == LATEST:
        return plans[-1]
    found = next((stored for stored in plans if stored.id == plan), None)
    if found is None:
        newest = ", ".join(stored.id for stored in plans[-5:])
        raise Refused(
            f"There is no plan {plan}. There are {len(plans)}, the newest {newest}; `lianhu plans` lists all."
        )
    return found


def plan_changes(db: Database, plan: StoredPlan) -> list[Change]:
    """The households that a plan changes, by id. Raises GraphError when they are not as many as the plan says."""
    changes = [Change(**row) for row in db.read(query("plans/changes"), plan=plan.id)]
    if len(changes) != plan.changed:
        raise GraphError(
            f"{plan.id} says that it changes {plan.changed} households, and the graph has {len(changes)}. Plan again."
        )
    return changes


def assignment_before(db: Database, plan: StoredPlan) -> dict[str, str]:
    """Household to member, for the whole county, in the version of the links that the plan is based on."""
    return {link.household: link.member for link in links_at(db, plan.based_on)}


def assignment_of(db: Database, plan: StoredPlan) -> dict[str, str]:
    """Household to member, for the whole county, as the plan has it: the links that it is based on, and its changes."""
    return changed(assignment_before(db, plan), plan_changes(db, plan))


def changed(before: Mapping[str, str], changes: Sequence[Change]) -> dict[str, str]:
    """The assignment after some changes."""
    return {**before, **{change.household: change.member for change in changes}}


@dataclass(frozen=True, slots=True)
class Difference:
    """A household with one member here and another there; None is nobody."""

    household: str
    one: str | None
    other: str | None


def difference_between(db: Database, one: StoredPlan, other: StoredPlan) -> list[Difference]:
    """The households for which two plans have different members, by id."""
    left, right = assignment_of(db, one), assignment_of(db, other)
    households = sorted(left.keys() | right.keys())
    return [Difference(h, left.get(h), right.get(h)) for h in households if left.get(h) != right.get(h)]
