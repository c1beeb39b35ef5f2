"""The way of an appeal in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api.cli.appeal_words import (
    deadline_json,
    holder_words,
    hours,
    lasting,
    post_json,
    shown_name,
)
from api.cli.plan_words import counted, iso, minute
from graph.appeals.asking import Asked, due_by_now
from graph.appeals.deadlines import Deadline
from graph.appeals.life_cycle import Irregularity
from graph.appeals.path import Spell, Step
from graph.appeals.trace import Trace
from graph.words import STEPS, TRIAGES

STATES = {
    "new": "new, without any step",
    "collected": "collected, not accepted",
    "accepted": "accepted",
    "handed_over": "passed on",
    "answered": "answered, not closed",
    "closed": "closed",
}
FAULTS = {
    "missing": "{kind} is missing",
    "out_of_order": "step {seq}: {kind} after {other}",
    "after_close": "step {seq}: {kind} after it was closed",
    "back_in_time": "step {seq}: {kind} is earlier than the step before it ({other})",
    "nothing_to_return": "step {seq}: returned, though nobody had passed it on",
    "hand_over_missing": "step {seq}: {kind} by {actor}, though {other} had it; a hand-over is missing",
}


def fault_words(fault: Irregularity) -> str:
    """What is missing or out of order, in words."""
    return FAULTS[fault.fault].format(kind=fault.kind, seq=fault.seq, other=fault.other, actor=fault.actor)


def fault_json(fault: Irregularity) -> dict[str, Any]:
    """The same as an object; what does not apply is left out."""
    row = {
        "fault": fault.fault,
        "kind": fault.kind,
        "seq": fault.seq,
        "other": fault.other,
        "actor": fault.actor,
        "words": fault_words(fault),
    }
    return {key: value for key, value in row.items() if value is not None}


def trace_words(found: Trace) -> str:
    """The whole answer as text."""
    return "\n".join(
        [*_head(found), *_deadlines(found), *_steps(found), *_spells(found), *_order(found), *_next(found)]
    )


def _name(found: Trace, actor: str | None) -> str:
    if actor is None:
        return "?"
    known = found.actors.get(actor)
    return actor if known is None else f"{shown_name(known.label, known.name)} {actor}"


def _head(found: Trace) -> Iterator[str]:
    appeal = found.appeal
    triage = f"{appeal.triage} ({TRIAGES[appeal.triage]})" if appeal.triage else "no triage"
    yield f"Appeal {appeal.id}: {appeal.category}, {triage}, by {appeal.channel}, opened {minute(appeal.opened_at_ms)}"
    yield f"  {_where(found)}"
    held = "" if found.held_by is None else f", with {_name(found, found.held_by)} since {_since(found)}"
    yield f"  {STATES[found.state]}{held}"
    if appeal.same_as:
        yield f"  It repeats {appeal.same_as}, and is not counted beside it: lianhu trace {appeal.same_as}"
    if found.repeats:
        yield f"  Repeated by {counted(len(found.repeats), 'appeal')}: {', '.join(found.repeats)}"


def _where(found: Trace) -> str:
    appeal = found.appeal
    if appeal.household:
        return f"household {appeal.household} in {' / '.join(appeal.path[1:]) or 'no grid any more'}"
    if appeal.place:
        return f"no household known; place: {appeal.place}"
    return f"no household known; at {appeal.lon}, {appeal.lat}"


def _since(found: Trace) -> str:
    last = found.spells[-1]
    return f"{minute(last.since_ms)} ({lasting(found.now_ms - last.since_ms)})"


def _deadlines(found: Trace) -> Iterator[str]:
    yield f"Accept by {_deadline(found.accept, found.now_ms)}"
    if found.deadline is None:
        yield "Done by: no deadline, since it has no triage"
    else:
        extended = f", extended {counted(found.deadline.extensions, 'time')}" if found.deadline.extensions else ""
        yield f"Done by {_deadline(found.deadline, found.now_ms)}{extended}"


def _deadline(deadline: Deadline, now_ms: int) -> str:
    due, over = minute(deadline.due_ms), deadline.overdue_ms(now_ms)
    if deadline.done_ms is not None:
        return f"{due}: {minute(deadline.done_ms)}, {f'{lasting(over)} late' if over else 'in time'}"
    return f"{due}: missed, open for {lasting(over)} past it" if over else f"{due}: not yet due"


def _steps(found: Trace) -> Iterator[str]:
    yield f"Steps ({len(found.appeal.steps)})"
    for step in found.appeal.steps:
        kind = f"{step.kind:<9} {STEPS[step.kind]}"
        yield f"  {step.seq:>3}  {minute(step.at_ms)}  {kind}  {_passed(found, step)}".rstrip()


def _passed(found: Trace, step: Step) -> str:
    ends = [f"{_name(found, step.giver)}" if step.giver else "", f"→ {_name(found, step.taker)}" if step.taker else ""]
    said = {True: "satisfied", False: "not satisfied", None: ""}[step.satisfied]
    reason = f"({step.reason})" if step.reason else "(no reason given)" if step.kind == "return" else ""
    return " ".join(part for part in (*ends, reason, said) if part)


def _spells(found: Trace) -> Iterator[str]:
    if found.spells:
        yield "Who had it"
    for spell in found.spells:
        until = "now" if spell.until_ms is None else minute(spell.until_ms)
        waited = f"{lasting(spell.waited_ms)} until answered or passed on"
        yield f"  {_name(found, spell.actor)}: {minute(spell.since_ms)} to {until}, {waited}"
    returns = found.returns
    if returns:
        silent = sum(not step.reason for step in returns)
        yield f"  given back {counted(len(returns), 'time')}, {silent} without a reason"
    if found.outside:
        names = ", ".join(_name(found, actor) for actor in found.outside)
        yield f"  {names} had it; in charge of {found.appeal.category}: {', '.join(found.in_charge)}"


def _order(found: Trace) -> Iterator[str]:
    if not found.irregularities:
        yield "Life cycle: nothing is missing or out of order"
        return
    yield f"Life cycle ({len(found.irregularities)})"
    for fault in found.irregularities:
        yield f"  {fault_words(fault)}"


def _next(found: Trace) -> Iterator[str]:
    if found.state == "closed":
        return
    if found.state in ("new", "collected", "accepted"):
        yield f"In charge of {found.appeal.category}: {', '.join(found.in_charge) or 'the rules name nobody'}"
    for asked in due_by_now(found.asked, found.now_ms):
        yield f"Asked since {minute(asked.at_ms or 0)}: {_asked(asked)}"
    upcoming = found.next_asked
    if upcoming is not None and not upcoming.is_due(found.now_ms):
        when = "" if upcoming.at_ms is None else f" at {minute(upcoming.at_ms)}"
        yield f"Asked next{when}: {_asked(upcoming)}"
    if not found.asked:
        yield "Asked next: nobody; no post stands above this place"


def _asked(asked: Asked) -> str:
    post = asked.post
    what = f"no {asked.rung} post" if post is None else f"{post.title} {post.id} ({holder_words(post)})"
    if asked.answers is None:
        return f"{what}, and nobody above to stand in"
    if asked.stand_in is None:
        return what
    return f"{what}; {asked.stand_in.title} {asked.stand_in.id} stands in ({holder_words(asked.stand_in)})"


def trace_json(found: Trace) -> dict[str, Any]:
    """The whole answer as one object; times as milliseconds and as ISO text."""
    appeal = found.appeal
    return {
        "appeal": appeal.id,
        "category": appeal.category,
        "triage": appeal.triage,
        "channel": appeal.channel,
        "opened_at": iso(appeal.opened_at_ms),
        "opened_at_ms": appeal.opened_at_ms,
        "household": appeal.household,
        "path": list(appeal.path),
        "lon": appeal.lon,
        "lat": appeal.lat,
        "place": appeal.place,
        "same_as": appeal.same_as,
        "repeated_by": list(found.repeats),
        "state": found.state,
        "closed_at": iso(appeal.closed_at_ms),
        "held_by": found.held_by,
        "accept": deadline_json(found.accept, found.now_ms),
        "deadline": deadline_json(found.deadline, found.now_ms),
        "steps": [_step_json(step) for step in appeal.steps],
        "spells": [_spell_json(spell, found.now_ms) for spell in found.spells],
        "returns": [_step_json(step) for step in found.returns],
        "irregularities": [fault_json(fault) for fault in found.irregularities],
        "in_charge": list(found.in_charge),
        "outside": list(found.outside),
        "asked": [_asked_json(asked, found.now_ms) for asked in found.asked],
        "next_asked": None if found.next_asked is None else _asked_json(found.next_asked, found.now_ms),
        "actors": {
            actor.id: {"label": actor.label, "name": shown_name(actor.label, actor.name)}
            for actor in found.actors.values()
        },
        "now": iso(found.now_ms),
        "rules": found.rules,
    }


def _step_json(step: Step) -> dict[str, Any]:
    return {
        "seq": step.seq,
        "kind": step.kind,
        "at": iso(step.at_ms),
        "at_ms": step.at_ms,
        "from": step.giver,
        "to": step.taker,
        "reason": step.reason,
        "satisfied": step.satisfied,
    }


def _spell_json(spell: Spell, now_ms: int) -> dict[str, Any]:
    end = now_ms if spell.until_ms is None else spell.until_ms
    return {
        "actor": spell.actor,
        "since": iso(spell.since_ms),
        "until": iso(spell.until_ms),
        "hours": hours(end - spell.since_ms),
        "waited_hours": hours(spell.waited_ms),
    }


def _asked_json(asked: Asked, now_ms: int) -> dict[str, Any]:
    return {
        "rung": asked.rung,
        "at": iso(asked.at_ms),
        "due": asked.is_due(now_ms),
        "post": post_json(asked.post),
        "stand_in": post_json(asked.stand_in),
    }
