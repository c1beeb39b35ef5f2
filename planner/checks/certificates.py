"""Certificates that there is no plan: sets closed and places recounted, as FORMATS.md defines them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from planner.checks.facts import Facts, why_forbidden
from planner.checks.proof import fewest_moves_bound, proven_impossible
from planner.checks.takers import Takers, bits

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Claim:
    """A cause as a plan file gives it: sets of ids that are said to prove that there is no plan."""

    kind: str
    households: Sequence[str]
    members: Sequence[str]
    places: int | None
    sentence: str


def doubts(takers: Takers, claim: Claim, max_moves: int | None) -> list[str]:
    """Why the claim proves nothing, in words; empty when it is a proof. `max_moves` is the limit that applies."""
    strange = list(_strange_ids(takers.facts, claim))
    return strange or list(CERTIFICATES[claim.kind](takers, claim, max_moves))


def _strange_ids(facts: Facts, claim: Claim) -> Iterator[str]:
    """Ids that the instance does not have, or that are listed twice."""
    for what, ids, known in (
        ("household", claim.households, facts.households),
        ("member", claim.members, facts.members),
    ):
        for each, count in Counter(ids).items():
            if each not in known:
                yield f"there is no {what} {each} in the instance"
            elif count > 1:
                yield f"{what} {each} is listed {count} times"


def too_few_places(takers: Takers, claim: Claim, max_moves: int | None) -> Iterator[str]:
    """Every member who may take any of `households` is in `members`, and |households| > places.

    places = Σ over these members of min(hi, g + min(orange_per_member, o)), where g and o are how many non-orange and
    orange of `households` they may take.
    """
    del max_moves
    homes = [takers.facts.households[household] for household in claim.households]
    alike = Counter((takers.of(home), home.risk == "orange") for home in homes)
    listed = takers.mask_of(iter(claim.members))
    yield from _left_out("member", _outside(takers, alike, listed), "may take some of the households")
    others: Counter[int] = Counter()
    orange: Counter[int] = Counter()
    for (mask, is_orange), count in alike.items():
        for i in bits(mask & listed):
            (orange if is_orange else others)[i] += count
    places = sum(_places(takers.facts, i, others[i], orange[i]) for i in bits(listed))
    yield from _places_as_said(claim, places)
    if len(homes) <= places:
        yield f"{len(homes)} households have {places} places, so nothing is proven"


def _outside(takers: Takers, alike: Counter[tuple[int, bool]], listed: int) -> list[str]:
    may_take = 0
    for mask, _ in alike:
        may_take |= mask
    return list(takers.members(may_take & ~listed))


def _places(facts: Facts, member: int, others: int, orange: int) -> int:
    """min(hi, g + min(orange_per_member, o))."""
    _, most = facts.instance.bounds(facts.instance.members[member])
    return min(most, others + min(facts.instance.rules.orange_per_member, orange))


def too_few_households(takers: Takers, claim: Claim, max_moves: int | None) -> Iterator[str]:
    """Σ lo of `members` > places = the number of households that any of them may take; these are `households`."""
    del max_moves
    facts, listed = takers.facts, takers.mask_of(iter(claim.members))
    may_go = [home.id for home in facts.instance.households if takers.of(home) & listed]
    known = set(claim.households)
    missing = [household for household in may_go if household not in known]
    yield from _left_out("household", missing, "may go to some of the members")
    yield from _places_as_said(claim, len(may_go))
    least = sum(facts.instance.bounds(facts.members[member])[0] for member in claim.members)
    if least <= len(may_go):
        yield f"the members need {least} households and may take {len(may_go)}, so nothing is proven"


def pins(takers: Takers, claim: Claim, max_moves: int | None) -> Iterator[str]:
    """Each household is pinned and its pins contradict each other, another rule, or the room of the member."""
    del max_moves
    if not claim.households:
        yield "no household is named"
    for household in claim.households:
        if not _pin_contradiction(takers.facts, claim, household):
            yield f"the pins of household {household} contradict neither each other nor the rules"


def _pin_contradiction(facts: Facts, claim: Claim, household: str) -> bool:
    pinned = [member for member in facts.pins.get(household, ()) if member in claim.members]
    if len(pinned) != 1:
        return len(pinned) > 1
    member = facts.members[pinned[0]]
    if why_forbidden(facts, member, facts.households[household]) is not None:
        return True
    same = [facts.households[h] for h in claim.households if facts.pins.get(h) == (member.id,)]
    orange = sum(home.risk == "orange" for home in same)
    too_many_orange = orange > facts.instance.rules.orange_per_member
    if too_many_orange and facts.households[household].risk == "orange":
        return True
    return len(same) > facts.instance.bounds(member)[1]


def moves(takers: Takers, claim: Claim, max_moves: int | None) -> Iterator[str]:
    """`places` is the limit; a plan needs more moves than that, and the sentence names how many."""
    if max_moves is None:
        yield "no limit of moves applies"
        return
    if claim.places != max_moves:
        yield f"the limit is {max_moves}, the cause says {claim.places}"
    needed = fewest_moves_bound(takers)
    if needed is None:
        yield "no plan exists with any number of moves, so the limit is not the cause"
    elif needed <= max_moves:
        yield f"a plan with {needed} moves may exist, within the limit of {max_moves}"
    elif str(needed) not in re.findall(r"\d+", re.sub(r"(?<=\d),(?=\d{3})", "", claim.sentence)):
        yield f"a plan needs {needed} moves, which the sentence does not say"


def other(takers: Takers, claim: Claim, max_moves: int | None) -> Iterator[str]:
    """No plan can place `households` and keep the bounds and orange limits of `members` at once (none named: all)."""
    del max_moves
    if not proven_impossible(takers, claim.households, claim.members):
        yield "the households and members named can all be served, so nothing is proven"


def _left_out(what: str, missing: Sequence[str], why: str) -> Iterator[str]:
    if missing:
        more = f" and {len(missing) - MOST_NAMED} more" if len(missing) > MOST_NAMED else ""
        yield f"the set is not closed: {what} {', '.join(missing[:MOST_NAMED])}{more} {why} and is left out"


def _places_as_said(claim: Claim, places: int) -> Iterator[str]:
    if claim.places != places:
        yield f"places: the plan says {claim.places}, the recount {places}"


CERTIFICATES: dict[str, Callable[[Takers, Claim, int | None], Iterator[str]]] = {
    "too_few_places": too_few_places,
    "too_few_households": too_few_households,
    "pins": pins,
    "max_moves": moves,
    "other": other,
}
