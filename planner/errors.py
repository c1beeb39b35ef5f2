"""The planner's branch of the tree of errors (see graph.errors for the root).

LianhuError
└── PlannerError
    ├── RecountDisagrees    the solver-free recount found another number or a broken rule: a bug, never a plan
    └── Interrupted         stopped before there was anything to give
"""

from __future__ import annotations

from graph.errors import LianhuError


class PlannerError(LianhuError):
    """Something about planning."""


class RecountDisagrees(PlannerError):
    """The recount does not agree with the solver; nothing is given out."""


class Interrupted(PlannerError):
    """Stopped before there was a plan."""
