"""The hand-overs of a selection as one JSON object: every list whole, shares with numerator and denominator."""

from __future__ import annotations

from typing import Any

from api.cli.appeal_words import deadline_json, hours, share_json, shown_name
from api.cli.plan_words import iso
from api.cli.trace_words import fault_json
from graph.appeals.bottlenecks import Bottleneck
from graph.appeals.flow import Passing
from graph.appeals.handover import HandOvers
from graph.appeals.outcomes import Tally
from graph.appeals.read import Selection


def handover_json(found: HandOvers, selection: Selection) -> dict[str, Any]:
    """Everything that `lianhu handover` knows."""
    return {
        "selection": selection.as_json(),
        "now": iso(found.now_ms),
        "rules": found.rules,
        "appeals": len(found.appeals),
        "steps": found.steps,
        "hand_overs": found.hand_overs,
        "repeats": list(found.repeats),
        **_flow(found),
        "returned_without_reason": [
            {"appeal": appeal, "seq": step.seq, "from": step.giver, "to": step.taker}
            for appeal, step in found.returned_without_reason
        ],
        "no_revisit": [{"appeal": appeal} for appeal in found.no_revisit],
        "irregular": [{"appeal": appeal, **fault_json(fault)} for appeal, fault in found.irregular],
        "bottlenecks": [_bottleneck(found, one) for one in found.bottlenecks],
        "acceptance": _tally(found.acceptance, found.now_ms),
        "deadlines": {triage: _tally(tally, found.now_ms) for triage, tally in found.deadlines.items()},
        "without_triage": found.without_triage,
        "closed_at_micro": share_json(*found.closed_at_micro),
        "again": [
            {
                "kind": one.kind,
                "place": one.place,
                "category": one.category,
                "count": len(one.appeals),
                "appeals": list(one.appeals),
                "same_as": list(one.declared),
            }
            for one in found.again
        ],
    }


def _flow(found: HandOvers) -> dict[str, Any]:
    return {
        "variants": [
            {
                "activities": list(one.kinds),
                "count": one.count,
                "share": round(one.count / len(found.appeals), 4),
                "median_hours": None if one.median_ms is None else hours(one.median_ms),
                "example": one.example,
            }
            for one in found.variants
        ],
        "directly_follows": [_passing(one) for one in found.directly_follows],
        "hand_over_graph": [
            {**_passing(one), "from_name": _name(found, one.first), "to_name": _name(found, one.then)}
            for one in found.passed_on
        ],
        "loops": [
            {"appeal": one.appeal, "actor": one.actor, "name": _name(found, one.actor), "seqs": list(one.seqs)}
            for one in found.loops
        ],
        "ping_pong": [
            {"appeal": one.appeal, "from": one.giver, "to": one.taker, "seqs": [list(pair) for pair in one.seqs]}
            for one in found.ping_pong
        ],
    }


def _passing(one: Passing) -> dict[str, Any]:
    return {
        "from": one.first,
        "to": one.then,
        "count": one.count,
        "median_hours": hours(one.median_ms),
        "p90_hours": hours(one.p90_ms),
    }


def _bottleneck(found: HandOvers, one: Bottleneck) -> dict[str, Any]:
    return {
        "actor": one.actor,
        "name": _name(found, one.actor),
        "appeals": one.appeals,
        "times": one.times,
        "waited_hours": hours(one.waited_ms),
        "median_hours": hours(one.median_ms),
        "share": round(one.share, 4),
        "open_now": one.open_now,
        "gain_hours": hours(one.gain_ms),
        "gain_hours_per_appeal": round(hours(one.gain_ms) / one.appeals, 2),
        "betweenness": round(one.betweenness, 6),
    }


def _tally(tally: Tally, now_ms: int) -> dict[str, Any]:
    late = [{"appeal": appeal, **(deadline_json(deadline, now_ms) or {})} for appeal, deadline in tally.late]
    shares = share_json(tally.met, tally.decided)
    return {"met": tally.met, "missed": tally.missed, "running": tally.running, "rate": shares["rate"], "late": late}


def _name(found: HandOvers, actor: str) -> str:
    known = found.actors.get(actor)
    return actor if known is None else shown_name(known.label, known.name)
