"""What became of the appeals of a county, by plain Python over its CSV files alone: what the answers must equal.

The numbers of the rules stand here once more, so that a change of them is seen.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

Row = dict[str, str]
Tables = Mapping[str, list[Row]]

CHINA = dt.timezone(dt.timedelta(hours=8))
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
TO_ACCEPT = 24 * HOUR
TO_CLOSE = {"urgent": 72 * HOUR, "important": 240 * HOUR, "hard": 720 * HOUR}
EXTENSION = {"urgent": 24 * HOUR, "important": 120 * HOUR, "hard": 360 * HOUR}
PASSING = ("assign", "forward", "return")
STAGE = {"collect": 0, "accept": 1, "assign": 2, "forward": 2, "return": 2, "joint": 2, "extend": 2}
STAGE |= {"answer": 3, "revisit": 4, "close": 5}
MAIN = ("collect", "accept", "answer", "revisit", "close")
MANY = 3  # appeals of a category at a place
LONG = 30 * DAY  # overdue, or without a step


class Files:
    """The appeals of a county with their steps until now, read from the rows of its files."""

    def __init__(self, tables: Tables, now: dt.datetime) -> None:
        self.tables = tables
        self.now = now
        self.appeals = {row["id"]: row for row in tables["appeals"] if _time(row["opened_at"]) < now}
        self.steps: dict[str, list[Row]] = {id_: [] for id_ in self.appeals}
        for row in sorted(tables.get("steps", []), key=lambda row: int(row["seq"])):
            if row["appeal"] in self.appeals and _time(row["at"]) < now:
                self.steps[row["appeal"]].append(row)

    def passed(self, appeal: str) -> list[Row]:
        """The hand-overs: passed on, by one who is known, to another."""
        known = [s for s in self.steps[appeal] if s["kind"] in PASSING and s.get("from") and s.get("to")]
        return [step for step in known if step["from"] != step["to"]]

    def closed(self, appeal: str) -> dt.datetime | None:
        """When it was closed for good: no work on it after that."""
        last = max((i for i, s in enumerate(self.steps[appeal]) if s["kind"] == "close"), default=None)
        if last is None or any(s["kind"] in STAGE and STAGE[s["kind"]] < 4 for s in self.steps[appeal][last + 1 :]):
            return None
        return _time(self.steps[appeal][last]["at"])

    def had(self, appeal: str) -> list[str]:
        """Who got it, one after the other."""
        takers = {"collect": ("to", "from"), "accept": ("from", "to"), **dict.fromkeys(PASSING, ("to",))}
        found = [[step.get(key) for key in takers.get(step["kind"], ())] for step in self.steps[appeal]]
        return [next(filter(None, names)) for names in found if any(names)]  # type: ignore[misc]

    def due(self, appeal: str) -> dt.datetime | None:
        """Its deadline, with one extension that was asked for in time."""
        row = self.appeals[appeal]
        if not row.get("triage"):
            return None
        due = _time(row["opened_at"]) + TO_CLOSE[row["triage"]]
        in_time = any(s["kind"] == "extend" and _time(s["at"]) <= due for s in self.steps[appeal])
        return due + (EXTENSION[row["triage"]] if in_time else 0 * DAY)


def _time(text: str) -> dt.datetime:
    time = dt.datetime.fromisoformat(text)
    return time if time.tzinfo else time.replace(tzinfo=CHINA)


def flow(files: Files) -> dict[str, Counter[Any]]:
    """Variants, what follows what, and who passes to whom."""
    paths = files.steps.values()
    return {
        "variants": Counter(tuple(step["kind"] for step in path) for path in paths),
        "directly_follows": Counter((one["kind"], other["kind"]) for path in paths for one, other in pairwise(path)),
        "hand_over_graph": Counter((s["from"], s["to"]) for appeal in files.steps for s in files.passed(appeal)),
    }


def findings(files: Files) -> dict[str, set[tuple[str, ...]]]:
    """What went wrong, by name."""
    found: dict[str, set[tuple[str, ...]]] = {
        "loops": set(),
        "ping_pong": set(),
        "returned_without_reason": set(),
        "no_revisit": set(),
        "out_of_order": {(appeal, *fault) for appeal in files.steps for fault in faults(files.steps[appeal])},
        "late_acceptance": {(appeal,) for appeal in files.appeals if _accepted_late(files, appeal)},
        "deadline_missed": {(appeal,) for appeal in files.appeals if _closed_late(files, appeal)},
        "open": {(appeal,) for appeal in files.appeals if files.closed(appeal) is None},
    }
    for appeal, path in files.steps.items():
        passed = files.passed(appeal)
        for k, step in enumerate(passed):
            if any(step["to"] in (earlier["from"], earlier["to"]) for earlier in passed[:k]):
                found["loops"].add((appeal, step["to"]))
            if k and (passed[k - 1]["from"], passed[k - 1]["to"]) == (step["to"], step["from"]):
                found["ping_pong"].add((appeal, step["to"], step["from"]))
        silent = [step for step in path if step["kind"] == "return" and not step.get("reason")]
        found["returned_without_reason"] |= {(appeal, step["seq"]) for step in silent}
        if files.closed(appeal) and "revisit" not in [step["kind"] for step in path]:
            found["no_revisit"].add((appeal,))
    return found


def _accepted_late(files: Files, appeal: str) -> bool:
    accepted = [_time(step["at"]) for step in files.steps[appeal] if step["kind"] == "accept"]
    return min(accepted, default=files.now) - _time(files.appeals[appeal]["opened_at"]) > TO_ACCEPT


def _closed_late(files: Files, appeal: str) -> bool:
    due = files.due(appeal)
    return due is not None and not files.appeals[appeal].get("same_as") and (files.closed(appeal) or files.now) > due


def faults(path: list[Row]) -> Iterator[tuple[str, str]]:
    """What is missing or out of order: the fault, and the number of the step or the kind that is missing."""
    kinds = [step["kind"] for step in path]
    furthest = max((STAGE[kind] for kind in kinds if kind in STAGE), default=-1)
    yield from (("missing", kind) for kind in MAIN if kind not in kinds and STAGE[kind] < furthest)
    reached, holder, closed = -1, "", False
    for k, step in enumerate(path):
        kind, by, earlier = step["kind"], step.get("from"), kinds[:k]
        if closed:
            yield "after_close", step["seq"]
        elif kind in STAGE and STAGE[kind] < reached:
            handed_on = {"assign", "forward", "return"} & set(earlier)
            if not (kind == "accept" and handed_on and reached == 2):
                yield "out_of_order", step["seq"]
        if k and _time(step["at"]) < _time(path[k - 1]["at"]):
            yield "back_in_time", step["seq"]
        if kind in (*PASSING, "answer", "extend") and by and holder and by != holder:
            yield "hand_over_missing", step["seq"]
        if kind == "return" and not {"assign", "forward"} & set(earlier):
            yield "nothing_to_return", step["seq"]
        reached = max(reached, STAGE.get(kind, -1))
        if kind == "revisit" and step.get("satisfied") in ("no", "否") and not closed:
            reached = 1
        closed = closed or kind == "close"
        given = {"collect": step.get("to") or by, "accept": by or step.get("to")}
        holder = (step.get("to") if kind in PASSING else given.get(kind)) or holder


def settled_at_micro(files: Files) -> tuple[int, int]:
    """Closed by a member or in a micro-grid without any hand-over; and all that are closed."""
    low = {row["id"] for row in files.tables["members"]}
    low |= {row["id"] for row in files.tables["grids"] if row["level"] == "micro"}
    closed = [appeal for appeal in files.appeals if files.closed(appeal)]
    stayed = [a for a in closed if not files.passed(a) and files.had(a) and files.had(a)[-1] in low]
    return len(stayed), len(closed)


def raised_again(files: Files) -> set[tuple[str, str, int]]:
    """Places at which appeals of one category come up often: place, category, how many."""
    building = {row["id"]: row["building"] for row in files.tables["households"]}
    counts: Counter[tuple[str, str]] = Counter()
    for row in files.appeals.values():
        point = f"{float(row['lon']):.3f},{float(row['lat']):.3f}" if row.get("lon") else ""
        counts[building.get(row.get("household", "")) or row.get("place") or point, row["category"]] += 1
    return {(place, category, count) for (place, category), count in counts.items() if count >= MANY}


def stuck(files: Files) -> dict[str, set[str]]:
    """The causes of each matter that is stuck; an appeal that repeats another is one matter with it."""
    others: Counter[str] = Counter()
    for appeal, row in files.appeals.items():
        first = appeal
        while files.appeals[first].get("same_as") in files.appeals:
            first = files.appeals[first]["same_as"]
        others[first] += appeal != first
        del row
    found = {first: set(_causes(files, first, count)) for first, count in others.items()}
    return {first: causes for first, causes in found.items() if causes}


def _causes(files: Files, appeal: str, others: int) -> Iterator[str]:
    if files.closed(appeal):
        return
    path, passed, due = files.steps[appeal], files.passed(appeal), files.due(appeal)
    if due is not None and files.now - due > LONG:
        yield "overdue_days"
    last = max((_time(step["at"]) for step in path), default=_time(files.appeals[appeal]["opened_at"]))
    if files.now - last > LONG:
        yield "idle_days"
    if [step["kind"] for step in path].count("return") >= 2:
        yield "returns"
    if len(passed) >= 4:
        yield "hand_overs"
    if any(step["to"] in (e["from"], e["to"]) for k, step in enumerate(passed) for e in passed[:k]):
        yield "circles"
    if others >= MANY:
        yield "repeats"
