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
