"""The whole way on a made-up county: workbook, graph, plan, check, approval, gaps. Done twice, it doubles nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.report.gather import view_of
from api.report.page import write_page
from api.report.view import PlanView
from api.report.workbook import write_workbook
from graph.coverage import count_by_cause, find_gaps
from graph.database import Database
from graph.errors import LianhuError
from graph.ingest.run import import_county, read_file
from graph.plans import APPROVED, DRAFT, StoredPlan, get_plan, list_plans
from graph.queries import query
from graph.sample.size import Size
from graph.sample.write import WORKBOOK, Written, write_sample
from planner.approval import approve_plan
from planner.checks import Recount, recount
from planner.plan_file import Progress
from planner.planning import plan_county, todays_assignment
from planner.service import SolveOptions
from planner.warm import compile_if_cold

Told = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the demo is asked for: where the files go, which county, how long to plan."""

    folder: Path
    size: Size
    seed: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the demo found and did. `before` recounts the links of before the plan; gaps are counted by cause."""

    sample: Written
    import_id: str | None
    planned: bool
    approved: bool
    stored: StoredPlan
    view: PlanView
    before: Recount
    gaps_before: dict[str, int]
    gaps_after: dict[str, int]
    files: tuple[Path, ...]

    def as_json(self) -> dict[str, Any]:
        """The figures of the report as one document."""
        least, most = self.view.load_range()
        return {
            "county": self.view.names.county,
            "sample": {"directory": self.sample.directory, "already": self.sample.already},
            "import": self.import_id,
            "plan": self.stored.id,
            "planned_now": self.planned,
            "approved_now": self.approved,
            "households": len(self.view.lines),
            "members": len(self.view.loads),
            "households_per_member": [least, most],
            "objective": self.stored.objective,
            "bound": self.stored.bound,
            "gap": self.stored.gap,
            "terms": dict(self.stored.terms),
            "terms_before": dict(self.before.terms),
            "gaps_before": self.gaps_before,
            "gaps_after": self.gaps_after,
            "files": [str(file) for file in self.files],
        }


def run_demo(
    db: Database,
    wanted: Wanted,
    told: Told,
    say: Callable[[str], None],
    on_solving: Callable[[Progress], None] | None = None,
) -> Outcome:
    """Take every step that is not taken yet; `say` is for what must be read at once.

    Raises LianhuError when the graph holds another county."""
    sample = write_sample(
        wanted.folder / "county", wanted.size, wanted.seed, on_progress=lambda text: told(_sentence(text), 0, 1)
    )
    workbook = Path(sample.directory) / WORKBOOK
    reading = read_file(workbook, told)
    refuse_other_county(db, reading.county.about.get("county"))
    report = import_county(db, workbook, reading, on_progress=told)
    stored, planned, approved = plan_in_force(db, wanted, told, say, on_solving)
    told("Drawing the map", 0, 1)
    view = view_of(db, stored)
    files = (wanted.folder / "plan.xlsx", wanted.folder / "plan.html")
    write_workbook(files[0], view)
    write_page(files[1], view)
    told("Counting the gaps", 0, 1)
    return Outcome(
        sample=sample,
        import_id=report.import_id,
        planned=planned,
        approved=approved,
        stored=stored,
        view=view,
        before=recount(view.problem.instance, todays_assignment(view.problem.instance)),
        gaps_before=count_by_cause(find_gaps(db, version=stored.based_on)),
        gaps_after=count_by_cause(find_gaps(db)),
        files=files,
    )


def refuse_other_county(db: Database, wanted: object) -> None:
    """Raise LianhuError when the graph holds a county of another name: the demo never mixes with people's data."""
    county = db.read(query("report/county"))
    name = county[0]["name"] if county else None
    if county and name != wanted and db.read(query("report/grids")):
        raise LianhuError(
            f"This graph already holds {name or 'a county without a name'}; the demo's is {wanted}. "
            "Nothing was changed. Give the demo a graph of its own: LIANHU_GRAPH=local:demo-graph lianhu demo"
        )


def plan_in_force(
    db: Database,
    wanted: Wanted,
    told: Told,
    say: Callable[[str], None],
    on_solving: Callable[[Progress], None] | None,
) -> tuple[StoredPlan, bool, bool]:
    """The approved plan, whether it was planned now, and whether it was approved now.

    A draft that an interrupted demo left is approved; a plan in force is left as it is.
    """
    plans = list_plans(db)
    for plan in plans:
        if plan.status == APPROVED:
            return plan, False, False
    drafts = [plan for plan in plans if plan.status == DRAFT]
    if drafts:
        told("Approving the plan", 0, 1)
        return approve_plan(db, drafts[-1].id, on_progress=_labelled("Approving the plan", told)).plan, False, True
    compile_if_cold(say)
    made = plan_county(db, SolveOptions(seconds=wanted.seconds, seed=wanted.seed), on_progress=on_solving)
    if made.id is None:
        causes = " ".join(cause.sentence for cause in made.plan.causes)
        raise LianhuError(f"No plan for this county: {made.plan.status}. {causes}")
    approve_plan(db, made.id, on_progress=_labelled("Approving the plan", told))
    return get_plan(db, made.id), True, True


def _labelled(label: str, told: Told) -> Callable[[int, int], None]:
    return lambda done, total: told(label, done, total)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
