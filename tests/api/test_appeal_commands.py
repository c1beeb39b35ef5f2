"""lianhu trace, handover and stuck: what they print, as words, for programs and as files, and how they refuse."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from graph.database import Database
from tests.api.conftest import Run
from tests.graph.appeals.test_trace import STEPS, a_case, posts
from tests.graph.drawn_appeals import BASE
from tests.graph.imported import import_tables


@pytest.fixture
def county(db: Database, tmp_path: Path) -> Database:
    """One urgent appeal, opened ten days ago, returned by d2 without a reason, now with d3; a2 repeats it."""
    tables = a_case(*STEPS) | posts(("q1", "g1", "grid_head", None), ("q2", "L1", "grid_head", "m1"))
    again = {**tables["appeals"][0], "id": "a2", "same_as": "a1"}
    import_tables(db, tmp_path, tables | {"appeals": [*tables["appeals"], again]})
    return db


def test_trace_in_words(county: Database, run: Run) -> None:
    """Where it is, when it was due, the steps, who had it, the order, who is asked; the member's name is masked."""
    code, out, _ = run("trace", "a1")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert code == 0
    assert "passed on, with 民政局 d3 since 2025-06-20 17:00 (10.3 days)" in lines
    assert "Repeated by 1 appeal: a2" in lines
    assert "Accept by 2025-06-21 12:00: 2025-06-20 14:00, in time" in lines
    assert "Done by 2025-06-23 12:00: missed, open for 7.5 days past it" in lines
    assert "4 2025-06-20 16:00 return 退单 住建局 d2 → 微一 g1 (no reason given)" in lines
    assert "given back 1 time, 1 without a reason" in lines
    assert "Life cycle: nothing is missing or out of order" in lines
    assert "Asked since 2025-06-23 12:00: 长 q1 (vacant); 长 q2 stands in (m1 张*)" in lines
    assert "张三" not in out


def test_trace_for_programs(county: Database, run: Run) -> None:
    """One object; ids in the rows, names beside them; nothing else on stdout."""
    told = json.loads(run("trace", "a1", "--json")[1])
    assert (told["appeal"], told["state"], told["held_by"], told["rules"]) == ("a1", "handed_over", "d3", "2026.1")
    assert told["steps"][3] | {"at_ms": 0} == {
        "seq": 4,
        "kind": "return",
        "at": "2025-06-20T16:00:00+08:00",
        "at_ms": 0,
        "from": "d2",
        "to": "g1",
        "reason": None,
        "satisfied": None,
    }
    assert told["deadline"]["outcome"] == "missed"
    assert told["actors"]["m1"] == {"label": "Member", "name": "张*"}
    assert told["next_asked"]["rung"] == "commander"
    assert told["repeated_by"] == ["a2"]


@pytest.mark.parametrize(("language", "word"), [("zh", "退单"), ("en", "return")])
def test_trace_as_a_picture(county: Database, run: Run, tmp_path: Path, language: str, word: str) -> None:
    """Well-formed SVG with a dot a step, a lane an actor, and nothing from elsewhere."""
    path = tmp_path / "a1.svg"
    code, out, err = run("trace", "a1", "-o", str(path), "--language", language)
    assert code == 0
    assert "Appeal a1" in out
    assert f"Wrote {path}." in err
    picture = ElementTree.fromstring(path.read_text(encoding="utf-8"))
    circles = [part for part in picture.iter() if part.tag.endswith("circle")]
    texts = "\n".join(part.text or "" for part in picture.iter())
    assert len(circles) == len(STEPS)
    assert word in texts
    assert "张三" not in texts
    assert "href" not in path.read_text(encoding="utf-8")


def test_trace_of_what_is_not_there(county: Database, run: Run) -> None:
    """Refused with what was meant."""
    code, out, err = run("trace", "a9")
    assert (code, out) == (1, "")
    assert "There is no appeal 'a9' among the 2" in err


