"""What map and workbook show of a plan: its lines, with the names that the graph has for the ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from api.texts import text
from planner.plan_file import Plan
from planner.problem import Problem
from planner.reasons import Line, Load


@dataclass(frozen=True, slots=True)
class Names:
    """How people call what the ids stand for. Everything may be missing: then the id is shown."""

    county: str = ""
    community_of: Mapping[str, str] = field(default_factory=dict[str, str])  # household id → community id
    communities: Mapping[str, str] = field(default_factory=dict[str, str])  # community id → name
    buildings: Mapping[str, str] = field(default_factory=dict[str, str])
    doors: Mapping[str, str] = field(default_factory=dict[str, str])
    members: Mapping[str, str] = field(default_factory=dict[str, str])  # masked


@dataclass(frozen=True, slots=True)
class PlanView:
    """One plan, ready to be shown. `lines` are by household, `loads` by member, both in the problem's order."""

    title: str
    plan: Plan
    problem: Problem
    lines: list[Line]
    loads: list[Load]
    names: Names

    def community(self, line: Line) -> str:
        """The id of the line's community, "" where there is none."""
        return self.names.community_of.get(self.problem.instance.households[line.household].id, "")

    def load_range(self) -> tuple[int, int]:
        """Fewest and most households of a member."""
        counts = [load.households for load in self.loads]
        return min(counts), max(counts)


def why(line: Line, language: str = "zh") -> str:
    """The reasons of a line as a sentence."""
    walk = f"{line.walk_minutes:.1f}"
    parts = [text("why", "pinned", language)] if line.pinned else []
    nearness = "nearest" if line.rank == 1 else "rank"
    parts.append(text("why", nearness, language, walk=walk, rank=line.rank))
    if line.neighbours > 1:
        parts.append(text("why", "neighbours", language, neighbours=line.neighbours))
    if line.tie_minutes > 0:
        parts.append(text("why", "tie", language))
    return ("；" if language == "zh" else "; ").join(parts)
