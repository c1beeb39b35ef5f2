"""Who passes appeals to whom, as a picture: givers on the left, takers on the right, bands as wide as their counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from api.report.masking import masked_name
from api.texts import text
from graph.appeals.flow import Passing
from graph.appeals.handover import HandOvers

WIDTH, TOP, SIDE, GAP, BAR, HIGH = 960, 70, 230, 8, 14, 620
MOST = 24  # the largest hand-overs; more bands than that say nothing
COLOURS = ("#4878a8", "#e0803a", "#5a9e6f", "#b3557a", "#8a78b5", "#a8883c", "#4aa3a3", "#7a7a7a")


def passing_picture(found: HandOvers, language: str = "zh") -> str:
    """An SVG file of its own, without scripts or anything from elsewhere; members' names are masked."""
    shown = found.passed_on[:MOST]
    counted = sum(passing.count for passing in shown)
    height = TOP + HIGH + GAP * MOST + 30
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        'font-family="sans-serif" font-size="13" fill="#222222">',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        *_title(found, counted, language),
        *(_bands(found, shown, HIGH / counted) if counted else ()),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _title(found: HandOvers, counted: int, language: str) -> Iterator[str]:
    title = text("passing", "title", language, appeals=f"{len(found.appeals):,}")
    told = text("passing", "shown", language, shown=f"{counted:,}", all=f"{found.hand_overs:,}")
    yield f"<title>{escape(title)}</title>"
    yield f'<text x="16" y="26" font-size="17" font-weight="bold">{escape(title)}</text>'
    yield f'<text x="16" y="48" fill="#777777">{escape(told)}</text>'


def _bands(found: HandOvers, shown: Sequence[Passing], scale: float) -> Iterator[str]:
    """`scale`: pixels a hand-over."""
    left = _column([(one.first, one.count) for one in shown], scale)
    right = _column([(one.then, one.count) for one in shown], scale)
    colour = {actor: COLOURS[n % len(COLOURS)] for n, actor in enumerate(left)}
    for actor, (top, high) in left.items():
        yield _bar(SIDE, top, high, colour[actor])
        yield _label(SIDE - 8, top + high / 2, _name(found, actor), "end")
    for actor, (top, high) in right.items():
        yield _bar(WIDTH - SIDE - BAR, top, high, "#999999")
        yield _label(WIDTH - SIDE + 8, top + high / 2, _name(found, actor), "start")
    used_left, used_right = (defaultdict[str, float](float) for _ in range(2))
    for one in shown:
        high = one.count * scale
        start = left[one.first][0] + used_left[one.first] + high / 2
        end = right[one.then][0] + used_right[one.then] + high / 2
        used_left[one.first] += high
        used_right[one.then] += high
        told = f"{_name(found, one.first)} → {_name(found, one.then)}: {one.count:,}"
        yield _band(start, end, high, colour[one.first], told)


def _column(ends: Sequence[tuple[str, int]], scale: float) -> dict[str, tuple[float, float]]:
    """Where each actor of a column begins and how high it is, the largest first."""
    total: dict[str, int] = defaultdict(int)
    for actor, count in ends:
        total[actor] += count
    found: dict[str, tuple[float, float]] = {}
    top = float(TOP)
    for actor in sorted(total, key=lambda actor: (-total[actor], actor)):
        found[actor] = (top, total[actor] * scale)
        top += total[actor] * scale + GAP
    return found


def _bar(x: float, top: float, high: float, colour: str) -> str:
    return f'<rect x="{x}" y="{top:.1f}" width="{BAR}" height="{max(1.0, high):.1f}" fill="{colour}"/>'


def _label(x: float, y: float, name: str, anchor: str) -> str:
    return f'<text x="{x}" y="{y + 4:.1f}" text-anchor="{anchor}">{escape(name)}</text>'


def _band(start: float, end: float, high: float, colour: str, told: str) -> str:
    left, right, middle = SIDE + BAR, WIDTH - SIDE - BAR, WIDTH / 2
    curve = f"M{left} {start:.1f} C{middle} {start:.1f} {middle} {end:.1f} {right} {end:.1f}"
    return (
        f'<path d="{curve}" fill="none" stroke="{colour}" stroke-opacity="0.45" stroke-width="{max(1.0, high):.1f}">'
        f"<title>{escape(told)}</title></path>"
    )


def _name(found: HandOvers, actor: str) -> str:
    known = found.actors.get(actor)
    if known is None:
        return actor
    return masked_name(known.name) if known.label == "Member" else known.name
