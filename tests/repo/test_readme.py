"""The README's commands do what it shows, in a folder that holds nothing but the repository's files."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
LEFT_BEHIND = shutil.ignore_patterns(
    ".git", ".venv", ".lianhu", ".neo4j", ".*_cache", ".hypothesis", "out", "__pycache__", ".coverage*"
)
ENVIRONMENT = {
    name: value for name, value in os.environ.items() if not name.startswith(("LIANHU", "COV", "MAKE", "MFLAGS"))
}


def blocks(kind: str) -> list[list[str]]:
    """The lines of each code block of a kind."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return [body.splitlines() for name, body in fenced if name == kind]


def comparable(line: str) -> str:
    """A line of the demo's report without what the seconds and the machine decide: the plan's minutes and its gaps."""
    line = re.sub(r"\d+ s$", "# s", line)
    if line.startswith("Proven"):
        return re.sub(r"[\d,.]+\d", "#", line)
    if re.match(r"(walking|relation|compactness|balance|ceiling|in all|a member|card_stale)\b", line):
        return re.sub(r" +[\d,–]+(?=$|  [a-z])", " #", line)
    return line


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of the repository's files beside nothing; what is installed is this checkout's (test_wheel installs)."""
    folder = tmp_path_factory.mktemp("fresh") / "lianhu"
    shutil.copytree(ROOT, folder, ignore=LEFT_BEHIND)
    (folder / ".venv").mkdir()
    for name in ("bin", "lib", "pyvenv.cfg"):
        (folder / ".venv" / name).symlink_to(ROOT / ".venv" / name)
    (folder / ".venv" / ".installed").touch()
    yield folder
    run(".venv/bin/lianhu db stop", folder)


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A line of the README in a shell, `lianhu` being the one of .venv."""
    path = f"{folder / '.venv' / 'bin'}:{os.environ['PATH']}"
    return subprocess.run(
        command, shell=True, cwd=folder, env={**ENVIRONMENT, "PATH": path}, capture_output=True, text=True, check=False
    )


@pytest.mark.timeout(900)
def test_the_first_command_prints_what_it_shows(fresh: Path) -> None:
    """`make demo` at full size, line by line but for what its thirty seconds found; run again, it doubles nothing."""
    first, *shown = blocks("console")[0]
    assert first == "$ make demo"
    done = run("make demo", fresh)
    assert done.returncode == 0, done.stderr[-3000:]
    assert [comparable(line) for line in done.stdout.splitlines()] == [comparable(line) for line in shown]
    again = run("make demo", fresh)
    assert again.returncode == 0, again.stderr[-3000:]
    settled = done.stdout.replace("out/county: written", "out/county: there already")
    settled = re.sub(r"(p-1): (made in .*|in force now)", r"\1: #", settled.replace("i-1, done", "there already"))
    assert re.sub(r"(p-1): (there|in force) already", r"\1: #", again.stdout) == settled


@pytest.mark.timeout(900)
def test_the_commands_for_a_county_of_ones_own_work(fresh: Path) -> None:
    """One after the other, on the demo's county as if it were one's own."""
    if not (fresh / "out").exists():
        run("make demo", fresh)
    shutil.copy(fresh / "out" / "county" / "county.xlsx", fresh)
    commands = [line.split("   ")[0].rstrip() for line in blocks("")[0]]
    assert [command.split()[1] for command in commands] == [
        *("import", "import", "plan", "show", "approve", "export", "gaps", "revert"),
    ]
    for command in commands:
        done = run(command, fresh)
        assert done.returncode == 0, f"{command}\n{done.stdout[-500:]}\n{done.stderr[-2000:]}"
    assert (fresh / "plan.html").stat().st_size > 100_000


def test_the_second_command_is_what_ci_runs() -> None:
    """`make test`: .ci/run calls it by the same words, after `make check`."""
    assert blocks("console")[1] == ["$ make test"]
    calls = [
        line for line in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines() if line.startswith("make")
    ]
    assert calls == ["make install-dev", "make check", "make test"]
