"""What the cells of one row, or of a few rows together, must be to each other."""

from __future__ import annotations

from graph.ingest.county import Row
from graph.ingest.draft import Draft
from graph.rules import default_rules

_PLACED = ("buildings", "members", "venues", "appeals")


def check_rows(draft: Draft) -> None:
    """Longitude with latitude, least with most households, an appeal with a place, one current link a household."""
    for table in _PLACED:
        _check_points(draft, table)
    _check_bounds(draft)
    _check_appeals(draft)
    _check_links(draft)


def _check_points(draft: Draft, table: str) -> None:
    for row in draft.rows[table]:
        for has, lacks in (("lon", "lat"), ("lat", "lon")):
            if row[has] is not None and row[lacks] is None and lacks not in row.bad:
                problem = f"must be filled in where {has} is"
                draft.faults.cell(draft.sheets[table], row, lacks, "", problem, "Fill in both, or leave both empty.")


def _check_bounds(draft: Draft) -> None:
    least, most = default_rules().households_per_member
    for row in draft.rows["members"]:
        low, high = row["min_households"], row["max_households"]
        ends = (least if low is None else low, most if high is None else high)
        if ends[0] > ends[1] and not row.bad.intersection(("min_households", "max_households")):
            key = "min_households" if low is not None else "max_households"
            problem = f"the least, {ends[0]}{_usual(low)}, is above the most, {ends[1]}{_usual(high)}"
            draft.faults.cell(
                draft.sheets["members"], row, key, row[key], problem, "Correct one of the two, or fill in both."
            )


def _usual(value: int | None) -> str:
    return " (as the rules have it)" if value is None else ""


def _check_appeals(draft: Draft) -> None:
    for row in draft.rows["appeals"]:
        somewhere = any(row[key] is not None or key in row.bad for key in ("household", "lon", "lat", "place"))
        if not somewhere:
            problem = "an appeal needs a household, a point or a place"
            remedy = "Fill in household (居民户), or lon and lat (经度, 纬度), or place (地点)."
            draft.faults.cell(draft.sheets["appeals"], row, "household", "", problem, remedy)


def _check_links(draft: Draft) -> None:
    first: dict[str, Row] = {}
    for row in draft.rows["links"]:
        household, member = row["household"], row["member"]
        if household is None or member is None:
            continue
        before = first.setdefault(household, row)
        if before["member"] != member:
            problem = f"the household has a second current link: row {before.number} gives it to {before['member']}"
            draft.faults.cell(
                draft.sheets["links"], row, "household", household, problem, "Keep the one that holds today."
            )
