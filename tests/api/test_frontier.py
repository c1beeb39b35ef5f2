"""`lianhu frontier` and `--minimum` on files: what they print, write and refuse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.cli import main
from tests.planner.builders import Json, a_building, a_household, a_member, an_instance


def villages(folder: Path, **overrides: object) -> Path:
    """Two villages of six houses, each served by the member of the other."""
    document: Json = an_instance(
        members=[a_member("m1"), a_member("m2", x=3000.0)],
        buildings=[a_building(f"b{i}", x=0.0 if i < 6 else 3000.0) for i in range(12)],
        households=[a_household(f"h{i}", f"b{i}", current="m2" if i < 6 else "m1") for i in range(12)],
        rules={"households_per_member": [0, 12]},
        **overrides,
    )
    path = folder / "villages.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def run(*arguments: object) -> int:
    """The exit code of `lianhu …` in this process."""
    with pytest.raises(SystemExit) as ended:
        main([str(one) for one in arguments])
    code = ended.value.code
    return code if isinstance(code, int) else 0


def test_the_curve_is_printed_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A table for people, one JSON document for programs, the same document in the file."""
    source, output = villages(tmp_path), tmp_path / "curve.json"
    assert run("frontier", source, "--seconds", 6, "--points", 9, "--json", "-o", output) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed == json.loads(output.read_text(encoding="utf-8"))
    assert printed["format"] == "lianhu-frontier/1"
    moves = [point["moves"] for point in printed["points"]]
    assert moves == sorted(set(moves))
    assert moves[0] == 0
    assert printed["points"][-1]["max_moves"] is None
    assert {"largest", "p90", "deviation", "gini"} == set(printed["points"][0]["fairness"])
    assert run("frontier", source, "--seconds", 3) == 0
    assert "Gini" in capsys.readouterr().out


def test_no_plan_is_an_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, and where the reasons are."""
    source = tmp_path / "none.json"
    source.write_text(json.dumps(an_instance(households=[a_household(f"h{i}") for i in range(16)])))
    assert run("frontier", source) == 2
    assert "lianhu solve" in capsys.readouterr().err


def test_a_faulty_file_and_a_missing_folder(tmp_path: Path) -> None:
    """4 for the file, 1 for a wrong usage, before any time is spent."""
    faulty = tmp_path / "faulty.json"
    faulty.write_text("{}")
    assert run("frontier", faulty) == 4
    assert run("frontier", villages(tmp_path), "-o", tmp_path / "no" / "curve.json") == 1


def test_the_minimum_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing has to move, so nothing moves; proven, and the recount agrees. --moves beside it is refused."""
    source, output = villages(tmp_path), tmp_path / "plan.json"
    assert run("solve", source, "--minimum", "-o", output) == 0
    assert "0 forced, 0 unforced (proven: no plan needs fewer)" in capsys.readouterr().out
    plan = json.loads(output.read_text(encoding="utf-8"))
    assert plan["fewest_moves"] == {"moves": 0, "proven": True}
    assert (plan["moves"], plan["max_moves"]) == (0, 0)
    assert run("check", source, output) == 0
    assert run("solve", source, "--minimum", "--moves", 3) == 1
