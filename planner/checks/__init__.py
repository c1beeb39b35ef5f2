"""The recount: checks a plan from the instance alone and shares no formula with the solver."""

from planner.checks.certificates import Claim, doubts
from planner.checks.facts import Facts, facts_of, minutes_text, why_forbidden
from planner.checks.hard import Broken
from planner.checks.plan import Checked, Disagreement, check_plan, check_whole
from planner.checks.recounting import Recount, recount
from planner.checks.takers import Takers

__all__ = [
    "Broken",
    "Checked",
    "Claim",
    "Disagreement",
    "Facts",
    "Recount",
    "Takers",
    "check_plan",
    "check_whole",
    "doubts",
    "facts_of",
    "minutes_text",
    "recount",
    "why_forbidden",
]
