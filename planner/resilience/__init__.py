"""What the county loses when somebody leaves, and who could stand in: for every member, for some, for a household."""

from planner.resilience.leaving import HouseholdCover, Leaving, Resilience, Taker, resilience
from planner.resilience.mended import NoPlanToday
from planner.resilience.recommend import Option, Recommended, recommend
from planner.resilience.relations import Articulation, articulation_members
from planner.resilience.whatif import WhatIf, what_if_they_leave

__all__ = [
    "Articulation",
    "HouseholdCover",
    "Leaving",
    "NoPlanToday",
    "Option",
    "Recommended",
    "Resilience",
    "Taker",
    "WhatIf",
    "articulation_members",
    "recommend",
    "resilience",
    "what_if_they_leave",
]
