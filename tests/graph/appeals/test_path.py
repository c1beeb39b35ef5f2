"""The way of an appeal: hand-overs, spells, loops and ping-pong, by hand."""

from __future__ import annotations

import pytest

from graph.appeal_rules import HOUR_MS
from graph.appeals.path import Appeal, Step, held_ms, loops, ping_pongs, spells
from tests.graph.appeals.builders import an_appeal, kinds


@pytest.mark.parametrize(
    ("kind", "giver", "taker", "hands_over"),
    [
        ("assign", "a", "b", True),
        ("forward", "a", "b", True),
        ("return", "a", "b", True),
        ("joint", "a", "b", False),
        ("supervise", "a", "b", False),
        ("assign", "a", "a", False),
        ("assign", None, "b", False),
        ("assign", "a", None, False),
    ],
)
def test_a_hand_over_has_two_known_and_different_ends(
    kind: str, giver: str | None, taker: str | None, hands_over: bool
) -> None:
    """Only assign, forward and return pass an appeal on."""
    assert Step(1, kind, 0, giver, taker).hands_over is hands_over


def test_loops_and_ping_pong_by_hand() -> None:
    """w→a, a→b, b→a, a→c, c→w: back to a at 3, to w at 5; ping-pong a→b→a alone. Other steps do not part it."""
    appeal = an_appeal(
        (0, "assign", "w", "a"),
        (1, "forward", "a", "b"),
        (2, "supervise", "o", "b"),
        (3, "return", "b", "a"),
        (4, "forward", "a", "c"),
        (5, "return", "c", "w"),
    )
    assert [(actor, step.seq) for actor, step in loops(appeal.hand_overs)] == [("a", 4), ("w", 6)]
    assert [(one.seq, other.seq) for one, other in ping_pongs(appeal.hand_overs)] == [(2, 4)]


def test_a_loop_of_three_is_no_ping_pong() -> None:
    """a→b, b→c, c→a."""
    appeal = an_appeal((0, "forward", "a", "b"), (1, "forward", "b", "c"), (2, "forward", "c", "a"))
    assert [actor for actor, _ in loops(appeal.hand_overs)] == ["a"]
    assert ping_pongs(appeal.hand_overs) == []


def test_spells_by_hand() -> None:
    """m has it from 0, w from 2, a from 5 and answers at 9; what comes after the answer is not waiting."""
    appeal = an_appeal(
        (0, "collect", None, "m"),
        (2, "accept", "w", None),
        (5, "assign", "w", "a"),
        (9, "answer", "a", None),
        (20, "close", "w", None),
    )
    found = [(s.actor, s.since_ms / HOUR_MS, s.until_ms, s.waited_ms / HOUR_MS) for s in spells(appeal, 99 * HOUR_MS)]
    assert found == [("m", 0, 2 * HOUR_MS, 2), ("w", 2, 5 * HOUR_MS, 3), ("a", 5, 20 * HOUR_MS, 4)]
    assert [(step.seq, held / HOUR_MS) for step, held in held_ms(appeal)] == [(3, 3)]


def test_who_still_has_an_open_appeal_waits_until_now() -> None:
    """w since hour 1, now is hour 7."""
    spell = spells(an_appeal((1, "accept", "w", None)), 7 * HOUR_MS)[-1]
    assert (spell.actor, spell.until_ms, spell.waited_ms) == ("w", None, 6 * HOUR_MS)
    assert spells(an_appeal(), 7 * HOUR_MS) == []


def test_a_giver_who_never_received_it_held_it_since_the_step_before() -> None:
    """x passes it on at 4; the step before was at 1."""
    appeal = an_appeal((1, "collect", None, "m"), (4, "forward", "x", "b"))
    assert [held / HOUR_MS for _, held in held_ms(appeal)] == [3]


@pytest.mark.parametrize(
    ("appeal", "closed_after"),
    [
        (kinds("collect", "close"), 1),
        (kinds("collect", "close", "revisit"), 1),
        (kinds("collect", "close", "accept"), None),
        (kinds("collect", "close", "accept", "close"), 3),
        (kinds("collect"), None),
        (kinds(), None),
    ],
)
def test_an_appeal_that_is_begun_again_is_open(appeal: Appeal, closed_after: int | None) -> None:
    """A revisit after the close leaves it closed; work on it opens it."""
    assert appeal.closed_at_ms == (None if closed_after is None else closed_after * HOUR_MS)
