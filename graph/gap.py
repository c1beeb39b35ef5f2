"""One coverage gap, and its forms for other programs: JSON, CSV, GeoJSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

# `building` came later and stands last, so that a reader by position still reads what it did.
CSV_COLUMNS = ("cause", "household", "member", "post", "grid", "path", "since", "mended_by", "facts", "building")


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing, by its cause.

    `household`, `member`, `post`, `grid`, `building`: the ids of what the gap is, None where it is not about one.
    `path`: ids of the grids around it, from the county down. `since`: the day or time from which it has been so, where
    that is known. `mended_by`: a plan, a visit, a card, an appointment, a profile, a record, a venue, a team or a
    pairing. `facts`: what else is known, by name; of a household also its building.
    """

    cause: str
    household: str | None = None
    member: str | None = None
    post: str | None = None
    grid: str | None = None
    path: tuple[str, ...] = ()
    since: str | None = None
    mended_by: str = ""
    lon: float | None = None
    lat: float | None = None
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])
    building: str | None = None

    @property
    def ids(self) -> tuple[str, str, str, str, str]:
        """What the gap is about, as a key to sort by."""
        return self.household or "", self.member or "", self.post or "", self.grid or "", self.building or ""

    @property
    def minutes_missed(self) -> float:
        """Minutes of the visits that were missed; 0 for a gap that is not about visits."""
        return float(self.facts.get("minutes_missed", 0.0))

    def as_json(self) -> dict[str, Any]:
        """One flat object; what is not known or does not apply is left out."""
        row = {
            "cause": self.cause,
            "household": self.household,
            "member": self.member,
            "post": self.post,
            "grid": self.grid,
            "building": self.building,
            "path": list(self.path),
            "since": self.since,
            "mended_by": self.mended_by,
            **self.facts,
        }
        return {key: value for key, value in row.items() if value is not None}


def households_with_gaps(gaps: Iterable[Gap]) -> int:
    """How many households have any gap: one with three causes is one."""
    return len({gap.household for gap in gaps if gap.household is not None})


def as_csv(gaps: Iterable[Gap]) -> str:
    """A table with a header; the path joined by `/`, the facts as JSON."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for gap in gaps:
        facts = json.dumps({k: v for k, v in gap.facts.items() if v is not None}, ensure_ascii=False)
        row = (gap.cause, gap.household, gap.member, gap.post, gap.grid, "/".join(gap.path), gap.since, gap.mended_by)
        writer.writerow([*row, facts, gap.building])
    return out.getvalue()


def as_geojson(gaps: Sequence[Gap]) -> dict[str, Any]:
    """A feature a gap, at its household's building or where its member stands; posts and grids have no point."""
    return {"type": "FeatureCollection", "features": [_feature(gap) for gap in gaps]}


def _feature(gap: Gap) -> dict[str, Any]:
    point = None if gap.lon is None or gap.lat is None else {"type": "Point", "coordinates": [gap.lon, gap.lat]}
    return {"type": "Feature", "geometry": point, "properties": gap.as_json()}
