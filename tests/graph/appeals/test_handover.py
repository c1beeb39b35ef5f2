"""Hand-overs of appeals, against a count over the CSV files alone and over the event log alone."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections import Counter
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from graph.appeals.handover import HandOvers, hand_overs
from graph.appeals.log import write_log
from graph.appeals.read import Selection
from graph.database import Database
from graph.errors import Refused
from tests.graph import appeals_oracle as oracle
from tests.graph.coverage_oracle import frozen_now, read_files
from tests.graph.drawn_appeals import BASE, counties_with_appeals
from tests.graph.emptying import empty
from tests.graph.imported import import_tables, sample_county
from tests.graph.ingest.builders import Tables


def flow_of(found: HandOvers) -> dict[str, Counter[Any]]:
    """Counts as the oracle says them."""
    return {
        "variants": Counter({one.kinds: one.count for one in found.variants}),
        "directly_follows": Counter({(one.first, one.then): one.count for one in found.directly_follows}),
        "hand_over_graph": Counter({(one.first, one.then): one.count for one in found.passed_on}),
    }


def findings_of(found: HandOvers) -> dict[str, set[tuple[str, ...]]]:
    """What went wrong as the oracle says it; no row comes twice."""
    rows: dict[str, list[tuple[str, ...]]] = {
        "loops": [(one.appeal, one.actor) for one in found.loops],
        "ping_pong": [(one.appeal, one.giver, one.taker) for one in found.ping_pong],
        "returned_without_reason": [(appeal, str(step.seq)) for appeal, step in found.returned_without_reason],
        "no_revisit": [(appeal,) for appeal in found.no_revisit],
        "out_of_order": [(a, one.fault, str(one.seq) if one.seq else one.kind) for a, one in found.irregular],
        "late_acceptance": [(appeal,) for appeal, _ in found.acceptance.late],
        "deadline_missed": [(appeal,) for tally in found.deadlines.values() for appeal, _ in tally.late],
        "open": [(appeal.id,) for appeal in found.appeals if appeal.closed_at_ms is None],
    }
    assert all(len(every) == len(set(every)) for every in rows.values())
    return {name: set(every) for name, every in rows.items()}


def assert_equals_files(found: HandOvers, folder: Path) -> None:
    """Everything that is counted is what plain Python counts in the files."""
    tables = read_files(folder)
    files = oracle.Files(tables, frozen_now(tables))
    assert flow_of(found) == oracle.flow(files)
    assert findings_of(found) == oracle.findings(files)
    assert found.closed_at_micro == oracle.settled_at_micro(files)
    assert {(one.place, one.category, len(one.appeals)) for one in found.again} == oracle.raised_again(files)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables=counties_with_appeals())
def test_drawn_counties_equal_the_count_over_the_files(db: Database, tables: Tables) -> None:
    """Variants, hand-overs, loops, ping-pong, deadlines, order, repeats: whatever way the appeals took."""
    with tempfile.TemporaryDirectory() as folder:
        empty(db)
        import_tables(db, Path(folder), tables)
        assert_equals_files(hand_overs(db), Path(folder))


def test_a_sample_county_equals_its_files_its_planted_rows_and_its_log(db: Database, tmp_path: Path) -> None:
    """The sample of 1,600 households: the oracle, planted.json, and the log recounted by plain Python."""
    folder = sample_county(db, tmp_path, households=1600, members=136)
    found = hand_overs(db)
    assert_equals_files(found, folder / "csv")
    planted = json.loads((folder / "planted.json").read_text(encoding="utf-8"))["also"]
    for name, rows in findings_of(found).items():
        told = {tuple(str(value) for value in row.values()) for row in planted[name]}
        assert told == ({(row[0],) for row in rows} if name == "out_of_order" else rows), name
    again = {(one.place, one.category, len(one.appeals)) for one in found.again if one.kind != "point"}
    assert again == {tuple(row.values()) for row in planted["raised_again"]}
    assert_log_gives_the_same(found)
    through = hand_overs(db, Selection(department="住建局", triage="important", since="2026-03-01", until="2026-06-30"))
    assert_log_gives_the_same(through)
    assert 0 < len(through.appeals) < len(found.appeals)


def assert_log_gives_the_same(found: HandOvers) -> None:
    """Any other tool on the log alone, by the definitions of process mining."""
    out = io.StringIO()
    assert write_log(out, found.appeals) == found.steps
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    cases = {case: list(events) for case, events in groupby(rows, key=lambda row: row["case"])}
    assert rows[0].keys() == {"case", "activity", "time", "from", "to"}
    without = Counter({(): sum(not appeal.steps for appeal in found.appeals)})  # no event, so no case of the log
    assert flow_of(found)["variants"] == +(Counter(tuple(e["activity"] for e in c) for c in cases.values()) + without)
    follows = Counter((a["activity"], b["activity"]) for events in cases.values() for a, b in pairwise(events))
    assert flow_of(found)["directly_follows"] == follows
    passing = {
        case: [e for e in c if e["activity"] in ("assign", "forward", "return") and "" not in (e["from"], e["to"])]
        for case, c in cases.items()
    }
    passing = {case: [(e["from"], e["to"]) for e in c if e["from"] != e["to"]] for case, c in passing.items()}
    assert flow_of(found)["hand_over_graph"] == Counter(pair for pairs in passing.values() for pair in pairs)
    there_and_back = {(case, *a) for case, pairs in passing.items() for a, b in pairwise(pairs) if a == b[::-1]}
    assert {(one.appeal, one.giver, one.taker) for one in found.ping_pong} == there_and_back


def a_path(*steps: tuple[str, str | None, str | None], **appeal: Any) -> Tables:
    """One appeal of h1, opened on 1 June, with a step a day."""
    row = {"id": "a1", "household": "h1", "category": "物业维修", "triage": "hard", "channel": "visit"}
    rows = [
        {"appeal": "a1", "seq": n, "kind": kind, "at": f"2025-06-{n:02d} 12:00", "from": giver, "to": taker}
        for n, (kind, giver, taker) in enumerate(steps, start=1)
    ]
    return {**BASE, "appeals": [row | {"opened_at": "2025-06-01 12:00"} | appeal], "steps": rows}


def test_times_by_hand(db: Database, tmp_path: Path) -> None:
    """m1 has it for a day, d1 for a day, d2 until the end of June 30: 27 and a half days; d1 → d2 after 24 hours."""
    import_tables(
        db,
        tmp_path,
        a_path(("collect", None, "m1"), ("assign", "m1", "d1"), ("forward", "d1", "d2"), ("joint", "o1", "v1")),
    )
    found = hand_overs(db)
    assert [(one.first, one.then, one.median_ms / 3_600_000) for one in found.passed_on] == [
        ("d1", "d2", 24),
        ("m1", "d1", 24),
    ]
    waits = {one.actor: (round(one.waited_ms / 3_600_000), one.open_now, one.betweenness) for one in found.bottlenecks}
    assert waits == {"m1": (24, 0, 0), "d1": (24, 0, 0.5), "d2": (27 * 24 + 12, 1, 0)}  # of m1→d2 and d2→m1 one
    assert found.bottlenecks[0].gain_ms == pytest.approx((26 * 24 + 12) * 3_600_000, abs=2)  # the median is a day


def test_an_appeal_outside_of_the_selection_is_not_counted(db: Database, tmp_path: Path) -> None:
    """h1 lies in g1 below L1, h3 in g2; an appeal of a place lies in no grid and counts for the county alone."""
    tables = a_path(("collect", None, "m1"))
    more = [{**tables["appeals"][0], "id": "a2", "household": "h3"}, {**tables["appeals"][0], "id": "a3"}]
    more[1] |= {"household": None, "place": "桥头", "category": "路灯", "opened_at": "2025-06-02 00:00"}
    import_tables(db, tmp_path, tables | {"appeals": [*tables["appeals"], *more]})

    def ids(**asked: str) -> list[str]:
        return [appeal.id for appeal in hand_overs(db, Selection(**asked)).appeals]

    assert ids() == ["a1", "a2", "a3"]
    assert (ids(grid="L1"), ids(grid="g2"), ids(grid="county")) == (["a1"], ["a2"], ["a1", "a2", "a3"])
    assert (ids(category="路灯"), ids(since="2025-06-02"), ids(until="2025-06-01")) == (["a3"], ["a3"], ["a1", "a2"])
    assert (ids(channel="visit", triage="hard"), ids(triage="urgent")) == (["a1", "a2", "a3"], [])
    assert (ids(department="d1"), ids(department="城管局")) == ([], [])
    with pytest.raises(Refused, match="no department 'd9'"):
        ids(department="d9")


def test_what_came_later_is_not_known(db: Database, tmp_path: Path) -> None:
    """At the end of June 2 the third step has not been; the answer is as of then."""
    import_tables(db, tmp_path, a_path(("collect", None, "m1"), ("accept", "m1", None), ("close", "m1", None)))
    assert [one.kinds for one in hand_overs(db, at="2025-06-02").variants] == [("collect", "accept")]
    assert hand_overs(db, at="2025-05-31").appeals == ()
