"""`lianhu demo`: the whole way on a made-up county, and a report of it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import click

from api.cli.progress import progress
from api.demo import Outcome, Wanted, run_demo
from graph.coverage import CAUSES
from graph.database import open_database
from graph.sample.size import SEED_HOUSEHOLDS, SEED_MEMBERS, Size
from planner.plan_file import TERMS, Progress

DEFAULT_SECONDS = 30.0
MEANING = {
    "walking": "walking",
    "relation": "ties and wishes missed",
    "compactness": "a charge for each building looked after",
    "balance": "workloads away from the target",
    "ceiling": "workloads above twice the target",
    "churn": "households that change without need",
}


@click.command(name="demo")
@click.option("--out", "folder", type=click.Path(path_type=Path), default=Path("out"), show_default=True)
@click.option("--households", type=click.IntRange(min=1), default=SEED_HOUSEHOLDS, show_default=True)
@click.option("--members", type=click.IntRange(min=1), default=SEED_MEMBERS, show_default=True)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Another county.")
@click.option("--seconds", type=click.FloatRange(min=1), default=DEFAULT_SECONDS, show_default=True, help="To plan.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(folder: Path, households: int, members: int, seed: int, seconds: float, as_json: bool) -> None:
    """Take a made-up county the whole way: sample, import, plan, approve, report.

    The county goes into the graph that LIANHU_GRAPH names (unset: the local graph in ./.lianhu), its files into --out:
    the workbook it came from, plan.xlsx with a sheet a community, and plan.html, the map. Run again, it says what is
    there already and doubles nothing. A graph that holds another county is left alone.
    """
    with progress(quiet=as_json) as told, open_database() as db:

        def solving(now: Progress) -> None:
            bound = "" if now.bound is None else f", bound {now.bound:,.0f}"
            best = "" if now.objective is None else f": {now.objective:,.0f} minutes{bound}"
            told(f"Planning{best}", min(round(now.seconds), round(seconds)), round(seconds))

        outcome = run_demo(db, Wanted(folder, Size(households, members), seed, seconds), told, _say, solving)
    click.echo(json.dumps(outcome.as_json(), ensure_ascii=False) if as_json else in_words(outcome))


def _say(words: str) -> None:
    click.echo(f"{words} …", err=True)


def in_words(outcome: Outcome) -> str:
    """The report: what is there, the plan term by term, gaps by cause, what to try next."""
    return "\n".join([*_steps(outcome), "", *_plan(outcome), "", *_gaps(outcome), "", *_next(outcome)])


def _steps(outcome: Outcome) -> list[str]:
    plan = outcome.stored
    already = "there already"
    county = outcome.sample
    return [
        f"{outcome.view.names.county}, a made-up county",
        f"  sample   {county.directory}: {already if county.already else 'written'}",
        f"  import   {already if outcome.import_id is None else f'{outcome.import_id}, done'}",
        f"  plan     {plan.id}: {f'made in {plan.seconds:.0f} s' if outcome.planned else already}",
        f"  approve  {plan.id}: {'in force now' if outcome.approved else 'in force already'}",
    ]


def _plan(outcome: Outcome) -> list[str]:
    plan, view, before = outcome.stored, outcome.view, outcome.before
    least, most = view.load_range()
    today = Counter(home.current for home in view.problem.instance.households)
    held = [today[member.id] for member in view.problem.instance.members]
    lines = [
        f"{'':<14}{'before':>10}{'plan':>10}",
        f"{'households':<14}{sum(held):>10,}{len(view.lines):>10,}  with one of the {len(view.loads):,} members",
        f"{'a member':<14}{f'{min(held)}–{max(held)}':>10}{f'{least}–{most}':>10}  households",
    ]
    lines += [
        f"{term:<14}{before.terms[term]:>10,.0f}{plan.terms[term]:>10,.0f}  minutes: {MEANING[term]}" for term in TERMS
    ]
    lines.append(f"{'in all':<14}{before.objective:>10,.0f}{plan.objective:>10,.0f}  minutes a quarter")
    if plan.bound is not None and plan.gap is not None:
        lines.append(
            f"Proven over all permitted pairs: no plan is below {plan.bound:,.0f} minutes; the gap is {plan.gap:.1%}."
        )
    return lines


def _gaps(outcome: Outcome) -> list[str]:
    lines = [f"{'coverage gaps':<20}{'before':>8}{'after':>8}"]
    for cause in CAUSES:
        before, after = outcome.gaps_before[cause], outcome.gaps_after[cause]
        lines.append(f"{cause:<20}{before:>8,}{after:>8,}")
    return lines


def _next(outcome: Outcome) -> list[str]:
    workbook, page = outcome.files
    plan = outcome.stored.id
    return [
        f"Open {page} (the map) and {workbook} (a sheet a community).",
        "Next: lianhu gaps --cause overdue_visit      who is waiting for a visit",
        f"      lianhu show {plan} · lianhu diff {plan}     the plan, and what it changed",
        f"      lianhu revert {plan}                     undo it; lianhu plan --seconds 120 makes a better one",
    ]
