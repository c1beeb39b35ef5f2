"""The words of the graph, in one place: every label with its properties, every relation with what it joins.

Properties ending in `_ms` are milliseconds since 1970 in UTC, those ending in `_on` days as YYYY-MM-DD. A property that
is not known is absent. `id` is the workbook's id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

COUNTY_ID: Final = "county"  # of the node County, and of the grid at the top
PLACE: Final = ("lon", "lat", "x", "y")  # degrees, and metres about the county's origin
ACTORS: Final = ("Member", "Department", "Team", "Venue", "Grid", "Organisation")


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation from a node of one of the labels `start` to a node of one of the labels `end`."""

    type: str
    start: tuple[str, ...]
    end: tuple[str, ...]
    properties: tuple[str, ...] = ()


# What each label keeps beside its id.
PROPERTIES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "County": (
            *("name", "as_of_on", "frozen", "datum", "origin_lon", "origin_lat"),
            *("version", "step", "lock", "approving", "approving_until_ms", "target_minutes"),
        ),
        "Grid": ("name", "level", "ord", "path"),
        "Organisation": ("name", "kind"),
        "Building": ("name", "kind", "address", *PLACE, "placed"),
        "Household": (
            *("door", "risk", "priority", "people", "head", "phone", "profile", "contact_record"),
            "closed_on",
        ),
        "Person": ("name", "born_on", "needs", "priority"),
        "Department": ("name",),
        "Member": (
            *("name", "phone", "senior", "share", "status", "reported_on", "areas"),
            *("min_households", "max_households", *PLACE, "placed"),
        ),
        "Post": ("title", "kind", "since_on"),
        "Team": ("name", "kind"),
        "Venue": ("name", "kind", *PLACE),
        "Visit": ("at_ms", "topics", "note"),
        "Appeal": ("category", "triage", "channel", "opened_at_ms", "lon", "lat", "place"),
        "Step": ("appeal", "seq", "kind", "at_ms", "reason", "satisfied"),
        "Plan": (
            *("number", "status", "rules", "solve_status", "objective", "bound", "gap"),
            *("walking", "relation", "compactness", "balance", "ceiling", "churn"),
            *("target_minutes", "seed", "seconds", "based_on", "moves", "forced", "changed", "max_moves", "grid"),
            *("fewest_moves", "made_at_ms", "approved_at_ms"),
        ),
        "LinkStep": ("kind", "version", "before", "at_ms", "plan", "plan_before", "undoes", "opened", "closed"),
        "Import": ("number", "file", "sha256", "state", "at_ms", "batches"),
        "ImportBatch": ("import", "number", "query", "rows", "content"),
        "Migration": ("name", "checksum", "at_ms"),
    }
)

RELATIONS: Final = (
    Relation("PART_OF", ("Grid",), ("Grid",)),
    Relation("PART_OF", ("Organisation",), ("Organisation",)),
    Relation("GOVERNS", ("Organisation",), ("Grid",)),
    Relation("MANAGES", ("Organisation",), ("Building",)),
    Relation("IN_GRID", ("Building", "Household"), ("Grid",)),
    Relation("LIVES_IN", ("Household", "Member"), ("Building",)),
    Relation("OF", ("Person", "Visit"), ("Household",)),
    Relation("OF", ("Post",), ("Grid", "Organisation", "Building")),
    Relation("WORKS_IN", ("Member",), ("Department",)),
    Relation("REPORTED_TO", ("Member",), ("Organisation",)),
    Relation("JOINED", ("Member",), ("Team",)),
    Relation("HOLDS", ("Member",), ("Post",)),
    Relation("COVERS", ("Team", "Venue"), ("Grid",)),
    Relation(
        "TIED",
        ("Member",),
        ("Household",),
        # `stated` by `lianhu wish`: then file_* keep what the last file said, for the next import to compare with
        ("kind", "status", "at_ms", "reason", "stated", "file_status", "file_at_ms", "file_reason"),
    ),
    Relation(
        "SERVES",
        ("Member",),
        ("Household",),
        ("from_version", "to_version", "plan", "step", "since_on", "until_on", "card_no", "card_issued_on"),
    ),
    Relation("PROPOSED", ("Member",), ("Household",), ("plan", "before", "forced")),
    Relation("MADE_BY", ("Visit",), ("Member",)),
    Relation("RAISED_BY", ("Appeal",), ("Household",)),
    Relation("SAME_AS", ("Appeal",), ("Appeal",)),
    Relation("HAS_STEP", ("Appeal",), ("Step",)),
    Relation("FROM", ("Step",), ACTORS),
    Relation("TO", ("Step",), ACTORS),
    Relation("NEXT", ("Step",), ("Step",)),
)
