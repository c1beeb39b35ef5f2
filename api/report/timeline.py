"""The way of an appeal as a picture: a lane for each who had it, its steps as numbered dots, and the words below."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

from api.report.masking import masked_name
from api.texts import text
from graph.appeals.path import Spell, Step
from graph.appeals.trace import Trace
from graph.clock import CHINA
from graph.words import STEPS

WIDTH, LEFT, RIGHT, TOP, LANE = 960, 190, 30, 64, 34
LINE = 20  # height of a line of the words below
WAITING, ANSWERED, LATE, TEXT, FAINT = "#e0803a", "#9dbf9e", "#b3261e", "#222222", "#d5d5d5"
DOT = 9
NEAR = 2 * DOT + 1  # dots nearer than this stand one above the other
MOST_TICKS = 6


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where a moment lies between the left and the right edge."""

    first_ms: int
    last_ms: int

    def x(self, at_ms: int) -> float:
        share = (at_ms - self.first_ms) / max(1, self.last_ms - self.first_ms)
        return round(LEFT + (WIDTH - LEFT - RIGHT) * min(1.0, max(0.0, share)), 1)


def timeline(found: Trace, language: str = "zh") -> str:
    """An SVG file of its own, without scripts or anything from elsewhere; members' names are masked."""
    scale = _scale(found)
    lanes = _lanes(found)
    chart = TOP + LANE * len(lanes)
    height = chart + 40 + LINE * len(found.appeal.steps) + 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'font-family="sans-serif" font-size="13" fill="{TEXT}">',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        *_title(found, language),
        *_ticks(scale, chart),
        *_lane_lines(found, lanes, language),
        *(part for spell in found.spells for part in _bar(spell, found, scale, lanes, language)),
        *_marks(found, scale, chart, language),
        *_dots(found, scale, lanes),
        *_words(found, chart + 52, language),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _scale(found: Trace) -> _Scale:
    """From the opening to the last step, or to now while it is open; a deadline in between or soon after fits in."""
    first = min([found.appeal.opened_at_ms, *(step.at_ms for step in found.appeal.steps)])
    last = max([first + 1, *(step.at_ms for step in found.appeal.steps)])
    if found.appeal.closed_at_ms is None:
        last = max(last, found.now_ms)
    if found.deadline is not None:
        last = max(last, min(found.deadline.due_ms, last + (last - first) // 2))
    return _Scale(first, last)


def _lanes(found: Trace) -> dict[str, int]:
    """The lane of each actor, in the order in which they come up; "" is nobody known."""
    order: dict[str, None] = {}
    for step in found.appeal.steps:
        for actor in (step.giver, step.taker):
            if actor is not None:
                order.setdefault(actor)
        if step.giver is None and step.taker is None:
            order.setdefault("")
    return {actor: number for number, actor in enumerate(order)}


def _middle(lane: int) -> float:
    return TOP + LANE * (lane + 0.5)


def _label(found: Trace, actor: str, language: str) -> str:
    known = found.actors.get(actor)
    if known is None:
        return actor or text("timeline", "nobody", language)
    name = masked_name(known.name) if known.label == "Member" else known.name
    return name if name == actor else f"{name} {actor}"


def _title(found: Trace, language: str) -> Iterator[str]:
    title = text("timeline", "title", language, appeal=found.appeal.id, category=found.appeal.category)
    yield f"<title>{escape(title)}</title>"
    yield f'<text x="16" y="26" font-size="17" font-weight="bold">{escape(title)}</text>'
    for number, (key, colour) in enumerate((("waiting", WAITING), ("answered", ANSWERED))):
        x = WIDTH - 230 + 110 * number
        yield f'<rect x="{x}" y="15" width="14" height="12" rx="3" fill="{colour}"/>'
        yield f'<text x="{x + 20}" y="26">{escape(text("timeline", key, language))}</text>'


def _ticks(scale: _Scale, bottom: float) -> Iterator[str]:
    """Dates at even distances."""
    span = scale.last_ms - scale.first_ms
    for number in range(MOST_TICKS):
        at_ms = scale.first_ms + span * number // (MOST_TICKS - 1)
        x = scale.x(at_ms)
        anchor = "start" if number == 0 else "end" if number == MOST_TICKS - 1 else "middle"
        yield f'<line x1="{x}" x2="{x}" y1="{TOP - 6}" y2="{bottom}" stroke="#eeeeee"/>'
        placed = f'x="{x}" y="{TOP - 12}" text-anchor="{anchor}"'
        yield f'<text {placed} font-size="11" fill="#777777">{_minute(at_ms)}</text>'


def _lane_lines(found: Trace, lanes: dict[str, int], language: str) -> Iterator[str]:
    for actor, lane in lanes.items():
        y = _middle(lane)
        yield f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}" stroke="{FAINT}"/>'
        label = escape(_short(_label(found, actor, language)))
        yield f'<text x="{LEFT - 12}" y="{y + 4}" text-anchor="end">{label}</text>'


def _short(label: str) -> str:
    """What fits to the left of a lane: wide characters count twice."""
    width = 0
    for number, letter in enumerate(label):
        width += 2 if ord(letter) > 0x2E80 else 1
        if width > 24:
            return label[:number] + "…"
    return label


def _bar(spell: Spell, found: Trace, scale: _Scale, lanes: dict[str, int], language: str) -> Iterator[str]:
    """The time that one had it: until the answer or the next hand-over in one colour, what came after in another."""
    y = _middle(lanes[spell.actor]) - 7
    end_ms = found.now_ms if spell.until_ms is None else spell.until_ms
    parts = (
        (spell.since_ms, spell.since_ms + spell.waited_ms, WAITING, "waiting"),
        (spell.since_ms + spell.waited_ms, end_ms, ANSWERED, "answered"),
    )
    for since_ms, until_ms, colour, key in parts:
        if until_ms > since_ms:
            x, width = scale.x(since_ms), max(1.0, scale.x(until_ms) - scale.x(since_ms))
            told = f"{_label(found, spell.actor, language)}: {text('timeline', key, language)}"
            yield (
                f'<rect x="{x}" y="{y}" width="{width:.1f}" height="14" rx="3" fill="{colour}">'
                f"<title>{escape(told)}, {_minute(since_ms)} – {_minute(until_ms)}</title></rect>"
            )


def _marks(found: Trace, scale: _Scale, bottom: float, language: str) -> Iterator[str]:
    """Upright lines: by when it was to be accepted and done, and now."""
    marks = [("accept_by", found.accept.due_ms, LATE if found.accept.outcome == "missed" else "#777777")]
    if found.deadline is not None:
        marks.append(("due", found.deadline.due_ms, LATE if found.deadline.outcome == "missed" else "#777777"))
    if found.appeal.closed_at_ms is None:
        marks.append(("now", found.now_ms, "#1a5fb4"))
    for number, (key, at_ms, colour) in enumerate(marks):
        if scale.first_ms <= at_ms <= scale.last_ms:
            x = scale.x(at_ms)
            anchor = "end" if x > WIDTH - 120 else "start"
            yield f'<line x1="{x}" x2="{x}" y1="{TOP}" y2="{bottom}" stroke="{colour}" stroke-dasharray="5 3"/>'
            yield (
                f'<text x="{x + (-4 if anchor == "end" else 4)}" y="{bottom + 14 * (number + 1) - 2}" font-size="11" '
                f'fill="{colour}" text-anchor="{anchor}">{escape(text("timeline", key, language))}</text>'
            )


def _dots(found: Trace, scale: _Scale, lanes: dict[str, int]) -> Iterator[str]:
    """A numbered dot a step, in the lane of who acted; an arrow to who received it."""
    taken: dict[int, float] = {}
    for step in found.appeal.steps:
        lane = lanes[step.giver or step.taker or ""]
        x = scale.x(step.at_ms)
        x = max(x, taken.get(lane, 0.0) + NEAR) if x - taken.get(lane, -1000.0) < NEAR else x
        taken[lane] = x
        y = _middle(lane)
        if step.giver and step.taker and step.giver != step.taker:
            yield _arrow(x, y, _middle(lanes[step.taker]), LATE if step.kind == "return" else "#555555")
        yield f'<circle cx="{x}" cy="{y}" r="{DOT}" fill="#ffffff" stroke="{TEXT}"/>'
        yield f'<text x="{x}" y="{y + 4}" font-size="10" text-anchor="middle">{step.seq}</text>'


def _arrow(x: float, y: float, other: float, colour: str) -> str:
    """From one lane down or up to another."""
    back = -6 if other > y else 6
    end = other + (-8 if other > y else 8)
    path = f"M{x} {y} V{end} M{x - 4} {end + back} L{x} {end} L{x + 4} {end + back}"
    return f'<path d="{path}" stroke="{colour}" fill="none"/>'


def _words(found: Trace, top: float, language: str) -> Iterator[str]:
    for number, step in enumerate(found.appeal.steps):
        line = f"{step.seq}. {_minute(step.at_ms)}  {_kind(step, language)}  {_said(found, step, language)}"
        yield f'<text x="16" y="{top + LINE * number}">{escape(line.rstrip())}</text>'


def _kind(step: Step, language: str) -> str:
    return STEPS[step.kind] if language == "zh" else step.kind


def _said(found: Trace, step: Step, language: str) -> str:
    giver = _label(found, step.giver, language) if step.giver else ""
    taker = f"→ {_label(found, step.taker, language)}" if step.taker else ""
    silent = text("timeline", "no_reason", language) if step.kind == "return" else ""
    reason = step.reason or silent
    key = {True: "satisfied", False: "unsatisfied", None: ""}[step.satisfied]
    satisfied = text("timeline", key, language) if key else ""
    return "  ".join(part for part in (f"{giver} {taker}".strip(), reason and f"({reason})", satisfied) if part)


def _minute(at_ms: int) -> str:
    return dt.datetime.fromtimestamp(at_ms / 1000, CHINA).strftime("%Y-%m-%d %H:%M")
