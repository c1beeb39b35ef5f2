"""lianhu resilience, whatif leave and recommend: on the graph and on a file, in words and as JSON, and refusals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from api.cli import main
from graph.database import Database
from planner.warm import compile_kernels
from tests.api.conftest import Run
from tests.graph.small_county import a_household, a_member, change, link_all, write_county, write_tie
from tests.planner import builders


@pytest.fixture
def county(db: Database) -> Database:
    """m1 and m2 live at b1, m3 700 m east; m1 has h1 to h4, m2 h5 and h6, m3 nobody. h6 avoids m1 and m3."""
    compile_kernels()  # so that no command has to say that it does
    members = [a_member(m, min_households=0, name="王小明") for m in ("m1", "m2", "m3")]
    write_county(db, members, [a_household(f"h{i}") for i in range(1, 7)])
    change(db, "Member", "m3", x=700.0)
    link_all(db, {f"h{i}": "m1" if i < 5 else "m2" for i in range(1, 7)})
    for member in ("m1", "m3"):
        write_tie(db, member, "h6", "avoids")
    return db


def as_json(answer: tuple[int, str, str], code: int = 0) -> Any:
    """The one document on stdout; nothing is said beside it."""
    assert (answer[0], answer[2]) == (code, "")
    return json.loads(answer[1])


@pytest.mark.usefixtures("county")
def test_resilience_of_a_county(run: Run) -> None:
    """m2 has h6, whom nobody else may have; the others can leave. Names are masked."""
    found = as_json(run("resilience", "--json"))
    outcomes = {one["member"]: one["outcome"] for one in found["members"]}
    assert outcomes == {"m1": "at_once", "m2": "nobody_else", "m3": "at_once"}
    assert found["irreplaceable"] == ["m2"]
    code, out, _ = run("resilience")
    assert code == 0
    assert "Irreplaceable (1)" in out
    assert "m2 (王**): nobody else may have h6 (green, b1" in out
    assert "小明" not in out


@pytest.mark.usefixtures("county")
def test_of_one_grid(run: Run) -> None:
    """Those who serve somebody in it, whoever could take over; a grid that is not there is refused."""
    found = as_json(run("resilience", "--grid", "county", "--json"))
    assert [one["member"] for one in found["members"]] == ["m1", "m2"]
    assert run("resilience", "--grid", "g99")[0] == 1


@pytest.mark.usefixtures("county")
def test_one_member_household_by_household(run: Run) -> None:
    """Who takes each, and the county's grid that nobody else serves; a stranger is refused."""
    code, out, _ = run("resilience", "--member", "m1")
    assert code == 0
    assert "m1 (王**) leaves, 4 households" in out
    assert out.count("m2 (王**)") >= 4
    code, _, err = run("resilience", "--member", "m9")
    assert (code, "no active member m9" in err) == (1, True)


@pytest.mark.usefixtures("county")
def test_what_if_somebody_leaves(run: Run) -> None:
    """Without m1 four households go to others and nobody else moves; without m2 there is no plan, and it says why."""
    found = as_json(run("whatif", "leave", "m1", "--seconds", "1", "--json"))
    assert (found["orphaned"], found["plan"]["moves"]) == (["h1", "h2", "h3", "h4"], 0)
    assert {one["household"] for one in found["changes"] if one["forced"]} == set(found["orphaned"])
    assert found["extra_minutes"] == pytest.approx(found["after"]["objective"] - found["before"]["objective"])
    code, out, _ = run("whatif", "leave", "m1", "--seconds", "1", "--limit", "2")
    assert code == 0
    assert "4 that must and 0 that could stay" in out
    assert "… and 2 more: --limit 4" in out
    code, out, _ = run("whatif", "leave", "m2", "m3", "--seconds", "1")
    assert code == 2
    assert "There is no plan without them." in out
    assert "because: " in out
    assert run("whatif", "leave", "m9")[0] == 1


@pytest.mark.usefixtures("county")
def test_who_should_have_a_household(run: Run) -> None:
    """h1: today's member first, who serves the building anyway; h6 can only stay."""
    found = as_json(run("recommend", "h1", "--json"))
    assert [one["member"] for one in found["options"]][-1] == "m3"
    assert found["options"][0]["dearer_minutes"] == 0
    assert (found["as_today"], found["current"]) == (True, "m1")
    code, out, _ = run("recommend", "h6")
    assert code == 0
    assert "has it today" in out
    assert "not m1 (王**), 0.0 there and back: " in out
    assert run("recommend", "h77")[0] == 1


def test_of_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same three without a graph; a file and a grid exclude each other."""
    document = builders.an_instance(
        members=[builders.a_member("m1"), builders.a_member("m2")],
        households=[builders.a_household("h1", current="m1"), builders.a_household("h2", current="m2")],
    )
    path = tmp_path / "county.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    for command in (["resilience"], ["whatif", "leave", "m1", "--seconds", "1"], ["recommend", "h1"]):
        with pytest.raises(SystemExit) as ended:
            main([*command, "--instance", str(path), "--json"])
        assert ended.value.code == 0
        assert isinstance(json.loads(capsys.readouterr().out), dict)
    with pytest.raises(SystemExit) as ended:
        main(["resilience", "--instance", str(path), "--grid", "g1"])
    assert ended.value.code == 1
