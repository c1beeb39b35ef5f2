"""Who is asked about an appeal and when: rungs by their hour, vacancies, stand-ins, rungs that do not exist."""

from __future__ import annotations

from graph.appeal_rules import HOUR_MS, Triage
from graph.appeals.asking import due_by_now, next_asked, rungs_asked
from tests.graph.test_standins import MICRO, a_ladder, without

LEVELS = dict(zip(MICRO, ("county", "large", "medium", "small", "micro"), strict=True))
TRIAGE = Triage(72, 24, (("micro", 0), ("medium", 10), ("area_leader", 20), ("commander", 30)))


def asked(*vacant: str, away: tuple[str, ...] = (), gone: tuple[str, ...] = ()) -> list[tuple[str, str | None, str]]:
    """Rung, post and who answers, with some posts vacant, held by somebody away, or not there at all."""
    posts = [post for post in without(a_ladder(), *vacant, away=away) if post.id not in gone]
    found = rungs_asked(posts, MICRO, LEVELS, TRIAGE, 72 * HOUR_MS)
    return [(one.rung, one.post and one.post.id, one.answers.id if one.answers else "nobody") for one in found]


def test_each_rung_at_its_hour() -> None:
    """At the deadline the head of the micro-grid, ten hours later that of the medium one, and so on."""
    found = rungs_asked(a_ladder(), MICRO, LEVELS, TRIAGE, 72 * HOUR_MS)
    assert [(one.rung, (one.at_ms or 0) // HOUR_MS) for one in found] == [
        ("micro", 72),
        ("medium", 82),
        ("area_leader", 92),
        ("commander", 102),
    ]
    upcoming = next_asked(found, 85 * HOUR_MS)
    assert upcoming is not None
    assert upcoming.rung == "area_leader"
    assert [one.rung for one in due_by_now(found, 85 * HOUR_MS)] == ["micro", "medium"]
    assert next_asked(found, 999 * HOUR_MS) is found[-1]
    assert next_asked([], 0) is None


def test_the_holder_is_asked_himself() -> None:
    """All filled: nobody stands in."""
    assert asked()[0] == ("micro", "head-g1", "head-g1")


def test_a_vacant_post_and_one_held_by_somebody_away_have_a_stand_in() -> None:
    """g1 vacant and S away: the head of M answers for g1, as the next filled one above."""
    assert asked("head-g1", away=("head-S",))[0] == ("micro", "head-g1", "head-M")


def test_a_rung_that_does_not_exist_is_told_with_who_answers() -> None:
    """No post of a medium head: the next above, the head of L."""
    assert asked(gone=("head-M",))[1] == ("medium", None, "head-L")


def test_nobody_above() -> None:
    """All vacant."""
    assert {answers for *_, answers in asked(*(post.id for post in a_ladder()))} == {"nobody"}


def test_a_level_that_the_place_does_not_have_is_not_asked() -> None:
    """A micro-grid directly under a large one: no medium rung."""
    levels = {"county": "county", "L": "large", "g1": "micro"}
    found = rungs_asked(a_ladder()[:1], ("county", "L", "g1"), levels, TRIAGE, 0)
    assert [one.rung for one in found] == ["micro", "area_leader", "commander"]


def test_without_a_deadline_all_rungs_without_times() -> None:
    """An appeal without triage still has somebody to ask."""
    found = rungs_asked(a_ladder(), MICRO, LEVELS, None, None)
    assert [(one.rung, one.at_ms) for one in found][:2] == [("micro", None), ("small", None)]
    assert len(found) == 6
