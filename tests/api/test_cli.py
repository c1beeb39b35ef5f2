"""The command line as a whole: its table of commands, its exit codes, its words."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path

import click
import pytest

from api import cli
from graph.errors import Fault, FaultyInput, LianhuError


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """`lianhu …` in a process of its own."""
    command = [sys.executable, "-c", "from api.cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_teaches(name: str) -> None:
    """Each command of the table exists, has a help text of more than a line, and --json where it answers."""
    command = importlib.import_module(cli.COMMANDS[name].module).command
    assert isinstance(command, click.Command)
    assert len(command.help or "") > 40
    commands = command.commands.values() if isinstance(command, click.Group) else [command]
    for one in commands:
        assert any("--json" in option.opts for option in one.params), f"{one.name} has no --json"


def test_help_lists_every_command_without_loading_any() -> None:
    """`lianhu --help` is instant: it imports neither solver nor driver."""
    code = (
        "import sys\nfrom api.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit as end:\n"
        "    print(end.code, [m for m in ('ortools', 'numba', 'neo4j', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("0 []")
    assert all(f"  {name}" in done.stdout for name in cli.COMMANDS)


def test_a_wrong_usage_is_not_infeasible() -> None:
    """click would exit with 2, which means infeasible here; a wrong usage is an error, 1."""
    assert run("solve").returncode == 1
    assert run("no-such-command").returncode == 1
    assert run("gaps", "--no-such-option").returncode == 1


def test_a_file_that_is_not_there_is_a_faulty_file(tmp_path: Path) -> None:
    """Exit 4, and the words name the file."""
    done = run("solve", str(tmp_path / "nothing.json"))
    assert done.returncode == 4
    assert "nothing.json" in done.stderr


def test_errors_come_in_words_and_as_json(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Text on stderr; with --json the same and every fault as a row on stdout."""

    def fail(**_: object) -> None:
        raise FaultyInput("county.xlsx", [Fault("grids, row 3, 编号", "g1", "is there twice", "Give it its own id.")])

    monkeypatch.setattr(cli.cli, "main", fail)
    with pytest.raises(SystemExit) as end:
        cli.main(["import", "county.xlsx", "--json"])
    assert end.value.code == 4
    said = capsys.readouterr()
    assert "grids, row 3" in said.err
    assert json.loads(said.out)["faults"][0]["remedy"] == "Give it its own id."


def test_an_error_of_ours_is_one(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Any LianhuError ends with its own exit code and without a traceback."""

    def fail(**_: object) -> None:
        raise LianhuError("Something that can be said.")

    monkeypatch.setattr(cli.cli, "main", fail)
    with pytest.raises(SystemExit) as end:
        cli.main(["plans"])
    assert end.value.code == 1
    assert capsys.readouterr().err == "Something that can be said.\n"


def test_a_long_list_of_faults_is_cut_on_the_screen_only() -> None:
    """Fifty are shown, all are kept."""
    error = FaultyInput("f", [Fault(f"row {i}", "", "is wrong") for i in range(60)])
    assert str(error).count("is wrong") == 50
    assert "10 more" in str(error)
    assert len(error.as_json()) == 60
