"""lianhu kpi: what it prints, as words and for programs."""

from __future__ import annotations

import json
from pathlib import Path

from graph.database import Database
from tests.api.conftest import Run
from tests.graph.imported import import_tables
from tests.graph.ingest.builders import a_full_county


def test_kpi_as_words_and_as_json(db: Database, run: Run, tmp_path: Path) -> None:
    """Rate, numerator, denominator, definition and the version of the rules, in both forms."""
    import_tables(db, tmp_path, a_full_county())
    code, out, _ = run("kpi", "household_coverage")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert code == 0
    assert lines[:2] == ["household_coverage 联户覆盖率 Household coverage", "33.3 % 1 of 3"]
    assert lines[-1].startswith("Rules ")
    told = json.loads(run("kpi", "online_solved", "--json")[1])
    assert [(row["channel"], row["value"], row["denominator"], row["numerator_query"]) for row in told] == [
        ("online", 0, None, "kpi/appeals_closed")
    ]
    assert len({row["id"] for row in json.loads(run("kpi", "--json")[1])}) == 17
    code, _, err = run("kpi", "no_such")
    assert (code, "There is no figure 'no_such'" in err) == (1, True)


def test_a_countys_own_rules(db: Database, run: Run, tmp_path: Path) -> None:
    """Rounding and reach as the file says, with its version; a fault is told by its path and ends with 4."""
    import_tables(db, tmp_path / "county", a_full_county())
    rules = tmp_path / "ours.toml"
    text = 'version = "ours"\n[kpi.household_coverage]\ndecimals = 3\n[gaps]\nvenue_reach_minutes = 0\n'
    rules.write_text(text, encoding="utf-8")
    [told] = json.loads(run("kpi", "household_coverage", "--rules", str(rules), "--json")[1])
    assert (told["value"], told["rules"]) == (33.333, "ours")
    far = ("gaps", "--cause", "no_venue_in_reach", "--counts", "--json")
    assert json.loads(run(*far)[1])["gaps"] == 0
    assert json.loads(run(*far, "--rules", str(rules))[1])["gaps"] == 3
    rules.write_text("[gaps]\nreach = 1\n", encoding="utf-8")
    code, _, err = run("gaps", "--rules", str(rules))
    assert (code, "gaps.reach: no such rule" in err) == (4, True)
    rules.write_text("gaps = 1\n", encoding="utf-8")
    assert run("gaps", "--rules", str(rules))[0] == 4
