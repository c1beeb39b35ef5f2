"""Progress: nothing with --json, a few lines in a log, bars on a terminal."""

from __future__ import annotations

import sys

import pytest

from api.cli import progress as module
from api.cli.progress import progress


def test_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    """With --json nothing is told."""
    with progress(quiet=True) as told:
        told("Loading", 1, 2)
    assert capsys.readouterr() == ("", "")


def test_lines_come_sparingly(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a terminal a line at most every five seconds, on stderr."""
    now = [0.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    with progress() as told:
        for second in range(12):
            now[0] = second
            told("Loading", second * 1000, 12_000)
    assert capsys.readouterr() == ("", "Loading (5,000 of 12,000) …\nLoading (10,000 of 12,000) …\n")


def test_bars_on_a_terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """They change their label and go away at the end; stdout stays free."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    with progress() as told:
        told("Reading", 0, 1)
        told("Loading", 1, 2)
        told("Loading", 2, 2)
    out, err = capsys.readouterr()
    assert out == ""
    assert "Loading" in err
