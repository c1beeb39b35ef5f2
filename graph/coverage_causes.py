"""The causes of gaps, each a function from the facts of a subtree to its gaps; what each means: DESIGN.md, "Gaps"."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from graph.clock import CHINA, DAY_MS
from graph.coverage_facts import ACTIVE, Caseload, Facts, Home
from graph.gap import Gap
from graph.pairs import overdue_after_days, visits_per_quarter, walk_minutes
from graph.versions import steps_since

LONE_ELDER: Final = "lone_elder"


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause: the ids that say what a gap of it is, what mends it, the parts that it is found in, and how."""

    name: str
    ids: tuple[str, ...]
    mended_by: str
    parts: tuple[str, ...]
    find: Callable[[Facts], Iterator[Gap]]


def no_member(facts: Facts) -> Iterator[Gap]:
    """A household without a link in force; since its last link ended, if it had one."""
    alone = [household for household in facts.home_of if household not in facts.served_by]
    ended = facts.ended(alone)
    ended_ms = {step.version: step.at_ms for step in steps_since(facts.db, 0)} if ended else {}
    for household in alone:
        at_ms = ended_ms.get(ended.get(household, 0))
        yield _of_household(facts, "no_member", household, since=None if at_ms is None else iso(at_ms))


def member_inactive(facts: Facts) -> Iterator[Gap]:
    """A household whose linked member is on leave or gone."""
    for links in facts.links:
        if links.status != ACTIVE:
            for household, since in zip(links.households, links.since, strict=True):
                more = {"status": links.status, "linked_on": since or None}
                yield _of_household(facts, "member_inactive", household, member=links.member, more=more)


def card_stale(facts: Facts) -> Iterator[Gap]:
    """A link whose card was issued before it began."""
    for links in facts.links:
        for household, card_no, issued_on in links.stale:
            since = facts.linked_on[household]
            more = {"card_no": card_no, "card_issued_on": issued_on}
            yield _of_household(facts, "card_stale", household, member=links.member, since=since, more=more)


def too_few(facts: Facts) -> Iterator[Gap]:
    """An active member with fewer linked households than his own least, else the rules'."""
    for load in facts.caseloads:
        least = facts.rules.households_per_member[0] if load.own_least is None else load.own_least
        if load.households < least:
            yield _of_member("too_few", load, {"households": load.households, "least": least})


def too_many(facts: Facts) -> Iterator[Gap]:
    """An active member with more linked households than his own most, else the rules'."""
    for load in facts.caseloads:
        most = facts.rules.households_per_member[1] if load.own_most is None else load.own_most
        if load.households > most:
            yield _of_member("too_many", load, {"households": load.households, "most": most})


