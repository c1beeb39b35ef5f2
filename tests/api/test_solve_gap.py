"""`lianhu solve --gap`: files, exit codes, words, and what does not go with it."""

from __future__ import annotations

import hashlib
import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from api.cli import main
from tests.planner.gap.builders import gap_text


def written(folder: Path, *, agents: int = 4, jobs: int = 30, room: float = 0.85, name: str = "d0430") -> Path:
    """A GAP file; with little room it has no plan."""
    draw = random.Random(1)
    use = [[draw.randint(1, 50) for _ in range(jobs)] for _ in range(agents)]
    cost = [[60 - a + draw.randint(-5, 5) for a in row] for row in use]
    path = folder / name
    path.write_text(gap_text(cost, use, [int(room * sum(row) / agents) for row in use]))
    return path


def solve(*arguments: object) -> int:
    """The exit code of `lianhu solve …` in this process."""
    with pytest.raises(SystemExit) as ended:
        main(["solve", *map(str, arguments)])
    return int(ended.value.code or 0)


def plan_of(path: Path) -> dict[str, Any]:
    """A plan file's JSON."""
    return json.loads(path.read_text(encoding="utf-8"))


def test_a_gap_file_becomes_a_plan_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Beside the file, in the plan's format; recounted here from the file's numbers."""
    path = written(tmp_path)
    assert solve("--gap", path, "--work", 20_000, "--seed", 3) == 0
    plan = plan_of(tmp_path / "d0430.plan.json")
    numbers = list(map(int, path.read_text().split()))
    m, n = numbers[:2]
    cost, use, capacity = numbers[2 : 2 + m * n], numbers[2 + m * n : 2 + 2 * m * n], numbers[-m:]
    owner = {int(job): int(agent) for job, agent in plan["assignment"].items()}
    assert sorted(owner) == list(range(n))
    assert plan["objective"] == sum(cost[i * n + j] for j, i in owner.items())
    for i in range(m):
        assert sum(use[i * n + j] for j in owner if owner[j] == i) <= capacity[i]
    assert plan["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (plan["format"], plan["instance"], plan["seed"]) == ("lianhu-plan/1", "d0430", 3)
    assert (plan["terms"], plan["target_minutes"], plan["moves"]) == ({}, None, None)
    assert plan["bound"] <= plan["objective"]
    assert plan["gap"] == pytest.approx((plan["objective"] - plan["bound"]) / plan["objective"])
    assert (plan["status"] == "optimal") == (plan["gap"] <= 1e-6)
    told = capsys.readouterr()
    assert "for 30 jobs and 4 agents" in told.out
    assert "objective" in told.err


def test_json_is_the_plan_file_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One document on stdout, the same as in the file."""
    assert solve("--gap", written(tmp_path), "--work", 1000, "--json", "-o", tmp_path / "p.json") == 0
    assert json.loads(capsys.readouterr().out) == plan_of(tmp_path / "p.json")


def test_no_plan_is_an_answer_with_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2 and the reason."""
    assert solve("--gap", written(tmp_path, room=0.2), "--work", 1000) == 2
    plan = plan_of(tmp_path / "d0430.plan.json")
    assert (plan["status"], plan["assignment"], plan["objective"]) == ("infeasible", {}, None)
    assert plan["causes"][0]["kind"] == "other"
    assert plan["causes"][0]["sentence"] in capsys.readouterr().out


def test_a_faulty_file_leaves_nothing_behind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 4, every fault by its line, no plan file."""
    path = tmp_path / "g"
    path.write_text("2 1\n1\nx\n1\ny\n5 5\n")
    assert solve("--gap", path) == 4
    told = capsys.readouterr().err
    assert "line 3, number 1: must be a number (x)" in told
    assert "line 5, number 1: must be a number (y)" in told
    assert not (tmp_path / "g.plan.json").exists()
    assert solve("--gap", tmp_path / "none") == 4


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["county.json"], "Give either INSTANCE or --gap FILE, not both"),
        (["--moves", "3"], "--moves has no meaning with --gap"),
        (["-o", "none/plan.json"], "there is no folder"),
    ],
)
def test_what_does_not_go_with_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], told: str
) -> None:
    """A wrong usage is told before any solving."""
    assert solve("--gap", written(tmp_path), *more) == 1
    assert told in capsys.readouterr().err


def test_neither_is_a_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    """INSTANCE or --gap."""
    assert solve("--work", 5) == 1
    assert "Missing argument 'INSTANCE', or --gap FILE" in capsys.readouterr().err


def test_ctrl_c_ends_with_the_best_plan_so_far(tmp_path: Path) -> None:
    """Interrupted long before its ten minutes are up, it writes a plan and exits with 0."""
    path = written(tmp_path, agents=20, jobs=200)
    code = "from api.cli import main; main()"
    command = [sys.executable, "-c", code, "solve", "--gap", str(path), "--seconds", "600"]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert running.stderr is not None
    while "objective" not in running.stderr.readline():
        assert running.poll() is None
    began = time.monotonic()
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=60)
    assert running.returncode == 0
    assert time.monotonic() - began < 30
    assert plan_of(tmp_path / "d0430.plan.json")["status"] in {"feasible", "optimal"}
