"""cypher/README.md lists the queries as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph import query_readme
from graph.queries import all_queries


def test_the_list_in_the_repository_is_up_to_date() -> None:
    """`make cypher-readme` after a change of a header; this fails when it was forgotten."""
    assert query_readme.readme_path().read_text(encoding="utf-8") == query_readme.readme_text()


def test_every_query_has_its_line() -> None:
    """A line for each file, with a link to it."""
    text = query_readme.readme_text()
    assert all(f"({entry.name}.cypher)" in text for entry in all_queries())


def test_check_and_readme_work_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A list that is missing or old fails the check and says what to do; writing it makes the check pass."""
    monkeypatch.setattr(query_readme, "readme_path", lambda: tmp_path / "README.md")
    assert query_readme.main(["--check"]) == 1
    assert "make cypher-readme" in capsys.readouterr().out
    assert query_readme.main(["--readme"]) == 0
    assert query_readme.main(["--check"]) == 0
