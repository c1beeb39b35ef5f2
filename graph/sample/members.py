"""The members' sheet: names, phones, departments, where they reported and where they may serve."""

from __future__ import annotations

from collections.abc import Sequence

from numpy.random import Generator

from graph.sample.blocks import Plot
from graph.sample.calendar import date_before
from graph.sample.draws import pick
from graph.sample.geography import to_degrees
from graph.sample.grids import GridTree
from graph.sample.households import PHONE
from graph.sample.names import person_names
from graph.sample.people import Cadre
from graph.sample.rows import Building, Department, Member

NEAR_HOME_M = 40.0


def members_of(
    cadres: Sequence[Cadre],
    plots: Sequence[Plot],
    buildings: Sequence[Building],
    departments: Sequence[Department],
    communities: Sequence[str],
    tree: GridTree,
    rng: Generator,
) -> list[Member]:
    """The members, in the order of `cadres`. `communities`: the organisation of each place."""
    width = max(4, len(str(len(cadres))))
    names = person_names(rng, len(cadres))
    sides = _micros_by_unit(plots, tree)
    members: list[Member] = []
    for i, cadre in enumerate(cadres):
        plot = plots[cadre.plot]
        dx, dy = rng.uniform(-NEAR_HOME_M, NEAR_HOME_M, 2).tolist()
        lon, lat = to_degrees(plot.x + dx, plot.y + dy) if cadre.lives == "point" else (None, None)
        members.append(
            Member(
                id=f"M{i + 1:0{width}d}",
                name=names[i],
                phone=PHONE.format(i + 1),
                department=pick(rng, departments).id,
                home=buildings[cadre.plot].id if cadre.lives == "home" else "",
                lon=lon,
                lat=lat,
                senior=cadre.senior,
                share=cadre.share,
                status=cadre.status,
                community=communities[plot.place],
                reported_on=date_before(int(rng.integers(200, 900))),
                areas=sides[plot.unit] if cadre.one_side else tuple(tree.large_ids[r] for r in cadre.areas),
                min_households=cadre.least,
                max_households=cadre.most,
            )
        )
    return members


def _micros_by_unit(plots: Sequence[Plot], tree: GridTree) -> dict[int, tuple[str, ...]]:
    """The micro-grids of the buildings of each unit."""
    found: dict[int, dict[str, None]] = {}
    passed = 0
    for plot in plots:
        found.setdefault(plot.unit, {})[tree.micro_ids[tree.micro_of_household[passed]]] = None
        passed += plot.households
    return {unit: tuple(micros) for unit, micros in found.items()}
