"""What cannot be explained, in words."""

from __future__ import annotations

from planner.errors import PlannerError


class NotExplained(PlannerError):
    """What was asked about is not in the plan, or the plan itself cannot stand as it is."""
