"""What the tests of commands on a graph share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from api.cli import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(graph_env: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run one command on the session's graph: exit code, stdout, stderr."""
    for name, value in graph_env.items():
        monkeypatch.setenv(name, value)

    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        out, err = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, out, err

    return call
