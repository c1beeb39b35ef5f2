"""The recount: checks a plan from the instance alone and shares no formula with the solver."""

from planner.checks.hard import Broken
from planner.checks.recounting import Recount, recount

__all__ = ["Broken", "Recount", "recount"]
