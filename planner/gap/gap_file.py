"""Reads a GAP file: m, n, m × n costs, m × n uses, m capacities, whitespace between them; or tells all its faults."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

import numpy as np

from graph.errors import Fault, FaultyInput
from planner.gap.problem import Gap
from planner.problem import Ints

PLAIN = re.compile(r"[0-9\s]*", re.ASCII)
MOST_DIGITS = 15
MOST_DECIMALS = 6
MOST_NUMBERS = 50_000_000  # of a file; a typing error in m or n is told instead of filling the memory
MOST_SUM = 2**48  # costs and uses are added up exactly in doubles, and in 1024ths in whole numbers of 64 bits
MOST_CAPACITY = 2**50


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the file and where it stands, both counted from 1."""

    text: str
    line: int
    number: int  # in its line

    @property
    def where(self) -> str:
        return f"line {self.line}, number {self.number}"


def read_gap(path: Path) -> Gap:
    """The instance in a file. Raises FaultyInput with every fault by line and place in the line."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FaultyInput(str(path), [Fault("file", "", f"cannot be read: {error}")]) from error
    return parse_gap(data, path.name, str(path))


def parse_gap(data: bytes, name: str, source: str) -> Gap:
    """The instance in a file's bytes; `source` names the file in messages. Raises FaultyInput."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FaultyInput(source, [Fault("file", "", "is not text (UTF-8)")]) from error
    digest = hashlib.sha256(data).hexdigest()
    return _plain(text, name, digest) or _word_by_word(text, name, digest, source)


def _plain(text: str, name: str, digest: str) -> Gap | None:
    """A file of digits alone, as nearly all are, without looking at each word; None when there is more to it."""
    words = text.split() if PLAIN.fullmatch(text) else []
    if len(words) < 2 or max(map(len, words)) > MOST_DIGITS:
        return None
    numbers = np.array(list(map(int, words)), dtype=np.int64)
    if not 0 < numbers[0] * numbers[1] <= MOST_NUMBERS:
        return None
    agents, jobs = int(numbers[0]), int(numbers[1])
    cells = agents * jobs
    if len(numbers) != 2 + 2 * cells + agents or int(numbers[2:].max()) * jobs > MOST_SUM:
        return None
    cost, use = numbers[2 : 2 + 2 * cells].reshape(2, agents, jobs)
    return Gap(name, digest, cost, use, numbers[2 + 2 * cells :])


def _word_by_word(text: str, name: str, digest: str, source: str) -> Gap:
    """Any file, decimals and signs too, with every fault by its place."""
    faults: list[Fault] = []
    words = list(_words(text))
    shape = _shape(words, faults)
    if shape is None:
        raise FaultyInput(source, faults)
    agents, jobs = shape
    numbers = [_number(word, faults) for word in words[2:]]
    if faults:
        raise FaultyInput(source, faults)
    cells = agents * jobs
    cost, cost_scale = _whole(numbers[:cells])
    use, _ = _whole(numbers[cells:])
    _in_range(words, use, cells, faults)
    _too_large("costs", cost, jobs, faults)
    _too_large("uses", use[:cells], jobs, faults)
    if faults:
        raise FaultyInput(source, faults)
    shaped = (_array(cost, agents, jobs), _array(use[:cells], agents, jobs))
    return Gap(name, digest, *shaped, np.array(use[cells:], dtype=np.int64), cost_scale)


def _words(text: str) -> Iterator[_Word]:
    for line, row in enumerate(text.splitlines(), start=1):
        for number, word in enumerate(row.split(), start=1):
            yield _Word(word, line, number)


def _shape(words: Sequence[_Word], faults: list[Fault]) -> tuple[int, int] | None:
    """m and n, if the file begins with them and has as many numbers as they ask for."""
    if len(words) < 2:
        faults.append(Fault("file", "", "must begin with two numbers: how many agents, how many jobs"))
        return None
    for word, what in zip(words, ("agents", "jobs"), strict=False):
        if not (word.text.isascii() and word.text.isdigit() and 0 < int(word.text) <= MOST_NUMBERS):
            faults.append(Fault(word.where, word.text[:60], f"the number of {what} must be a whole number, 1 or more"))
    if faults:
        return None
    agents, jobs = int(words[0].text), int(words[1].text)
    expected, found = 2 * agents * jobs + agents, len(words) - 2
    if expected > MOST_NUMBERS:
        faults.append(Fault(words[0].where, f"{agents} {jobs}", f"at most {MOST_NUMBERS:,} numbers are read"))
        return None
    if found != expected:
        problem = (
            f"{agents:,} agents and {jobs:,} jobs need {expected:,} numbers behind them ({agents * jobs:,} costs, "
            f"{agents * jobs:,} uses, {agents:,} capacities), there are {found:,}"
        )
        last = words[-1] if found < expected else words[2 + expected]
        faults.append(Fault(f"line {last.line}", "", problem, "Look for a number too few or too many."))
        return None
    return agents, jobs


def _number(word: _Word, faults: list[Fault]) -> Decimal:
    """A number with at most six decimals; 0 and a fault when it is none."""
    try:
        value = Decimal(word.text) if word.text.isascii() and "_" not in word.text else Decimal("nan")
    except InvalidOperation:
        value = Decimal("nan")
    if not value.is_finite() or value.adjusted() > 15:
        faults.append(Fault(word.where, word.text[:60], "must be a number"))
        return Decimal(0)
    if value != round(value, MOST_DECIMALS):
        faults.append(Fault(word.where, word.text[:60], f"must have at most {MOST_DECIMALS} decimals"))
        return Decimal(0)
    return value


def _whole(numbers: Sequence[Decimal]) -> tuple[list[int], int]:
    """The numbers in whole parts of the least power of ten that makes all of them whole, and that power."""
    scale = 1
    while any(number * scale != int(number * scale) for number in numbers):
        scale *= 10
    return [int(number * scale) for number in numbers], scale


def _in_range(words: Sequence[_Word], use: Sequence[int], cells: int, faults: list[Fault]) -> None:
    for k, amount in enumerate(use):
        if amount < 0:
            word, what = words[2 + cells + k], "a use" if k < cells else "a capacity"
            faults.append(Fault(word.where, word.text, f"{what} must be 0 or more"))
        elif amount > MOST_CAPACITY:
            word = words[2 + cells + k]
            faults.append(Fault(word.where, word.text, "is too large to be added up exactly"))


def _too_large(what: str, numbers: Sequence[int], jobs: int, faults: list[Fault]) -> None:
    if max(map(abs, numbers)) * jobs > MOST_SUM:
        faults.append(Fault("file", "", f"the {what} are too large, or have too many decimals, to be added up exactly"))


def _array(numbers: Sequence[int], agents: int, jobs: int) -> Ints:
    return np.array(numbers, dtype=np.int64).reshape(agents, jobs)
