"""lianhu chain: what it prints, as words and for programs."""

from __future__ import annotations

import json
from pathlib import Path

from graph.database import Database
from tests.api.conftest import Run
from tests.graph.imported import import_tables
from tests.graph.test_chain import a_county_with_a_commander


def test_chain_as_words_and_as_json(db: Database, run: Run, tmp_path: Path) -> None:
    """Vacancies and stand-ins are said, names are masked in both forms."""
    import_tables(db, tmp_path, a_county_with_a_commander())
    code, out, _ = run("chain", "h1")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert code == 0
    assert lines[0] == "Household h1, door 101 (green), in L / M / S / g1, linked since 2024-03-01"
    assert lines[1] == "member 党员干部 张* m1 一号楼 b1"
    assert "centre household 党员中心户 VACANT 中心户 q2 一号楼 b1; stands in: 张* m1 (网格长 q1)" in lines
    assert "张三" not in out
    told = json.loads(run("chain", "h1", "--json")[1])
    assert [one["state"] for one in told["responsible"]][:4] == ["filled", "vacant", "no_post", "vacant"]
    assert told["responsible"][1]["stand_in"] == {
        "post": "q1",
        "title": "网格长",
        "of": "M",
        "member": "m1",
        "name": "张*",
    }
    assert "张三" not in json.dumps(told, ensure_ascii=False)
    assert run("chain", "h9")[0] == 1
