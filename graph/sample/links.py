"""The links sheet: who serves whom today, since when, and the card that was handed over."""

from __future__ import annotations

from collections.abc import Sequence

from numpy.random import Generator

from graph.sample.calendar import date_before
from graph.sample.caseloads import NOBODY
from graph.sample.draws import floats, ints
from graph.sample.rows import Household, Link, Member
from graph.sample.sketch import Sketch

STALE_SHARE = 0.012  # cards of the member before, never replaced
NO_CARD_SHARE = 0.05
SAME_DAY_SHARE = 0.02  # issued on the very day: not stale
NO_SINCE_SHARE = 0.002


def links_of(sketch: Sketch, members: Sequence[Member], households: Sequence[Household], rng: Generator) -> list[Link]:
    """One current link for each household that somebody serves, in the order of the households."""
    count = len(households)
    days = ints(rng.integers(20, 800, size=count))
    card, since = floats(rng.uniform(size=count)), floats(rng.uniform(size=count))
    shift = ints(rng.integers(1, 60, size=count))
    links: list[Link] = []
    for h, m in enumerate(ints(sketch.served_by)):
        if m == NOBODY:
            continue
        issued = _card_days(card[h], days[h], shift[h])
        links.append(
            Link(
                member=members[m].id,
                household=households[h].id,
                since="" if since[h] < NO_SINCE_SHARE else date_before(days[h]),
                card_no="" if issued is None else f"QX{len(links) + 1:06d}",
                card_issued_on="" if issued is None else date_before(issued),
            )
        )
    return links


def _card_days(chance: float, days: int, shift: int) -> int | None:
    """How many days ago the card was issued; None without a card. Stale: longer ago than the link."""
    if chance < STALE_SHARE:
        return days + 5 * shift
    if chance < STALE_SHARE + NO_CARD_SHARE:
        return None
    if chance < STALE_SHARE + NO_CARD_SHARE + SAME_DAY_SHARE:
        return days
    return max(0, days - shift)