def overdue_visit(facts: Facts) -> Iterator[Gap]:
    """A household whose last visit is longer ago than a quarter divided by its visits a quarter."""
    # Looked at once per class: this runs over every household of a county.
    waits = {risk: facts.quarter_ms // visits for risk, visits in facts.rules.visits_per_quarter.items()}
    short = facts.quarter_ms // facts.rules.priority_visits_per_quarter
    last_visits, priority, now_ms = facts.visits, facts.priority, facts.now_ms
    for home in facts.households:
        for household, risk in zip(home.households, home.risks, strict=True):
            waited_ms = now_ms - last_visits.get(household, now_ms)
            if waited_ms > waits[risk] or (waited_ms > short and household in priority):
                yield _overdue(facts, household, last_visits[household], _visits(facts, household))


def never_visited(facts: Facts) -> Iterator[Gap]:
    """A household that nobody ever visited."""
    for household in facts.home_of:
        if household not in facts.visits:
            more = {
                **_served(facts, household),
                "linked_on": facts.linked_on.get(household) or None,
                "visits_missed": 1,
                "minutes_missed": facts.rules.minutes_per_visit[facts.risk_of[household]],
            }
            yield _of_household(facts, "never_visited", household, more=more)


def post_vacant(facts: Facts) -> Iterator[Gap]:
    """A post without a holder."""
    for post in facts.vacancies:
        more = {"title": post.title, "kind": post.kind, "of": post.of}
        yield Gap("post_vacant", post=post.id, path=post.path, mended_by="appointment", facts=more)


def grid_without_member(facts: Facts) -> Iterator[Gap]:
    """A micro-grid with households, none of them linked to an active member."""
    covered = {household for links in facts.links if links.status == ACTIVE for household in links.households}
    households: dict[str, list[str]] = {}
    for home in facts.households:
        households.setdefault(home.grid, []).extend(home.households)
    for grid, inside in households.items():
        if covered.isdisjoint(inside):
            more = {"households": len(inside)}
            yield Gap("grid_without_member", grid=grid, path=facts.paths[grid], mended_by="plan", facts=more)


def profile_missing(facts: Facts) -> Iterator[Gap]:
    """A household that says it has no profile."""
    for home in facts.households:
        for household in home.no_profile:
            yield _of_household(facts, "profile_missing", household, more=_served(facts, household))


def record_missing(facts: Facts) -> Iterator[Gap]:
    """A household that says it has no contact record."""
    for home in facts.households:
        for household in home.no_record:
            yield _of_household(facts, "record_missing", household, more=_served(facts, household))


def no_centre_household(facts: Facts) -> Iterator[Gap]:
    """A building without a filled post of a centre household."""
    centred = set(facts.buildings["centred"])
    for building, grid, lon, lat in facts.buildings["buildings"]:
        if building not in centred:
            path = facts.paths[grid]
            yield Gap("no_centre_household", building=building, path=path, mended_by="appointment", lon=lon, lat=lat)


def no_venue_in_reach(facts: Facts) -> Iterator[Gap]:
    """A household farther on foot, one way, than the rules' minutes from every venue whose place is known."""
    for home in facts.households:
        minutes, venue = _nearest_venue(facts, home)
        if minutes is None or minutes > facts.gap_rules.venue_reach_minutes:
            more = {"nearest_venue": venue, "minutes_to_venue": minutes}
            for household in home.households:
                yield _of_household(facts, "no_venue_in_reach", household, more=more)


def no_team_covers(facts: Facts) -> Iterator[Gap]:
    """A micro-grid that no team covers, itself or through a grid above."""
    for grid in facts.grids["micros"]:
        if facts.teams.isdisjoint(facts.paths[grid]):
            yield Gap("no_team_covers", grid=grid, path=facts.paths[grid], mended_by="team")


def lone_elder_unwatched(facts: Facts) -> Iterator[Gap]:
    """A household with an old person living alone and fewer active members paired with it than the rules ask for."""
    elders: dict[str, list[str]] = {}
    for person, household, _, needs in facts.persons:
        if needs and LONE_ELDER in needs:
            elders.setdefault(household, []).append(person)
    watchers = facts.watchers(sorted(elders)) if elders else {}
    for household, persons in elders.items():
        if len(watchers[household]) < facts.gap_rules.watchers:
            missing = facts.gap_rules.watchers - len(watchers[household])
            more = {"persons": sorted(persons), "watchers": watchers[household], "watchers_missing": missing}
            yield _of_household(facts, "lone_elder_unwatched", household, more={**more, **_served(facts, household)})


CAUSES: Final[Mapping[str, Cause]] = MappingProxyType(
    {
        cause.name: cause
        for cause in (
            Cause("no_member", ("household",), "plan", ("households", "links"), no_member),
            Cause("member_inactive", ("household", "member"), "plan", ("households", "links"), member_inactive),
            Cause("too_few", ("member",), "plan", ("links", "members"), too_few),
            Cause("too_many", ("member",), "plan", ("links", "members"), too_many),
            Cause(
                "overdue_visit", ("household",), "visit", ("households", "links", "visits", "persons"), overdue_visit
            ),
            Cause("never_visited", ("household",), "visit", ("households", "links", "visits"), never_visited),
            Cause("card_stale", ("household", "member"), "card", ("households", "links"), card_stale),
            Cause("post_vacant", ("post",), "appointment", ("vacancies",), post_vacant),
            Cause("grid_without_member", ("grid",), "plan", ("households", "links"), grid_without_member),
            Cause("profile_missing", ("household",), "profile", ("households", "links"), profile_missing),
            Cause("record_missing", ("household",), "record", ("households", "links"), record_missing),
            Cause("no_centre_household", ("building",), "appointment", ("buildings",), no_centre_household),
            Cause("no_venue_in_reach", ("household",), "venue", ("households", "venues"), no_venue_in_reach),
            Cause("no_team_covers", ("grid",), "team", ("teams",), no_team_covers),
            Cause(
                "lone_elder_unwatched",
                ("household",),
                "pairing",
                ("households", "links", "persons"),
                lone_elder_unwatched,
            ),
        )
    }
)


def iso(at_ms: int) -> str:
    """A moment as ISO text in the county's zone, to the second."""
    return dt.datetime.fromtimestamp(at_ms / 1000, CHINA).isoformat(timespec="seconds")


def _of_household(
    facts: Facts,
    cause: str,
    household: str,
    *,
    member: str | None = None,
    since: str | None = None,
    more: Mapping[str, Any] | None = None,
) -> Gap:
    home = facts.home_of[household]
    known = {"building": home.building, "risk": facts.risk_of[household], **(more or {})}
    path, mended_by = facts.paths[home.grid], CAUSES[cause].mended_by
    place = (home.lon, home.lat)
    return Gap(cause, household, member, None, None, path, since, mended_by, *place, facts=known)


def _of_member(cause: str, load: Caseload, more: Mapping[str, Any]) -> Gap:
    return Gap(cause, member=load.member, path=load.home, mended_by="plan", lon=load.lon, lat=load.lat, facts=more)


def _served(facts: Facts, household: str) -> dict[str, Any]:
    """Who is to see to it: the member of the link in force."""
    return {"served_by": facts.served_by.get(household)}


def _visits(facts: Facts, household: str) -> int:
    return visits_per_quarter(facts.rules, facts.risk_of[household], priority=household in facts.priority)


def _allowed_days(facts: Facts, visits: int) -> float:
    return overdue_after_days(facts.gap_rules.quarter_days, visits)


def _overdue(facts: Facts, household: str, last_ms: int, visits: int) -> Gap:
    """Since when it is overdue, by how many days, how many visits were missed, and the minutes that they take."""
    allowed_days = _allowed_days(facts, visits)
    waited_days = (facts.now_ms - last_ms) / DAY_MS
    missed = int(waited_days / allowed_days)
    more = {
        "last_visit": iso(last_ms),
        "visits_per_quarter": visits,
        "days_overdue": round(waited_days - allowed_days, 1),
        "visits_missed": missed,
        "minutes_missed": missed * facts.rules.minutes_per_visit[facts.risk_of[household]],
        **_served(facts, household),
    }
    return _of_household(
        facts, "overdue_visit", household, since=iso(last_ms + round(allowed_days * DAY_MS)), more=more
    )


def _nearest_venue(facts: Facts, home: Home) -> tuple[float | None, str | None]:
    """Minutes on foot, one way, to the nearest venue, and which; None without any."""
    at_x, at_y, venue = home.x, home.y, None
    nearest = math.inf
    for id_, x, y in facts.venues:
        square = (x - at_x) * (x - at_x) + (y - at_y) * (y - at_y)
        if square < nearest:
            nearest, venue = square, (id_, x, y)
    if venue is None:
        return None, None
    return round(walk_minutes(facts.rules, venue[1] - at_x, venue[2] - at_y) / 2, 2), venue[0]
