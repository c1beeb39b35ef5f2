"""The hand-overs of a selection in words: the largest of each list first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from api.cli.appeal_words import lasting, listed, share, shown_name
from api.cli.plan_words import counted, minute
from api.cli.trace_words import fault_words
from graph.appeals.flow import Passing
from graph.appeals.handover import HandOvers
from graph.appeals.outcomes import Tally
from graph.appeals.read import Selection


def handover_words(found: HandOvers, selection: Selection, limit: int) -> str:
    """The whole answer as text, at most `limit` rows a list."""
    chosen = listed(selection.as_json()) or "the whole county"
    lines = [
        f"Hand-overs of appeals, {chosen}, as of {minute(found.now_ms)} (rules {found.rules})",
        f"  {counted(len(found.appeals), 'appeal')}, {counted(found.steps, 'step')}, "
        f"{counted(found.hand_overs, 'hand-over')}; {len(found.repeats):,} of the appeals repeat another (same_as)",
    ]
    if not found.appeals:
        return "\n".join([*lines, "No appeal meets this selection."])
    return "\n".join(
        [
            *lines,
            *_in_time(found),
            *_section("Variants", _variants(found), limit),
            *_section("Who passes to whom (median and p90 of the time that the giver had it)", _graph(found), limit),
            *_section("What follows what", _follows(found), limit),
            *_section("Loops: received the same appeal again", _loops(found), limit),
            *_section("Ping-pong: passed on and straight back", _ping_pong(found), limit),
            *_section("Returned without a reason", _silent(found), limit),
            *_section("Closed without a revisit", list(found.no_revisit), limit),
            *_section("Missing or out of order", [f"{a}: {fault_words(f)}" for a, f in found.irregular], limit),
            *_section("Who makes appeals wait", _waits(found), limit),
            *_section("Raised again at the same place", _again(found), limit),
        ]
    )


def _section(title: str, rows: Sequence[str], limit: int) -> Iterator[str]:
    yield f"{title} ({len(rows):,})"
    yield from (f"  {row}" for row in rows[:limit])
    if len(rows) > limit > 0:
        yield f"  … and {len(rows) - limit:,} more: --limit {len(rows)}, or --json"


def _in_time(found: HandOvers) -> Iterator[str]:
    yield f"  accepted in time: {_tally(found.acceptance)}"
    for triage, tally in found.deadlines.items():
        yield f"  done in time, {triage}: {_tally(tally)}"
    if found.without_triage:
        yield f"  without a triage, so without a deadline: {found.without_triage:,}"
    yield f"  closed by a member or in a micro-grid without any hand-over: {share(*found.closed_at_micro)} closed"


def _tally(tally: Tally) -> str:
    still_open = sum(deadline.done_ms is None for _, deadline in tally.late)
    missed = f"{tally.missed:,} missed, of them {still_open:,} still open"
    return f"{share(tally.met, tally.decided)}; {missed}; {tally.running:,} not yet due"


def _variants(found: HandOvers) -> list[str]:
    return [
        f"{one.count:>6,}  {100 * one.count / len(found.appeals):5.1f} %  "
        f"{'-' if one.median_ms is None else lasting(one.median_ms):>9}  {' → '.join(one.kinds) or '(no step)'}  "
        f"(as {one.example})"
        for one in found.variants
    ]


def _follows(found: HandOvers) -> list[str]:
    return [f"{_times(one)}  {one.first} → {one.then}" for one in found.directly_follows]


def _graph(found: HandOvers) -> list[str]:
    return [f"{_times(one)}  {_name(found, one.first)} → {_name(found, one.then)}" for one in found.passed_on]


def _times(one: Passing) -> str:
    return f"{one.count:>6,}  {lasting(one.median_ms):>9}  {lasting(one.p90_ms):>9}"


def _loops(found: HandOvers) -> list[str]:
    return [f"{c.appeal}: {_name(found, c.actor)}, at step {', '.join(map(str, c.seqs))}" for c in found.loops]


def _ping_pong(found: HandOvers) -> list[str]:
    """The pairs that do it most, with the appeals that prove it."""
    pairs: dict[tuple[str, str], list[str]] = {}
    for one in found.ping_pong:
        pairs.setdefault((one.giver, one.taker), []).append(one.appeal)
    ranked = sorted(pairs.items(), key=lambda item: (-len(item[1]), item[0]))
    return [
        f"{len(appeals):>4,}  {_name(found, giver)} → {_name(found, taker)} → back: {_some(appeals)}"
        for (giver, taker), appeals in ranked
    ]


def _silent(found: HandOvers) -> list[str]:
    givers = Counter(step.giver for _, step in found.returned_without_reason)
    ranked = sorted(found.returned_without_reason, key=lambda row: (-givers[row[1].giver], row[1].giver or "", row[0]))
    return [f"{appeal}: step {step.seq} by {_name(found, step.giver or '?')}" for appeal, step in ranked]


def _waits(found: HandOvers) -> list[str]:
    return [
        f"{_name(found, one.actor)}: {lasting(one.waited_ms)} over {counted(one.appeals, 'appeal')} "
        f"({100 * one.share:.1f} % of all waiting, median {lasting(one.median_ms)}), {one.open_now:,} with it now; "
        f"gain {lasting(one.gain_ms)}; betweenness {one.betweenness:.4f}"
        for one in found.bottlenecks
    ]


def _again(found: HandOvers) -> list[str]:
    return [
        f"{len(one.appeals):>4,}  {one.kind} {one.place}, {one.category}: {_some(one.appeals)}"
        + (f"; {len(one.declared):,} said to repeat another" if one.declared else "")
        for one in found.again
    ]


def _some(appeals: Sequence[str]) -> str:
    shown = ", ".join(appeals[:4])
    return shown + (f" and {len(appeals) - 4:,} more" if len(appeals) > 4 else "")


def _name(found: HandOvers, actor: str) -> str:
    known = found.actors.get(actor)
    return actor if known is None else f"{shown_name(known.label, known.name)} {actor}"
