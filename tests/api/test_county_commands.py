"""lianhu gaps, instance and plan: what they print, as words and for programs, and how they refuse."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from graph.database import Database
from graph.plans import list_plans
from planner.instance_file import read_instance
from tests.api.conftest import Run
from tests.graph.imported import import_tables
from tests.graph.ingest.builders import a_county, with_new, with_row
from tests.planner.test_from_graph import a_divided_county
from tests.planner.test_planning import without_bounds


@pytest.fixture
def county(db: Database, tmp_path: Path) -> Database:
    """Three households; m1 has h1 alone, h2 a member who left, h3 nobody; post q1 is vacant, q2 held by m2."""
    tables = with_new(a_county(), "members", id="m2", name="李五", department="d1", status="left")
    tables = with_new(tables, "links", member="m1", household="h1")
    tables = with_new(tables, "links", member="m2", household="h2")
    tables = with_new(tables, "posts", id="q1", title="网格长", of="g1", kind="grid_head")
    tables = with_new(tables, "posts", id="q2", title="楼栋长", of="b1", kind="building_head", member="m2")
    import_tables(db, tmp_path, tables)
    return db


def test_gaps_as_words(county: Database, run: Run) -> None:
    """Counts by cause, both totals, rows up to the limit with how many more, and who holds a post without serving."""
    code, out, _ = run("gaps", "--limit", "2")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert code == 0
    assert "no_member 1 households that nobody is linked to; mended by a new plan" in lines
    # 1 + 1 inactive, too few, 3 never visited, 1 vacant, 1 building without a centre, 3 without a venue, 1 without team
    assert "12 gaps; 3 households have at least one." in lines
    assert (
        "never_visited 3 households that nobody ever visited (60 minutes of visits missed); mended by a visit" in lines
    )
    assert "… and 1 more: --cause never_visited --limit 3, or --format csv" in lines
    assert "Not vacant, but held by somebody on leave or gone (1): q2 楼栋长: m2 (left)" in lines


def test_gaps_without_any(county: Database, run: Run) -> None:
    """Said, not left empty."""
    assert "No gaps." in run("gaps", "--cause", "too_many")[1]


def test_gaps_as_json_has_the_ids_of_the_gap_alone(county: Database, run: Run) -> None:
    """A list of rows; `member` stands only where the gap is about one."""
    rows = json.loads(run("gaps", "--json", "--cause", "no_member", "--cause", "member_inactive")[1])
    ids = [{key: row[key] for key in ("cause", "household", "member", "post", "grid") if key in row} for row in rows]
    assert ids == [
        {"cause": "no_member", "household": "h3"},
        {"cause": "member_inactive", "household": "h2", "member": "m2"},
    ]
    assert rows[0]["path"] == ["county", "g1"]
    assert json.loads(run("gaps", "--format", "json", "--cause", "too_many")[1]) == []


def test_gaps_as_csv_and_geojson(county: Database, run: Run) -> None:
    """Both have a record for each gap."""
    rows = list(csv.DictReader(io.StringIO(run("gaps", "--format", "csv")[1])))
    features = json.loads(run("gaps", "--format", "geojson")[1])["features"]
    assert [row["cause"] for row in rows] == [feature["properties"]["cause"] for feature in features]
    assert len(rows) == 12
    assert [row["building"] for row in rows if row["cause"] == "no_centre_household"] == ["b1"]


def test_gaps_as_numbers(county: Database, run: Run) -> None:
    """Gaps, and the different households that have any, in all and by cause; what is as of when is said."""
    told = json.loads(run("gaps", "--counts", "--json", "--cause", "no_member", "--cause", "never_visited")[1])
    assert (told["gaps"], told["households"], told["minutes_missed"], told["as_of"]) == (4, 3, 60, "now")
    assert told["by_cause"]["no_member"] == {"gaps": 1, "households": 1, "minutes_missed": 0}
    then = json.loads(run("gaps", "--counts", "--json", "--at", "2025-01-01")[1])
    assert "as of now" in then["as_of"]
    assert "teams, venues and pairings as of now" in run("gaps", "--counts", "--at", "2025-01-01")[1]


def test_gaps_as_debt(county: Database, run: Run) -> None:
    """Three households that nobody ever visited owe a visit each; a row a week, the forecast marked."""
    code, out, _ = run("gaps", "--debt")
    assert code == 0
    assert "Owed now: 3 visit-days, 60 minutes of visits." in out
    assert "at the present pace (0 visits a week; 0 come due)" in out
    told = json.loads(run("gaps", "--debt", "--json")[1])
    assert (told["owed_now"], told["minutes_now"], len(told["weeks"])) == (3, 60, 25)
    assert [week["forecast"] for week in told["weeks"]] == [False] * 13 + [True] * 12
    assert run("gaps", "--debt", "--cause", "no_member")[0] == 1
    assert run("gaps", "--counts", "--format", "csv")[0] == 1


def test_gaps_refuses_in_words(county: Database, run: Run) -> None:
    """An unknown grid and an unknown cause are errors, with exit code 1; with --json the error is one document."""
    code, out, err = run("gaps", "--grid", "g7")
    assert (code, out) == (1, "")
    assert "There is no grid 'g7' among the 2 grids" in err
    assert "g1 is 一号微网格" in json.loads(run("gaps", "--grid", "一号微网格", "--json")[1])["error"]
    assert run("gaps", "--cause", "no_such")[0] == 1


def test_instance_writes_the_same_bytes_each_time(county: Database, run: Run, tmp_path: Path) -> None:
    """Plain and compressed hold the same problem; --json says what was written."""
    plain, packed, again = (tmp_path / name for name in ("a.json", "b.json.gz", "c.json.gz"))
    told = json.loads(run("instance", str(plain), "--json")[1])
    assert (told["members"], told["households"], told["based_on"]) == (1, 3, 1)
    code, words, _ = run("instance", str(packed))
    assert code == 0
    assert f"lianhu solve {packed}" in words
    run("instance", str(again))
    assert packed.read_bytes() == again.read_bytes()
    assert read_instance(plain).sha256 == read_instance(packed).sha256 == told["sha256"]


def test_instance_says_why_it_cannot_write(county: Database, run: Run, tmp_path: Path) -> None:
    """A folder that is not there."""
    code, _, err = run("instance", str(tmp_path / "nowhere" / "a.json"))
    assert code == 1
    assert "cannot be written" in err


def test_plan_as_words_and_as_json(db: Database, run: Run, tmp_path: Path) -> None:
    """A draft with today's figures beside the plan's, and what to do next; --json has the plan file's keys."""
    import_tables(db, tmp_path, without_bounds(a_divided_county()))
    code, words, _ = run("plan", "--seconds", "1")
    assert code == 0
    assert "p-1: a draft for 分县, every hard rule kept" in words
    assert "households served 5 8" in [" ".join(line.split()) for line in words.splitlines()]
    assert "lianhu approve p-1" in words
    told = json.loads(run("plan", "--seconds", "1", "--moves", "0", "--grid", "g1", "--json")[1])
    assert (told["id"], told["grid"], told["moves"], told["placed"], told["forced"]) == ("p-2", "g1", 0, 1, 1)
    assert sorted(told["assignment"]) == ["h1", "h4", "h5", "h7"]


def test_plan_that_is_not_possible(db: Database, run: Run, tmp_path: Path) -> None:
    """Exit code 2, the reason and what would help in words; no draft."""
    import_tables(db, tmp_path, with_row(a_county(), "members", min_households=4))
    code, words, _ = run("plan", "--seconds", "1")
    assert code == 2
    assert "No plan keeps every hard rule; nothing was saved." in words
    assert "What would help:" in words
    code, out, _ = run("plan", "--seconds", "1", "--json")
    told = json.loads(out)
    assert (code, told["id"], told["status"]) == (2, None, "infeasible")
    assert told["causes"][0]["kind"] == "too_few_households"
    assert list_plans(db) == []
