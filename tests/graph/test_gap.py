"""A gap as JSON, CSV and GeoJSON."""

from __future__ import annotations

import csv
import io

from graph.gap import Gap, as_csv, as_geojson

STALE = Gap(
    "card_stale",
    household="h1",
    member="m1",
    path=("county", "g1"),
    since="2025-01-02",
    mended_by="card",
    lon=117.0,
    lat=27.5,
    facts={"card_no": "7,8", "building": None},
)
VACANT = Gap("post_vacant", post="q1", path=("county",), mended_by="appointment")


def test_json_has_the_ids_of_the_gap_and_what_is_known() -> None:
    """No key for what does not apply or is not known."""
    assert STALE.as_json() == {
        "cause": "card_stale",
        "household": "h1",
        "member": "m1",
        "path": ["county", "g1"],
        "since": "2025-01-02",
        "mended_by": "card",
        "card_no": "7,8",
    }
    assert VACANT.as_json().keys() == {"cause", "post", "path", "mended_by"}


def test_csv_reads_back() -> None:
    """A row a gap, under one header, whatever commas and quotes are in it."""
    rows = list(csv.DictReader(io.StringIO(as_csv([STALE, VACANT]))))
    assert [(row["cause"], row["household"], row["post"], row["path"]) for row in rows] == [
        ("card_stale", "h1", "", "county/g1"),
        ("post_vacant", "", "q1", "county"),
    ]
    assert rows[0]["facts"] == '{"card_no": "7,8"}'


def test_geojson_puts_a_gap_where_it_is() -> None:
    """Longitude first; a post has no point."""
    stale, vacant = as_geojson([STALE, VACANT])["features"]
    assert stale["geometry"] == {"type": "Point", "coordinates": [117.0, 27.5]}
    assert stale["properties"]["household"] == "h1"
    assert vacant["geometry"] is None
