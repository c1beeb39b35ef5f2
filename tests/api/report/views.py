"""A small plan as reports get it."""

from __future__ import annotations

import numpy as np

from api.report.view import Names, PlanView
from planner.plan_file import Plan
from planner.reasons import lines, loads
from tests.planner.builders import a_building, a_household, a_member, an_instance, problem_of

SCRIPT = "</script><script>document.body.dataset.owned=1</script>"
FORMULA = "=1+1"


def a_view() -> PlanView:
    """Two members, three households in two communities; one building is called like a formula, one like a script."""
    problem = problem_of(
        an_instance(
            members=[a_member("m1", senior=True), a_member("m2", x=700.0)],
            buildings=[a_building("b1"), a_building("b2", x=650.0)],
            households=[
                a_household("h1", "b1", "orange", current="m2"),
                a_household("h2", "b1"),
                a_household("h3", "b2", current="m2"),
            ],
        )
    )
    assignment = np.array([0, 0, 1], dtype=np.int32)
    names = Names(
        county="青溪县",
        community_of={"h1": "c1", "h2": "c1", "h3": "c2"},
        communities={"c1": "东[门]/社区", "c2": "东 门  社区"},
        buildings={"b1": FORMULA, "b2": SCRIPT},
        doors={"h1": "101", "h2": "@2"},
        members={"m1": "王**", "m2": "李*"},
    )
    plan = Plan("demo", "0", "feasible", 100.0, 90.0, 0.1, terms={"walking": 12.0}, version="2026.1")
    return PlanView("p-1", plan, problem, lines(problem, assignment), loads(problem, assignment), names)
