"""What the commands about appeals have in common: options, actors, times and shares in words and in JSON."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from api.cli.plan_words import iso
from api.report.masking import masked_name
from graph.appeal_rules import HOUR_MS, AppealRules, appeal_rules_from, default_appeal_rules
from graph.appeals.deadlines import Deadline
from graph.errors import Fault, FaultyInput, LianhuError
from graph.standins import Post

DAY_HOURS = 24

at_option = click.option(
    "--at",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Appeals and steps as known at that day's end; everything else as it is now.",
)
rules_option = click.option(
    "--rules",
    "rules_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE.toml",
    help="The county's own [appeals] rules, laid over those that Lianhu ships.",
)


def rules_from_file(path: Path | None) -> AppealRules:
    """The shipped rules, with the table [appeals] of a file laid over them. Raises FaultyInput."""
    if path is None:
        return default_appeal_rules()
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FaultyInput(path.name, [Fault("file", "", f"cannot be read as TOML: {error}")]) from error
    faults: list[Fault] = []
    given: Any = content.get("appeals", {})
    version = str(content.get("version", path.name))
    rules = appeal_rules_from(
        given,
        lambda where, value, wrong: faults.append(Fault(f"appeals.{where}", str(value), wrong)),
        version=version,
    )
    if rules is None:
        raise FaultyInput(path.name, faults)
    return rules


def write_picture(path: Path, picture: str) -> None:
    """Write a picture and say so. Raises LianhuError when it cannot be written."""
    try:
        path.write_text(picture, encoding="utf-8")
    except OSError as error:
        raise LianhuError(f"{path} cannot be written: {error.strerror or error}.") from error
    click.echo(f"Wrote {path}.", err=True)


def hours(milliseconds: float) -> float:
    """Milliseconds as hours, to the hundredth."""
    return round(milliseconds / HOUR_MS, 2)


def lasting(milliseconds: float) -> str:
    """A time span for people: minutes, hours, then days."""
    spent = milliseconds / HOUR_MS
    if spent < 1:
        return f"{spent * 60:.0f} min"
    return f"{spent:.1f} h" if spent < 2 * DAY_HOURS else f"{spent / DAY_HOURS:.1f} days"


def shown_name(label: str, name: str) -> str:
    """The name of an actor as everybody may see it: a member's is masked."""
    return masked_name(name) if label == "Member" else name


def deadline_json(deadline: Deadline | None, now_ms: int) -> dict[str, Any] | None:
    """A deadline with its outcome, and by how many hours it was or is missed."""
    if deadline is None:
        return None
    return {
        "due": iso(deadline.due_ms),
        "due_ms": deadline.due_ms,
        "done": iso(deadline.done_ms),
        "done_ms": deadline.done_ms,
        "outcome": deadline.outcome,
        "extensions": deadline.extensions,
        "overdue_hours": hours(deadline.overdue_ms(now_ms)),
    }


def post_json(post: Post | None) -> dict[str, Any] | None:
    """A post and its holder, the name masked."""
    if post is None:
        return None
    return {
        "post": post.id,
        "title": post.title,
        "kind": post.kind,
        "of": post.of,
        "member": post.holder,
        "name": masked_name(post.name) if post.name else None,
        "status": post.status,
        "vacant": post.is_vacant,
    }


def holder_words(post: Post) -> str:
    """The holder of a post in words: vacant, away, or who it is."""
    if post.is_vacant:
        return "vacant"
    away = "" if post.is_filled else f", {post.status}"
    return f"{post.holder} {masked_name(post.name)}{away}"


def share(part: int, whole: int) -> str:
    """A part of a whole with its percentage; without one where there is nothing to divide by."""
    return f"{part:,} of {whole:,}" + (f" ({100 * part / whole:.1f} %)" if whole else "")


def share_json(part: int, whole: int) -> dict[str, Any]:
    """Numerator, denominator and rate (None where there is nothing to divide by)."""
    return {"numerator": part, "denominator": whole, "rate": round(part / whole, 4) if whole else None}


def listed(values: Mapping[str, object]) -> str:
    """`key value, key value`; what is None is left out."""
    return ", ".join(f"{key} {value}" for key, value in values.items() if value is not None)
