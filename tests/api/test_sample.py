"""`lianhu sample DIR` as a user calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.cli import main


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of one call."""
    with pytest.raises(SystemExit) as stopped:
        main(["sample", *arguments])
    out, err = capsys.readouterr()
    return int(str(stopped.value.code or 0)), out, err


def test_a_county_is_written_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The summary goes to stdout, progress to stderr; the second time it is there already."""
    arguments = [str(tmp_path / "county"), "--households", "3", "--members", "1"]
    code, out, err = run(capsys, *arguments)
    assert code == 0
    assert "written" in out
    assert "3  households" in out
    assert "county.xlsx" in err
    code, out, err = run(capsys, *arguments)
    assert code == 0
    assert "there already" in out
    assert err == ""


def test_json_is_one_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Parameters, rows by table, gaps by cause, files."""
    code, out, _ = run(capsys, str(tmp_path / "c"), "--households", "40", "--members", "4", "--seed", "5", "--json")
    told = json.loads(out)
    assert code == 0
    assert told["already"] is False
    assert told["parameters"]["seed"] == 5
    assert told["counts"]["households"] == 40
    assert "no_member" in told["planted"]
    assert "county.json.gz" in told["files"]


def test_another_county_is_refused_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1, what is there, and what to do."""
    run(capsys, str(tmp_path), "--households", "3", "--members", "1")
    code, out, err = run(capsys, str(tmp_path), "--households", "4", "--members", "1")
    assert (code, out) == (1, "")
    assert "another county" in err
    assert "--force" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("arguments", [["--households", "0"], ["--members", "none"], ["--seed", "-1"], ["--size", "3"]])
def test_wrong_usage_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    """No county without households or members; unknown options are named."""
    code, _, err = run(capsys, str(tmp_path / "c"), *arguments)
    assert code == 1
    assert arguments[0] in err
    assert not (tmp_path / "c").exists()
