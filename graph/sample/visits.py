"""A quarter of contact records, and older ones where nobody has come for too long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from numpy.random import Generator

from graph.pairs import visits_per_quarter
from graph.rules import Rules, quarter_days
from graph.sample.calendar import time_before
from graph.sample.caseloads import NOBODY
from graph.sample.draws import floats, ints, pick, some
from graph.sample.rows import Household, Member, Visit
from graph.sample.sketch import Sketch

DAY = 24 * 60  # minutes
NEVER_SHARE, OVERDUE_SHARE = 0.014, 0.085
BY_SOMEBODY_ELSE = 0.12
ON_THE_BORDER = 2  # households of each cadence last visited exactly then, and as many a minute before
TOPICS = ("policy", "safety", "care", "opinions")
NOTES = (
    "",
    "",
    "",
    "",
    "",
    "家中一切安好",
    "已发放宣传单",
    "老人需要陪同就医",
    "反映楼道灯不亮",
    "外出务工,电话联系",
    "谈了防诈与用电安全",
)

Record = tuple[int, int]  # minutes before now, household


def visits_of(
    sketch: Sketch, members: Sequence[Member], households: Sequence[Household], rules: Rules, rng: Generator
) -> list[Visit]:
    """The visits sheet, the oldest first."""
    cadence = [
        visits_per_quarter(rules, household.risk, priority=bool(persons))
        for household, persons in zip(households, ints(sketch.doors.persons), strict=True)
    ]
    records = sorted(_records(cadence, sketch.size.scale, rng), key=lambda record: (-record[0], record[1]))
    by_region = _active_by_region(sketch)
    width = max(6, len(str(len(records))))
    visits: list[Visit] = []
    for i, (minutes, h) in enumerate(records):
        m = int(sketch.served_by[h])
        if m == NOBODY or rng.uniform() < BY_SOMEBODY_ELSE:
            m = pick(rng, by_region.get(int(sketch.doors.region[h]), [0]))
        topics = tuple(some(rng, TOPICS, int(rng.integers(1, 4))))
        id_ = f"K{i + 1:0{width}d}"
        visits.append(Visit(id_, members[m].id, households[h].id, time_before(minutes), topics, pick(rng, NOTES)))
    return visits


def _active_by_region(sketch: Sketch) -> dict[int, list[int]]:
    by_region: dict[int, list[int]] = {}
    for m, cadre in enumerate(sketch.cadres):
        if cadre.status == "active":
            by_region.setdefault(cadre.region, []).append(m)
    return by_region


def _records(cadence: Sequence[int], scale: float, rng: Generator) -> Iterator[Record]:
    border = _border_cases(cadence, round(ON_THE_BORDER * min(1.0, scale)))
    count = len(cadence)
    chance, lateness = floats(rng.uniform(size=count)), floats(rng.uniform(size=count))
    for h, visits in enumerate(cadence):
        days = quarter_days() / visits
        if h in border:
            yield border[h], h
        elif chance[h] < NEVER_SHARE:
            continue
        elif chance[h] < NEVER_SHARE + OVERDUE_SHARE:
            last = int(days) + 2 + int(110 * lateness[h] ** 2)
            yield _by_day(last, rng), h
            yield _by_day(last + int(days) + 1, rng), h
        else:
            last = int(lateness[h] * (int(days) - 1))
            for ago in range(last, int(quarter_days()), int(days)):
                yield _by_day(ago, rng), h


def _by_day(days_ago: int, rng: Generator) -> int:
    """Minutes before now of a time between 08:30 and 20:30, `days_ago` before the county's day."""
    return (days_ago + 1) * DAY - int(rng.integers(8 * 60 + 30, 20 * 60 + 30))


def _border_cases(cadence: Sequence[int], each: int) -> dict[int, int]:
    """For each cadence `each` households visited exactly 91 / v days ago, not overdue, and as many a minute before."""
    cases: dict[int, int] = {}
    for visits in sorted(set(cadence)):
        exact = round(quarter_days() * DAY / visits)
        found = [h for h, other in enumerate(cadence) if other == visits][: 2 * each]
        if exact * visits == quarter_days() * DAY:
            cases.update({h: exact + k % 2 for k, h in enumerate(found)})
    return cases