def test_handover_for_programs_and_as_a_log(county: Database, run: Run, tmp_path: Path) -> None:
    """g1 → d2 → g1 is ping-pong and a loop; the log has the same five steps."""
    path = tmp_path / "log.csv"
    code, out, _ = run("handover", "--json", "--log", str(path))
    told = json.loads(out)
    assert code == 0
    assert (told["appeals"], told["steps"], told["hand_overs"], told["repeats"]) == (2, 5, 3, ["a2"])
    assert [(row["from"], row["to"], row["count"]) for row in told["hand_over_graph"]] == [
        ("d2", "g1", 1),
        ("g1", "d2", 1),
        ("g1", "d3", 1),
    ]
    assert [(row["from"], row["to"], row["seqs"]) for row in told["ping_pong"]] == [("g1", "d2", [[3, 4]])]
    assert [(row["actor"], row["seqs"]) for row in told["loops"]] == [("g1", [4])]
    assert told["returned_without_reason"] == [{"appeal": "a1", "seq": 4, "from": "d2", "to": "g1"}]
    assert (told["deadlines"]["urgent"]["missed"], told["deadlines"]["urgent"]["rate"]) == (1, 0.0)  # a2 is no second
    assert (told["acceptance"]["met"], told["acceptance"]["missed"]) == (1, 1)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["case", "activity", "time", "from", "to"]
    assert rows[4] == ["a1", "return", "2025-06-20T16:00:00+08:00", "d2", "g1"]
    assert len(rows) == 6


def test_handover_in_words(county: Database, run: Run) -> None:
    """What was asked, the totals, each list with its length."""
    lines = [" ".join(line.split()) for line in run("handover", "--triage", "urgent", "--grid", "L1")[1].splitlines()]
    assert lines[0].startswith("Hand-overs of appeals, grid L1, triage urgent, as of 2025-06-30 23:59")
    assert "2 appeals, 5 steps, 3 hand-overs; 1 of the appeals repeat another (same_as)" in lines
    assert "done in time, urgent: 0 of 1 (0.0 %); 1 missed, of them 1 still open; 0 not yet due" in lines
    assert "1 微一 g1 → 住建局 d2 → back: a1" in lines
    assert "No appeal meets this selection." in run("handover", "--category", "水")[1]


def test_handover_as_a_picture(county: Database, run: Run, tmp_path: Path) -> None:
    """A band a pair of giver and taker; also where nothing was passed on."""
    path = tmp_path / "passing.svg"
    for arguments, bands in (((), 3), (("--category", "水"), 0)):
        assert run("handover", "-o", str(path), *arguments)[0] == 0
        picture = ElementTree.fromstring(path.read_text(encoding="utf-8"))
        assert sum(part.tag.endswith("path") for part in picture.iter()) == bands
    code, _, err = run("handover", "-o", str(tmp_path / "none" / "x.svg"))
    assert code == 1
    assert "cannot be written" in err


def test_handover_of_a_county_without_appeals(db: Database, run: Run, tmp_path: Path) -> None:
    """Nothing is divided by nothing: no rate, empty lists."""
    import_tables(db, tmp_path, BASE)
    told = json.loads(run("handover", "--json")[1])
    assert told["acceptance"]["rate"] is None
    assert told["closed_at_micro"] == {"numerator": 0, "denominator": 0, "rate": None}
    assert (told["appeals"], told["variants"], told["bottlenecks"]) == (0, [], [])


def test_stuck(county: Database, run: Run, tmp_path: Path) -> None:
    """By the county's own rules two returns become one, and ten days idle are long; a2 is not counted beside a1."""
    rules = tmp_path / "rules.toml"
    rules.write_text('version = "7"\n[appeals.stuck]\nreturns = 1\nidle_days = 9\ncircles = 9\n', encoding="utf-8")
    told = json.loads(run("stuck", "--json", "--rules", str(rules))[1])
    assert (told["matters"], told["open"], told["repeats_not_counted"], told["rules"]) == (1, 1, 1, "7")
    causes: list[tuple[Any, ...]] = [(c["cause"], c["seqs"]) for c in told["stuck"][0]["causes"]]
    assert causes == [("idle_days", [5]), ("returns", [4])]
    assert (told["stuck"][0]["held_by"], told["stuck"][0]["repeats"]) == ("d3", ["a2"])
    words = run("stuck")[1]
    assert "1 matter stuck, of 1 open and 1 in all; 1 appeal repeating another counted with it, not beside it" in words
    assert "came back 1× to who had it (from 1 on): steps 4" in words


def test_faulty_rules_are_told(county: Database, run: Run, tmp_path: Path) -> None:
    """Each with its path; a file that is no TOML too."""
    rules = tmp_path / "rules.toml"
    rules.write_text("[appeals]\naccept_hours = -1\ndeadline = 3\n", encoding="utf-8")
    code, _, err = run("handover", "--rules", str(rules))
    assert code == 4
    assert "appeals.accept_hours: must be a number of at least 0" in err
    assert "appeals.deadline: no such rule" in err
    rules.write_text("x", encoding="utf-8")
    assert run("stuck", "--rules", str(rules))[0] == 4
