"""Small counties that are served today, by a plan that keeps every rule, and every way to give households away."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import replace

from planner.instance import Instance
from planner.service import SolveOptions, solve
from tests.planner.builders import instance_of, random_instance
from tests.planner.oracle import Facts


def served_today(seed: int, *, members: int = 4, households: int = 8) -> Instance:
    """A random county with a plan in force, quickly made; T is said, no limit of moves, wider bounds than needed."""
    rng = random.Random(seed)
    document = random_instance(rng, members=members, households=households)
    document["rules"].pop("max_moves", None)
    for person in document["members"]:
        person.pop("households", None)
    most = document["rules"]["households_per_member"][1] + rng.randint(0, 2)
    document["rules"]["households_per_member"] = [0, most]
    instance = instance_of(document)
    plan = solve(instance, SolveOptions(work=200))
    rules = replace(instance.rules, target_minutes=plan.target_minutes)
    homes = tuple(replace(home, current=plan.assignment[home.id]) for home in instance.households)
    return replace(instance, rules=rules, households=homes)


def sets_today(instance: Instance) -> list[list[int]]:
    """The households of each member, by position."""
    return [
        [h for h, home in enumerate(instance.households) if home.current == member.id] for member in instance.members
    ]


def handovers(instance: Instance, leaver: int) -> Iterator[tuple[float, dict[str, str]]]:
    """Every way to give a leaver's households to others while nobody else moves: minutes more, {household: member}.

    Minutes against today, each counted as FORMATS.md says for the county with him and without him.
    """
    gone = instance.members[leaver].id
    left = replace(
        instance,
        members=tuple(member for member in instance.members if member.id != gone),
        pairs=tuple(pair for pair in instance.pairs if pair.member != gone),
    )
    facts = Facts(left)
    before = sum(Facts(instance).cost(m, having) for m, having in enumerate(sets_today(instance)))
    today, homes = sets_today(left), sets_today(instance)[leaver]
    for chosen in itertools.product(range(len(today)), repeat=len(homes)):
        given = list(zip(homes, chosen, strict=True))
        having = [[*those, *(h for h, taker in given if taker == m)] for m, those in enumerate(today)]
        if all(facts.may_have(m, those) for m, those in enumerate(having)):
            after = sum(facts.cost(m, those) for m, those in enumerate(having))
            yield after - before, {instance.households[h].id: left.members[m].id for h, m in given}
