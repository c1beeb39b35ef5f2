"""`lianhu import`: exit codes, words, JSON, and that faults reach the user whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.cli import main
from graph.database import Database
from tests.graph.ingest.builders import (
    Tables,
    a_county,
    a_full_county,
    sheets_of,
    with_new,
    with_row,
    without,
    write_folder,
    write_workbook,
)


def lianhu(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of one command."""
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    told = capsys.readouterr()
    return int(str(ended.value.code)), told.out, told.err


def a_file(folder: Path, tables: Tables) -> str:
    """The path of a workbook of these tables."""
    return str(write_workbook(folder / "county.xlsx", sheets_of(tables)))


@pytest.fixture
def here(graph_env: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands of this process work on the session's graph."""
    for name, value in graph_env.items():
        if name.startswith("LIANHU_GRAPH"):
            monkeypatch.setenv(name, value)


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The environment names a graph that does not exist yet; gives its folder."""
    monkeypatch.setenv("LIANHU_GRAPH", f"local:{tmp_path / 'no-graph'}")
    return tmp_path / "no-graph"


def test_check_needs_no_graph(nowhere: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Read and validated, nothing started, nothing made."""
    code, words, _ = lianhu(capsys, "import", a_file(tmp_path, a_full_county()), "--check")
    assert code == 0
    assert "no fault. Nothing was imported (--check)." in words
    assert not nowhere.exists()


def test_check_as_json(nowhere: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One document, with rows by table, what was ignored, and marks."""
    sheets = sheets_of(a_full_county()) | {"Sheet1": [["x"]]}
    path = str(write_workbook(tmp_path / "c.xlsx", sheets))
    code, out, err = lianhu(capsys, "import", path, "--check", "--json")
    report = json.loads(out)
    assert (code, err) == (0, "")
    assert {table["table"]: table["rows"] for table in report["tables"]}["households"] == 3
    assert report["ignored"]["sheets"] == ["Sheet1"]
    assert report["marks"]["members_without_place"] == ["m4"]
    assert report["checked_only"] is True


@pytest.mark.parametrize("more", [[], ["--check"]])
def test_faults(more: list[str], nowhere: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 4, every fault with its place and remedy; no graph is started for a faulty file."""
    tables = with_row(a_county(), "households", 1, risk="紫")
    tables = with_new(tables, "links", member="m9", household="h1")
    code, out, err = lianhu(capsys, "import", a_file(tmp_path, tables), *more)
    assert (code, out) == (4, "")
    assert "2 faults, nothing was taken from it" in err
    assert "居民户, row 4, 分类: is not a word of this list (紫). Write one of: 绿 green" in err
    assert "联户, row 3, 成员: points nowhere" in err
    assert not nowhere.exists()


def test_faults_as_json(nowhere: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each fault as a row; there may be more than the words show."""
    tables = a_county() | {"households": [{"id": f"h{n}", "building": "b1", "risk": "红"} for n in range(70)]}
    code, out, err = lianhu(capsys, "import", a_file(tmp_path, tables), "--json")
    faults = json.loads(out)["faults"]
    assert (code, len(faults)) == (4, 70)
    assert (faults[0]["sheet"], faults[0]["row"], faults[0]["column"], faults[0]["value"]) == (
        "居民户",
        3,
        "分类",
        "红",
    )
    assert "… and 20 more" in err


def test_a_missing_file(nowhere: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A faulty input like any other."""
    code, _, err = lianhu(capsys, "import", str(tmp_path / "no.xlsx"))
    assert code == 4
    assert "no such file" in err


@pytest.mark.usefixtures("here")
def test_import_and_import_again(db: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """First everything is new, then nothing is."""
    path = a_file(tmp_path, a_full_county())
    code, words, _ = lianhu(capsys, "import", path)
    assert code == 0
    assert "imported as i-1" in words
    assert "居民户: 3 new, 0 changed, 0 unchanged" in words
    assert "links: 2 began, 0 ended" in words
    assert "1 members without any place" in words
    code, words, _ = lianhu(capsys, "import", path)
    assert code == 0
    assert "all of them as the graph has them. Nothing was changed." in words


@pytest.mark.usefixtures("here")
def test_missing_rows_and_links(db: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Listed with the way to close them; closed; links only with --links."""
    lianhu(capsys, "import", a_file(tmp_path, a_full_county()))
    fewer = without(a_full_county(), "teams", 0)
    fewer = with_row(fewer, "links", 0, member="m2")
    _, words, _ = lianhu(capsys, "import", a_file(tmp_path, fewer))
    assert "1 rows are in the graph and not in the file (t1), kept; --close-missing closes them." in words
    assert "links: not taken, 1 are as in force" in words
    assert "--links takes the file's" in words
    report = json.loads(lianhu(capsys, "import", a_file(tmp_path, fewer), "--close-missing", "--links", "--json")[1])
    teams = next(table for table in report["tables"] if table["table"] == "teams")
    assert (teams["missing"], teams["closed"]) == (["t1"], 1)
    assert (report["links"]["taken"], report["links"]["opened"], report["links"]["closed"]) == (True, 1, 1)


@pytest.mark.usefixtures("here")
def test_a_folder_of_chinese_csv(db: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """GB18030 files with Chinese names and headers, as an office exports them."""
    folder = write_folder(tmp_path / "csv", sheets_of(a_county(), language="chinese"), "gb18030")
    code, out, _ = lianhu(capsys, "import", str(folder), "--json")
    report = json.loads(out)
    assert (code, report["import_id"]) == (0, "i-1")
    assert {table["sheet"] for table in report["tables"]} == {
        "网格.csv",
        "楼栋.csv",
        "居民户.csv",
        "部门.csv",
        "成员.csv",
    }
