"""The recount: checks a plan from the instance alone and shares no formula with the solver."""

from planner.checks.certificates import Claim, doubts
from planner.checks.facts import Facts, facts_of, why_forbidden
from planner.checks.hard import Broken
from planner.checks.recounting import Recount, recount
from planner.checks.takers import Takers

__all__ = ["Broken", "Claim", "Facts", "Recount", "Takers", "doubts", "facts_of", "recount", "why_forbidden"]
