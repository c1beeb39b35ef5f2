"""Who is on stage when an appeal is raised: the household, its member, its grids, the departments in charge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from numpy.random import Generator

from graph.appeal_rules import default_appeal_rules
from graph.sample.caseloads import NOBODY
from graph.sample.draws import pick, shuffled
from graph.sample.geography import to_degrees
from graph.sample.journeys import Cast
from graph.sample.organisations import Bodies
from graph.sample.rows import Appeal, Building, Household, Member, Venue
from graph.sample.sketch import Sketch

# The eleven sections of the online service, which are the categories of all appeals, with who is in charge.
CATEGORIES = default_appeal_rules().routing
TRIAGES = ("urgent",) * 3 + ("important",) * 12 + ("hard",) * 5
NO_HOUSEHOLD_POINT, NO_HOUSEHOLD_WORDS = 0.08, 0.05
WORDS = ("东门菜市场", "河滨步道", "汽车站广场", "实验小学门口", "老桥头")


@dataclass(frozen=True, slots=True)
class Scenes:
    """Everything that an appeal may touch, with `departments` by name."""

    sketch: Sketch
    bodies: Bodies
    buildings: Sequence[Building]
    households: Sequence[Household]
    members: Sequence[Member]
    venues: Sequence[Venue]
    departments: Mapping[str, str]

    def appeal(self, channel: str, rng: Generator) -> tuple[Appeal, Cast]:
        """An appeal of somewhere about something, not yet opened, and who will deal with it."""
        h = int(rng.integers(len(self.households)))
        return self._raised(h, pick(rng, tuple(CATEGORIES)), channel, rng)

    def again(self, first: Appeal, rng: Generator) -> tuple[Appeal, Cast]:
        """The same matter, reported online by a household next door."""
        number = int(first.household[1:])  # ids count from 1, indices from 0: this is the index of the next one
        next_door = min(len(self.households) - 1, number)
        return self._raised(next_door, first.category, "online", rng, known=True)

    def _raised(
        self, h: int, category: str, channel: str, rng: Generator, *, known: bool = False
    ) -> tuple[Appeal, Cast]:
        plot = self.sketch.plots[int(self.sketch.doors.plot[h])]
        household, point, words = self.households[h].id, (None, None), ""
        chance = 1.0 if known or channel == "visit" else float(rng.uniform())
        if chance < NO_HOUSEHOLD_POINT:
            household, point = "", to_degrees(plot.x, plot.y)
        elif chance < NO_HOUSEHOLD_POINT + NO_HOUSEHOLD_WORDS:
            household, words = "", pick(rng, WORDS)
        appeal = Appeal("", household, *point, words, category, pick(rng, TRIAGES), channel, "", "")
        return appeal, self._cast(h, category, channel, rng)

    def _cast(self, h: int, category: str, channel: str, rng: Generator) -> Cast:
        sketch = self.sketch
        place = sketch.plots[int(sketch.doors.plot[h])].place
        m = int(sketch.served_by[h])
        member = self.members[m if m != NOBODY else int(rng.integers(len(self.members)))].id
        micro = sketch.tree.micro_ids[sketch.tree.micro_of_household[h]]
        venue = pick(rng, self.venues).id
        community, medium = self.bodies.communities[place], sketch.tree.medium_ids[place]
        collector = {"visit": member, "venue": venue, "meeting": community, "online": medium}[channel]
        desk = {"visit": micro, "venue": venue, "meeting": community, "online": micro}[channel]
        committee = self.bodies.committees[sketch.land.places[place].region]
        return Cast(collector, desk, member, committee, venue, self._in_charge(category, rng))

    def _in_charge(self, category: str, rng: Generator) -> list[str]:
        """Departments for a category, the right one first most of the time, then whoever there is."""
        right = [self.departments[name] for name in CATEGORIES[category] if name in self.departments]
        others = shuffled(rng, [id_ for id_ in self.departments.values() if id_ not in right])
        mixed = right if rng.uniform() < 0.8 else right[::-1]
        return [*mixed, *others[:3]]
