"""GAP files: what is read, and how faults are told."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from graph.errors import FaultyInput
from planner.gap.gap_file import parse_gap, read_gap
from tests.planner.gap.builders import a_gap, gap_text

GOOD = gap_text([[1, 2, 3], [4, 5, 6]], [[7, 8, 9], [1, 1, 1]], [20, 2])


def faults_of(text: str | bytes) -> list[str]:
    """The faults of a file, as told."""
    with pytest.raises(FaultyInput) as raised:
        parse_gap(text if isinstance(text, bytes) else text.encode(), "g", "g")
    assert raised.value.exit_code == 4
    return [str(fault) for fault in raised.value.faults]


def test_a_file_is_read_by_agent(tmp_path: Path) -> None:
    """Costs, uses, capacities; the name and the digest are the file's."""
    path = tmp_path / "d0203"
    path.write_text(GOOD)
    gap = read_gap(path)
    assert (gap.name, gap.sha256) == ("d0203", hashlib.sha256(GOOD.encode()).hexdigest())
    assert (gap.agents, gap.jobs, gap.cost_scale) == (2, 3, 1)
    assert gap.cost.tolist() == [[1, 2, 3], [4, 5, 6]]
    assert gap.use.tolist() == [[7, 8, 9], [1, 1, 1]]
    assert gap.capacity.tolist() == [20, 2]


def test_lines_mean_nothing() -> None:
    """Only the order of the numbers counts; the public files break their rows anywhere."""
    gap = parse_gap(GOOD.replace("\n", "   ").encode(), "g", "g")
    assert gap.cost.tolist() == [[1, 2, 3], [4, 5, 6]]
    other = parse_gap(GOOD.replace(" ", "\r\n").encode(), "g", "g")
    assert (other.use == gap.use).all()


def test_decimals_are_whole_parts() -> None:
    """Costs with two decimals are counted in hundredths, uses and capacities in a unit of their own."""
    gap = a_gap([[1.25, -3]], [[0.5, 2]], [2.5])
    assert (gap.cost.tolist(), gap.cost_scale) == ([[125, -300]], 100)
    assert (gap.use.tolist(), gap.capacity.tolist()) == ([[5, 20]], [25])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "must begin with two numbers"),
        ("2", "must begin with two numbers"),
        ("0 3", "line 1, number 1: the number of agents must be a whole number, 1 or more (0)"),
        ("2 x\n1", "line 1, number 2: the number of jobs must be a whole number, 1 or more (x)"),
        (GOOD.rsplit(maxsplit=1)[0], "need 14 numbers behind them (6 costs, 6 uses, 2 capacities), there are 13"),
        (GOOD + "5", "there are 15"),
        ("99999 99999 1", "numbers are read"),
        (GOOD.replace("4 5 6", "4 five 6"), "line 3, number 2: must be a number (five)"),
        (GOOD.replace("4 5 6", "4 nan 6"), "line 3, number 2: must be a number (nan)"),
        (GOOD.replace("4 5 6", "4 1e99 6"), "line 3, number 2: must be a number (1e99)"),
        (GOOD.replace("4 5 6", "4 1.0000001 6"), "must have at most 6 decimals"),
        (GOOD.replace("7 8 9", "7 -8 9"), "line 4, number 2: a use must be 0 or more (-8)"),
        (GOOD.replace("20 2", "20 -2"), "line 6, number 2: a capacity must be 0 or more (-2)"),
        (GOOD.replace("4 5 6", "4 999999999999999 6"), "the costs are too large"),
        (GOOD.replace("7 8 9", "7 999999999999999 9"), "the uses are too large"),
        (GOOD.replace("20 2", "20 9999999999999999"), "line 6, number 2: is too large"),
        (GOOD.replace("20 2", "20 " + 40 * "9"), "line 6, number 2: must be a number"),
    ],
)
def test_a_fault_says_where_and_what(text: str, told: str) -> None:
    """By line and place in the line, with the value."""
    assert any(told in fault for fault in faults_of(text)), faults_of(text)


def test_all_faults_are_told_at_once() -> None:
    """Three words that are no numbers are three faults."""
    assert len(faults_of(GOOD.replace("4 5 6", "a b c"))) == 3


def test_what_is_no_text_is_told() -> None:
    """And what cannot be read at all."""
    assert "is not text" in faults_of(b"\xff\xfe\x00")[0]
    with pytest.raises(FaultyInput, match="cannot be read"):
        read_gap(Path("nowhere") / "d05200")
