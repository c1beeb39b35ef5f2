"""A plan as one HTML file: the map of all households, which opens offline."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from typing import Any

from api.report.view import PlanView
from api.texts import texts
from graph.rules import RISKS
from planner.plan_file import TERMS
from planner.reasons import FORCED, KEPT, MOVED, NEW

LEAFLET = "static/vendor/leaflet-1.9.4"
CHANGES = (KEPT, MOVED, FORCED, NEW)


def write_page(path: Path, view: PlanView) -> None:
    """Write the map. The file fetches nothing: Leaflet, styles and data are inside."""
    path.write_text(page(view), encoding="utf-8")


def page(view: PlanView) -> str:
    """The whole HTML document, with a content security policy that names the hash of each script in it."""
    scripts = [_asset(f"{LEAFLET}/leaflet.js"), _asset("static/plan.js")]
    style = _asset(f"{LEAFLET}/leaflet.css") + _asset("static/plan.css")
    data = json.dumps(page_data(view), ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    parts = {
        "policy": f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src {_hashes(scripts)}",
        "style": style,
        "data": data,
        "leaflet": scripts[0],
        "script": scripts[1],
    }
    html = _asset("templates/plan.html")
    for key, value in parts.items():
        html = html.replace(f"<!--{key}-->", value)
    return html


def _asset(name: str) -> str:
    return resources.files("api").joinpath("web", name).read_text(encoding="utf-8")


def _hashes(scripts: Iterable[str]) -> str:
    digests = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    return " ".join(f"'sha256-{digest}'" for digest in digests)


def page_data(view: PlanView) -> dict[str, Any]:
    """What the page's script works on: columns, so that 15,666 households stay small."""
    return {
        "texts": texts(),
        "plan": _plan(view),
        "risks": RISKS,
        "changes": CHANGES,
        "communities": _communities(view),
        "buildings": _buildings(view),
        "members": _members(view),
        "households": _households(view),
    }


def _plan(view: PlanView) -> dict[str, Any]:
    plan = view.plan
    return {
        "title": view.title,
        "county": view.names.county,
        "status": plan.status,
        "objective": plan.objective,
        "bound": plan.bound,
        "gap": plan.gap,
        "terms": [[term, plan.terms.get(term, 0.0)] for term in TERMS],
        "loadRange": view.load_range(),
        "changes": sum(line.change != KEPT for line in view.lines),
        "rules": plan.version,
        "seed": plan.seed,
    }


def _communities(view: PlanView) -> list[list[str]]:
    ids = sorted({view.community(line) for line in view.lines} - {""})
    return [[community, view.names.communities.get(community) or community] for community in ids]


def _buildings(view: PlanView) -> dict[str, list[Any]]:
    buildings = view.problem.instance.buildings
    return {
        "id": [b.id for b in buildings],
        "name": [view.names.buildings.get(b.id) or b.id for b in buildings],
        "x": [round(b.x, 1) for b in buildings],
        "y": [round(b.y, 1) for b in buildings],
    }


def _members(view: PlanView) -> dict[str, list[Any]]:
    members = view.problem.instance.members
    return {
        "id": [m.id for m in members],
        "name": [view.names.members.get(m.id, "") for m in members],
        "x": [round(m.x, 1) for m in members],
        "y": [round(m.y, 1) for m in members],
        "senior": [int(m.senior) for m in members],
        "load": [round(load.minutes, 1) for load in view.loads],
        "target": [round(load.target_minutes, 1) for load in view.loads],
        "count": [load.households for load in view.loads],
    }


def _households(view: PlanView) -> dict[str, list[Any]]:
    homes, lines = view.problem.instance.households, view.lines
    community = {key: i for i, (key, _) in enumerate(_communities(view))}
    return {
        "id": [h.id for h in homes],
        "door": [view.names.doors.get(h.id, "") for h in homes],
        "building": view.problem.building.tolist(),
        "community": [community.get(view.community(line), -1) for line in lines],
        "risk": [RISKS.index(h.risk) for h in homes],
        "before": [h.current or "" for h in homes],
        "member": [line.member for line in lines],
        "minutes": [round(line.minutes, 1) for line in lines],
        "walk": [line.walk_minutes for line in lines],
        "rank": [line.rank for line in lines],
        "neighbours": [line.neighbours for line in lines],
        "tie": [int(line.tie_minutes > 0) for line in lines],
        "pinned": [int(line.pinned) for line in lines],
        "change": [CHANGES.index(line.change) for line in lines],
    }
