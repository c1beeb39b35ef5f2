"""Why a plan is as it is: a household with its member and what others would cost, a member with his load."""

from planner.explain.errors import NotExplained
from planner.explain.household import HouseholdExplained, Other, explain_household
from planner.explain.member import MemberExplained, explain_member

__all__ = ["HouseholdExplained", "MemberExplained", "NotExplained", "Other", "explain_household", "explain_member"]
