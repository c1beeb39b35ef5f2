"""The way of one appeal: who had it, how long, where it is now, when it is due and who is asked next."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.appeal_rules import AppealRules, default_appeal_rules
from graph.appeals.actors import Actor
from graph.appeals.asking import Asked, next_asked, rungs_asked
from graph.appeals.deadlines import Deadline, acceptance, triage_deadline
from graph.appeals.life_cycle import Irregularity, irregularities
from graph.appeals.path import Appeal, Spell, Step, spells
from graph.appeals.read import now_of
from graph.appeals.read_rungs import read_rungs
from graph.database import Database, Row
from graph.errors import Refused
from graph.posts import read_organisations
from graph.queries import query
from graph.subtree import ROOT

MOST_SUGGESTED = 3


@dataclass(frozen=True, slots=True)
class Trace:
    """All about the way of one appeal, as of `now_ms`.

    `state`: new (no steps), collected, accepted, handed_over, answered, closed. `held_by`: who has it; None when it is
    closed or nobody is known. `in_charge`: the departments that the rules name for its category. `asked`: the rungs of
    its escalation; empty when it is closed. `repeats`: appeals that repeat this one.
    """

    appeal: Appeal
    actors: Mapping[str, Actor]
    now_ms: int
    state: str
    spells: tuple[Spell, ...]
    accept: Deadline
    deadline: Deadline | None
    irregularities: tuple[Irregularity, ...]
    in_charge: tuple[str, ...]
    outside: tuple[str, ...]
    asked: tuple[Asked, ...]
    repeats: tuple[str, ...]
    rules: str

    @property
    def held_by(self) -> str | None:
        """Who has it now."""
        return self.spells[-1].actor if self.spells and self.spells[-1].until_ms is None else None

    @property
    def returns(self) -> list[Step]:
        """Each time that it was given back."""
        return [step for step in self.appeal.steps if step.kind == "return"]

    @property
    def next_asked(self) -> Asked | None:
        """Who is asked next, should nothing happen."""
        return next_asked(self.asked, self.now_ms)


def trace(db: Database, appeal: str, *, at: str | None = None, rules: AppealRules | None = None) -> Trace:
    """The way of an appeal as known at the end of the day `at` (YYYY-MM-DD), None: now. Posts are those of today.

    Raises Refused when there is no county or no such appeal.
    """
    used = default_appeal_rules() if rules is None else rules
    of_it = {"appeal": appeal}
    county, rows, every = db.read_together(
        [(query("links/county"), {}), (query("appeals/one"), of_it), (query("appeals/steps"), of_it)]
    )
    now = now_of(county, at)
    if not rows or rows[0]["opened_at_ms"] > now.ms:
        raise Refused(_unknown(db, appeal, later=bool(rows)))
    steps = [row for row in every if row["at_ms"] <= now.ms]
    found = _appeal(rows[0], steps)
    actors = {actor.id: actor for row in steps for actor in _actors(row)}
    deadline = triage_deadline(found, used, now.ms)
    in_charge = used.routing.get(found.category, ())
    is_open = found.closed_at_ms is None
    return Trace(
        found,
        actors,
        now.ms,
        state_of(found),
        tuple(spells(found, now.ms)),
        acceptance(found, used, now.ms),
        deadline,
        tuple(irregularities(found, used.life_cycle)),
        in_charge,
        tuple(_outside(found, actors, in_charge)),
        tuple(_asked(db, found, steps, used, deadline)) if is_open else (),
        tuple(sorted(rows[0]["repeats"])),
        used.version,
    )


def state_of(appeal: Appeal) -> str:
    """How far an appeal is: new, collected, accepted, handed_over, answered or closed."""
    if appeal.closed_at_ms is not None:
        return "closed"
    state = "new"
    for step in appeal.steps:
        if step.kind in ("assign", "forward", "return"):
            state = "handed_over"
        elif step.kind in ("collect", "accept", "answer"):
            state = {"collect": "collected", "accept": "accepted", "answer": "answered"}[step.kind]
    return state


def _appeal(row: Row, steps: Sequence[Row]) -> Appeal:
    taken = (Step(s["seq"], s["kind"], s["at_ms"], s["giver"], s["taker"], s["reason"], s["satisfied"]) for s in steps)
    return Appeal(
        row["appeal"],
        row["category"],
        row["opened_at_ms"],
        tuple(taken),
        row["triage"],
        row["channel"],
        row["household"],
        row["building"],
        tuple(row["path"] or ()),
        row["lon"],
        row["lat"],
        row["place"],
        row["same_as"],
    )


def _actors(row: Row) -> Iterator[Actor]:
    for role in ("giver", "taker"):
        if row[role] is not None:
            yield Actor(row[role], row[f"{role}_label"], row[f"{role}_name"] or row[role])


def _outside(appeal: Appeal, actors: Mapping[str, Actor], in_charge: Sequence[str]) -> Iterator[str]:
    """Departments that had it though the rules name others for its category; none where the rules name nobody."""
    if not in_charge:
        return
    takers = dict.fromkeys(step.taker for step in appeal.steps if step.hands_over and step.taker)
    for taker in takers:
        actor = actors[taker]
        if actor.label == "Department" and taker not in in_charge and actor.name not in in_charge:
            yield taker


def _asked(
    db: Database, appeal: Appeal, steps: Sequence[Row], rules: AppealRules, deadline: Deadline | None
) -> list[Asked]:
    path = appeal.path or _where_it_was(db, steps)
    rungs = read_rungs(db, path)
    triage = rules.triage.get(appeal.triage or "")
    return rungs_asked(rungs.posts, path, rungs.levels, triage, None if deadline is None else deadline.due_ms)


def _where_it_was(db: Database, steps: Sequence[Row]) -> tuple[str, ...]:
    """The place of an appeal without a household: that of the last grid or organisation that had to do with it."""
    for row in reversed(steps):
        for role in ("taker", "giver"):
            if row[f"{role}_label"] == "Grid" and row[f"{role}_path"]:
                return tuple(row[f"{role}_path"])
            if row[f"{role}_label"] == "Organisation":
                return read_organisations(db)[row[role]].path
    return (ROOT,)


def _unknown(db: Database, appeal: str, *, later: bool) -> str:
    if later:
        return f"Appeal {appeal} was opened after the day that was asked for. Give a later --at."
    known = [row["appeal"] for row in db.read(query("appeals/alike"))]
    if not known:
        return "The county has no appeals. They come with the sheets appeals and steps: lianhu import FILE.xlsx."
    alike = difflib.get_close_matches(appeal, known, MOST_SUGGESTED, 0.7)
    hint = f"Did you mean {', '.join(alike)}?" if alike else f"Ids look like {known[0]}."
    return f"There is no appeal {appeal!r} among the {len(known):,} of the county. {hint}"
