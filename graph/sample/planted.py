"""What is wrong with the county, by cause: what `lianhu gaps` must find, no more and no less."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from graph.pairs import visits_per_quarter
from graph.rules import Rules, quarter_days
from graph.sample.calendar import time_before
from graph.sample.rows import County, Member

MINUTES_A_DAY = 24 * 60

Rows = list[dict[str, Any]]


def planted_gaps(county: County, rules: Rules) -> dict[str, Rows]:
    """The rows of every cause, sorted, with exactly the ids that `lianhu gaps --json` gives for it."""
    gaps: dict[str, Rows] = {
        **_links(county),
        **_caseloads(county, rules),
        **_visits(county, rules),
        "post_vacant": [{"post": post.id} for post in county.posts if not post.member],
        "grid_without_member": _grids(county),
    }
    return {cause: in_order(rows) for cause, rows in gaps.items()}


def in_order(rows: Rows) -> Rows:
    """Rows sorted by their values."""
    return sorted(rows, key=lambda row: tuple(row.values()))


def active_ids(county: County) -> set[str]:
    """Members who serve."""
    return {member.id for member in county.members if member.status == "active"}


def _links(county: County) -> dict[str, Rows]:
    linked = {link.household for link in county.links}
    active = active_ids(county)
    return {
        "no_member": [{"household": h.id} for h in county.households if h.id not in linked],
        "member_inactive": [
            {"household": link.household, "member": link.member} for link in county.links if link.member not in active
        ],
        "card_stale": [
            {"household": link.household, "member": link.member}
            for link in county.links
            if link.card_issued_on and link.since and link.card_issued_on < link.since
        ],
    }


def _caseloads(county: County, rules: Rules) -> dict[str, Rows]:
    counts = Counter(link.member for link in county.links)
    active = [member for member in county.members if member.status == "active"]
    return {
        "too_few": [{"member": m.id} for m in active if counts[m.id] < bounds_of(m, rules)[0]],
        "too_many": [{"member": m.id} for m in active if counts[m.id] > bounds_of(m, rules)[1]],
    }


def bounds_of(member: Member, rules: Rules) -> tuple[int, int]:
    """A member's own bounds; a missing half from the rules."""
    least, most = rules.households_per_member
    return (
        least if member.min_households is None else member.min_households,
        most if member.max_households is None else member.max_households,
    )


def cadences(county: County, rules: Rules) -> dict[str, int]:
    """v(h) by household."""
    needy = {person.household for person in county.persons if person.priority}
    return {
        h.id: visits_per_quarter(rules, h.risk, priority=bool(h.priority) or h.id in needy) for h in county.households
    }


def _visits(county: County, rules: Rules) -> dict[str, Rows]:
    last: dict[str, str] = {}
    for visit in county.visits:
        last[visit.household] = max(last.get(visit.household, ""), visit.at)
    visits = cadences(county, rules)
    # Times are whole minutes and sort as they are written: overdue means before the last minute that is in time.
    in_time = {v: time_before(int(quarter_days() * MINUTES_A_DAY / v)) for v in set(visits.values())}
    return {
        "overdue_visit": [{"household": h} for h, at in last.items() if at < in_time[visits[h]]],
        "never_visited": [{"household": h.id} for h in county.households if h.id not in last],
    }


def own_micros(county: County) -> dict[str, str]:
    """The micro-grid of each household: its own, else its building's."""
    of_building = {building.id: building.grid for building in county.buildings}
    return {h.id: h.grid or of_building[h.building] for h in county.households}


def _grids(county: County) -> Rows:
    active = active_ids(county)
    served: Mapping[str, str] = {link.household: link.member for link in county.links if link.member in active}
    micros = own_micros(county)
    covered = {micro for household, micro in micros.items() if household in served}
    return [{"grid": micro} for micro in set(micros.values()) - covered]
