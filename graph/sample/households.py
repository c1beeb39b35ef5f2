"""The households behind the doors, and the persons with needs among them."""

from __future__ import annotations

from collections.abc import Sequence

from numpy.random import Generator

from graph.rules import RISKS
from graph.sample.blocks import Plot
from graph.sample.classes import Doors
from graph.sample.draws import floats, ints, pick, some
from graph.sample.grids import GridTree
from graph.sample.names import person_names
from graph.sample.rows import Building, Household, Person

FLAG_FORGOTTEN = 0.2  # households with a priority person whose own flag is empty
SHEET_MISSING, RECORD_MISSING = 0.02, 0.03
NEEDS_BY_CLASS = (
    ("lone_elder", "frail", "left_behind_child"),
    ("lone_elder", "frail", "left_behind_child", "low_income"),
    ("frail", "low_income", "lone_elder", "left_behind_child"),
    ("petition", "petition", "frail", "low_income", "lone_elder"),
)
PHONE = "199{:08d}"  # 1990000xxxx are members', 1990001xxxx and up the households'
FIRST_HOUSEHOLD_PHONE = 10_000


def households_of(
    plots: Sequence[Plot], doors: Doors, buildings: Sequence[Building], tree: GridTree, rng: Generator
) -> list[Household]:
    """The households, in the order of the plots."""
    count = len(doors.plot)
    width = max(5, len(str(count)))
    heads = person_names(rng, count)
    people = ints(rng.integers(1, 7, size=count))
    flag, sheet, record = (floats(rng.uniform(size=count)) for _ in range(3))
    households: list[Household] = []
    nth, before = 0, -1
    for i, (p, risk, persons) in enumerate(zip(ints(doors.plot), ints(doors.risk), ints(doors.persons), strict=True)):
        nth = nth + 1 if p == before else 0
        before = p
        micro = tree.micro_ids[tree.micro_of_household[i]]
        households.append(
            Household(
                id=f"H{i + 1:0{width}d}",
                building=buildings[p].id,
                door=_door(plots[p], nth),
                grid="" if micro == buildings[p].grid else micro,
                risk=RISKS[risk],
                priority=(None if flag[i] < FLAG_FORGOTTEN else True) if persons else False,
                people=max(people[i], persons),
                head=heads[i],
                phone=PHONE.format(FIRST_HOUSEHOLD_PHONE + i),
                profile=sheet[i] >= SHEET_MISSING,
                contact_record=record[i] >= RECORD_MISSING,
            )
        )
    return households


def _door(plot: Plot, nth: int) -> str:
    """Two or four doors a floor in tall houses, else a number."""
    if plot.style == "tower":
        return f"{nth // 4 + 1}0{nth % 4 + 1}"
    if plot.style == "walk_up":
        return f"{nth // 2 + 1}0{nth % 2 + 1}"
    return f"{nth + 1}号"


def persons_of(doors: Doors, households: Sequence[Household], rng: Generator) -> list[Person]:
    """Persons with needs, household by household; all of them are priority persons."""
    total = int(doors.persons.sum())
    width = max(5, len(str(total)))
    names = person_names(rng, total)
    years = ints(rng.integers(0, 100, size=total))
    persons: list[Person] = []
    for i, (household, count) in enumerate(zip(households, ints(doors.persons), strict=True)):
        for _ in range(count):
            n = len(persons)
            needs = _needs(int(doors.risk[i]), rng)
            name = household.head if count == 1 and n % 2 else names[n]
            persons.append(
                Person(f"R{n + 1:0{width}d}", household.id, name, _born_on(needs, years[n]), needs, priority=True)
            )
    return persons


def _needs(risk: int, rng: Generator) -> tuple[str, ...]:
    options = NEEDS_BY_CLASS[risk]
    first = pick(rng, options)
    if rng.uniform() < 0.7 or first == "left_behind_child":
        return (first,)
    return tuple(sorted({first, *(need for need in some(rng, options, 1) if need != "left_behind_child")}))


def _born_on(needs: Sequence[str], percent: int) -> str:
    """An age that fits: children under 16, lone elders from 65, the others grown up. `percent` of the range."""
    first, last = (1965, 1995)
    if "left_behind_child" in needs:
        first, last = (2011, 2021)
    elif "lone_elder" in needs:
        first, last = (1934, 1960)
    year = first + percent * (last - first) // 99
    return f"{year}-{percent % 12 + 1:02d}-{percent % 28 + 1:02d}"
