"""`lianhu check INSTANCE PLAN` as a user calls it: exit codes, words and JSON."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from api.cli import main
from planner.instance_file import read_instance
from tests.planner.builders import Json, a_household, an_instance
from tests.planner.checks.village import DOCUMENT, TERMS, a_plan

Captured = pytest.CaptureFixture[str]


def check(capsys: Captured, tmp_path: Path, document: Any, plan: Any, *options: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error; `plan` is the file's JSON, or bytes, or a function of it."""
    instance = tmp_path / "village.json"
    instance.write_text(json.dumps(document), encoding="utf-8")
    content = plan(read_instance(instance)) if callable(plan) else plan
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    (tmp_path / "village.plan.json").write_bytes(data)
    with pytest.raises(SystemExit) as stopped:
        main(["check", str(instance), str(tmp_path / "village.plan.json"), *options])
    out, err = capsys.readouterr()
    return int(str(stopped.value.code or 0)), out, err


def test_a_good_plan_is_told_in_one_line(tmp_path: Path, capsys: Captured) -> None:
    """Exit code 0, the objective and its terms."""
    code, out, err = check(capsys, tmp_path, DOCUMENT, a_plan)
    assert (code, err) == (0, "")
    assert out == (
        "The recount agrees: feasible, every hard rule kept, 4 households, 2,467.5 minutes a quarter (walking 80.0, "
        "relation 30.0, compactness 20.0, balance 332.5, ceiling 2,000.0, churn 5.0), 1 move and 0 forced changes.\n"
    )


def test_a_packed_plan_is_read_too(tmp_path: Path, capsys: Captured) -> None:
    """`.gz` is told by content."""
    code, _, _ = check(capsys, tmp_path, DOCUMENT, lambda i: gzip.compress(json.dumps(a_plan(i)).encode()))
    assert code == 0


def test_a_wrong_term_is_named_and_ends_with_1(tmp_path: Path, capsys: Captured) -> None:
    """What the plan says, what the recount says, and the difference."""
    code, out, _ = check(capsys, tmp_path, DOCUMENT, lambda i: a_plan(i, terms={**TERMS, "walking": 79.5}))
    assert code == 1
    assert "1 disagreement:" in out
    assert "walking: the plan says 79.5, the recount 80.0, 0.5 too little" in out


def test_json_carries_every_disagreement_and_the_recount(tmp_path: Path, capsys: Captured) -> None:
    """One document on standard output."""
    code, out, _ = check(capsys, tmp_path, DOCUMENT, lambda i: a_plan(i, moves=0, gap=0.5), "--json")
    told = json.loads(out)
    assert (code, told["agrees"], told["status"]) == (1, False, "feasible")
    assert [one["what"] for one in told["disagreements"]] == ["moves", "gap"]
    assert told["recount"]["terms"]["ceiling"] == pytest.approx(2000.0)


def test_many_disagreements_are_cut_for_people(tmp_path: Path, capsys: Captured) -> None:
    """Sixty households without a member: fifty lines and how many more."""
    homes = [a_household(f"h{i}") for i in range(60)]
    document = an_instance(rules={"households_per_member": [0, 60]}, households=homes)
    code, out, _ = check(capsys, tmp_path, document, lambda i: a_plan(i, assignment={}, max_moves=None))
    assert code == 1
    assert "more (--json lists all)" in out


def infeasible(instance: Any) -> Json:
    """A plan file without a plan and without a proof."""
    return a_plan(
        instance,
        status="infeasible",
        assignment={},
        terms={},
        over_ceiling=[],
        **dict.fromkeys(("objective", "bound", "gap", "moves", "target_minutes")),
    )


def test_no_plan_with_a_certificate_ends_with_0(tmp_path: Path, capsys: Captured) -> None:
    """The recount agrees that there is no plan; without a certificate it does not."""
    homes = [a_household(f"h{i}") for i in range(2)]
    document = an_instance(rules={"households_per_member": [0, 1]}, households=homes)
    cause = {
        "kind": "too_few_places",
        "households": ["h0", "h1"],
        "members": ["m1"],
        "places": 1,
        "sentence": "Two for one place.",
    }
    code, out, _ = check(capsys, tmp_path, document, lambda i: {**infeasible(i), "causes": [cause]})
    assert (code, out) == (0, "The recount agrees: there is no plan; 1 cause recounted.\n")
    code, out, _ = check(capsys, tmp_path, document, infeasible)
    assert code == 1
    assert "without" not in out
    assert "certificate" in out


def test_unknown_claims_nothing(tmp_path: Path, capsys: Captured) -> None:
    """Time was up: nothing to disagree with."""
    code, out, _ = check(capsys, tmp_path, DOCUMENT, lambda i: {**infeasible(i), "status": "unknown"})
    assert code == 0
    assert "no plan was found in time" in out


def test_best_effort_is_told(tmp_path: Path, capsys: Captured) -> None:
    """No plan, one cause, and the plan that breaks one rule as it says."""
    homes = [a_household(f"h{i}") for i in range(2)]
    document = an_instance(rules={"households_per_member": [0, 1]}, households=homes)
    cause = {"kind": "too_few_places", "households": ["h0", "h1"], "members": ["m1"], "places": 1, "sentence": ""}
    effort = {
        "causes": [cause],
        "assignment": {"h0": "m1", "h1": "m1"},
        "terms": {"walking": 0, "relation": 0, "compactness": 10, "balance": 0, "ceiling": 0, "churn": 0},
        "objective": 10,
        "target_minutes": 40,
        "moves": 0,
        "broken": [{"rule": "households", "member": "m1", "household": None, "by": 1}],
    }
    code, out, _ = check(capsys, tmp_path, document, lambda i: {**infeasible(i), **effort})
    assert code == 0
    assert "The best effort breaks 1 rule as it says: 10.0 minutes" in out


@pytest.mark.parametrize(
    ("document", "plan", "path"),
    [
        ({**DOCUMENT, "members": []}, {}, "members"),
        (DOCUMENT, b"{", "$"),
        (DOCUMENT, {"format": "lianhu-plan/1", "status": "great"}, "status"),
        (DOCUMENT, [], "$"),
    ],
)
def test_a_file_that_cannot_be_read_ends_with_4(
    tmp_path: Path, capsys: Captured, document: Any, plan: Any, path: str
) -> None:
    """Every fault by JSON path, of the instance or of the plan."""
    instance = tmp_path / "i.json"
    instance.write_text(json.dumps(document), encoding="utf-8")
    (tmp_path / "p.json").write_bytes(plan if isinstance(plan, bytes) else json.dumps(plan).encode())
    with pytest.raises(SystemExit) as stopped:
        main(["check", str(instance), str(tmp_path / "p.json"), "--json"])
    assert stopped.value.code == 4
    assert path in [fault["where"] for fault in json.loads(capsys.readouterr().out)["faults"]]


def test_unknown_keys_are_a_warning_on_standard_error(tmp_path: Path, capsys: Captured) -> None:
    """They change neither the answer nor standard output."""
    code, out, err = check(capsys, tmp_path, {**DOCUMENT, "colour": "red"}, a_plan)
    assert code == 0
    assert "colour: unknown key, ignored" in err
    assert "colour" not in out
