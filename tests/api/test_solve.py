"""`lianhu solve`: its files, exit codes, words and options."""

from __future__ import annotations

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
from api.cli.solve import plan_path
from tests.planner.builders import a_household, a_member, an_instance, random_instance


def written(folder: Path, document: dict[str, Any], name: str = "county.json") -> Path:
    """An instance file."""
    path = folder / name
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def solve(*arguments: object) -> int:
    """The exit code of `lianhu solve …` in this process."""
    with pytest.raises(SystemExit) as ended:
        main(["solve", *map(str, arguments)])
    return int(ended.value.code or 0)


def plan_of(path: Path) -> dict[str, Any]:
    """A plan file's JSON."""
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["county.json", "county.json.gz", "county"])
def test_the_plan_stands_beside_the_instance(name: str) -> None:
    """county.json.gz → county.plan.json, in the same folder."""
    assert plan_path(Path("in") / name) == Path("in") / "county.plan.json"


def test_a_plan_is_written_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 0, the file, figures on stdout with what to do next, progress on stderr."""
    path = written(tmp_path, random_instance(random.Random(1), members=6, households=60))
    assert solve(path, "--work", 20_000) == 0
    plan = plan_of(tmp_path / "county.plan.json")
    told = capsys.readouterr()
    assert plan["status"] in {"feasible", "optimal"}
    assert f"{plan['objective']:,.1f}" in told.out
    assert f"next: lianhu check {path} {tmp_path / 'county.plan.json'}" in told.out
    assert "objective" in told.err
    assert solve(path, "--work", 20_000) == 0, "an older plan is replaced"


def test_json_is_the_plan_file_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One document on stdout, the same as in the file."""
    path = written(tmp_path, an_instance())
    assert solve(path, "--work", 1000, "--json", "-o", tmp_path / "p.json") == 0
    assert json.loads(capsys.readouterr().out) == plan_of(tmp_path / "p.json")


def test_no_plan_is_an_answer_with_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2: the cause and a repair in the file and in words."""
    path = written(tmp_path, an_instance(households=[a_household(f"h{i}") for i in range(16)]))
    assert solve(path, "--work", 1000) == 2
    plan = plan_of(tmp_path / "county.plan.json")
    assert (plan["status"], plan["assignment"], plan["objective"], plan["moves"]) == ("infeasible", {}, None, None)
    told = capsys.readouterr().out
    assert plan["causes"][0]["sentence"] in told
    assert plan["repairs"][0]["sentence"] in told


def test_time_up_before_anything(tmp_path: Path) -> None:
    """No time at all for 400 × 400: exit code 3, a file that claims nothing."""
    document = an_instance(
        members=[a_member(f"m{i}") for i in range(400)], households=[a_household(f"h{i}") for i in range(400)]
    )
    assert solve(written(tmp_path, document), "--seconds", 0) == 3
    assert plan_of(tmp_path / "county.plan.json")["status"] == "unknown"


def test_a_faulty_file_leaves_nothing_behind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 4, the fault by its path, no plan file."""
    path = written(tmp_path, an_instance(households=[a_household(building="nowhere")]))
    assert solve(path) == 4
    assert "households[0].building" in capsys.readouterr().err
    assert not (tmp_path / "county.plan.json").exists()


def test_a_folder_that_is_not_there_is_said_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong usage before any solving: exit code 1."""
    path = written(tmp_path, an_instance())
    assert solve(path, "-o", tmp_path / "none" / "plan.json") == 1
    assert "there is no folder" in capsys.readouterr().err


def test_the_same_work_and_seed_give_the_same_file(tmp_path: Path) -> None:
    """But for the seconds."""
    path = written(tmp_path, random_instance(random.Random(4), members=6, households=50))
    plans: list[dict[str, Any]] = []
    for name in ("a.json", "b.json"):
        assert solve(path, "--work", 40_000, "--seed", 5, "-o", tmp_path / name) == 0
        plan = plan_of(tmp_path / name)
        plans.append({key: plan[key] for key in plan if key not in {"seconds", "progress"}})
    assert plans[0] == plans[1]


def test_moves_are_limited_from_the_command_line(tmp_path: Path) -> None:
    """--moves applies instead of the file's limit and is repeated in the plan."""
    homes = [a_household(f"h{i}", current=f"m{i % 2}") for i in range(12)]
    document = an_instance(members=[a_member("m0"), a_member("m1", x=2000.0)], households=homes)
    assert solve(written(tmp_path, document), "--moves", 2, "--work", 5000) == 0
    plan = plan_of(tmp_path / "county.plan.json")
    assert (plan["moves"], plan["max_moves"]) == (2, 2)


def test_ctrl_c_ends_with_the_best_plan_so_far(tmp_path: Path) -> None:
    """Interrupted long before its ten minutes are up, it writes a legal plan and exits with 0."""
    path = written(tmp_path, random_instance(random.Random(2), members=60, households=600))
    command = [sys.executable, "-c", "from api.cli import main; main()", "solve", str(path), "--seconds", "600"]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert running.stderr is not None
    while "objective" not in running.stderr.readline():
        assert running.poll() is None
    began = time.monotonic()
    running.send_signal(signal.SIGINT)
    out, _ = running.communicate(timeout=120)
    assert running.returncode == 0
    assert time.monotonic() - began < 100
    assert "next: lianhu check" in out
    assert plan_of(tmp_path / "county.plan.json")["seconds"] < 300
