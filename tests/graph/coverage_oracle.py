"""The gaps of a county counted from its CSV files alone, in plain Python: what the graph's answers must equal."""

from __future__ import annotations

import csv
import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

Row = dict[str, str]
Files = Mapping[str, list[Row]]
# cause, household, member, post, grid, building
GapKey = tuple[str, str | None, str | None, str | None, str | None, str | None]

CHINA = dt.timezone(dt.timedelta(hours=8))
VISITS = {"green": 1, "blue": 2, "yellow": 3, "orange": 6, "绿": 1, "蓝": 2, "黄": 3, "橙": 6}
PRIORITY_VISITS = 3
QUARTER = dt.timedelta(days=91)
LEAST, MOST = 5, 15
CENTRES = ("centre_household", "党员中心户")
REACH_MINUTES, WATCHERS = 30, 2
METRES_PER_MINUTE, DETOUR, EARTH_M = 70, 1.3, 6_371_008.8
NAMES = {
    "说明": "about",
    "网格": "grids",
    "组织": "organisations",
    "楼栋": "buildings",
    "居民户": "households",
    "人员": "persons",
    "成员": "members",
    "职务": "posts",
    "联户": "links",
    "走访": "visits",
    "志愿队": "teams",
    "议事平台": "venues",
    "关系": "ties",
    "诉求": "appeals",
    "流转": "steps",
}


def read_files(folder: Path) -> Files:
    """The rows of each CSV file by the English keys, which stand in its first or second line."""
    tables: dict[str, list[Row]] = {name: [] for name in NAMES.values()}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.reader(file))
        at = 0 if lines[0][0].isascii() else 1
        tables[NAMES.get(path.stem, path.stem)] = [dict(zip(lines[at], line, strict=True)) for line in lines[at + 1 :]]
    return tables


def gaps_of(files: Files, now: dt.datetime) -> set[GapKey]:
    """Every gap, of every cause."""
    return {
        *_of_links(files),
        *_of_caseloads(files),
        *_of_visits(files, now),
        *_of_posts(files),
        *_of_grids(files),
        *_of_papers(files),
        *_of_venues(files),
        *_of_elders(files),
    }


def _gap(cause: str, **ids: str) -> GapKey:
    return (cause, *(ids.get(key) for key in ("household", "member", "post", "grid", "building")))  # pyright: ignore


def frozen_now(files: Files) -> dt.datetime:
    """The end of the day of a frozen county."""
    about = {row["key"]: row["value"] for row in files["about"]}
    return dt.datetime.fromisoformat(about["as_of"]).replace(tzinfo=CHINA) + dt.timedelta(days=1)


def _active(files: Files) -> dict[str, Row]:
    return {m["id"]: m for m in files["members"] if m["status"] in ("active", "在岗")}


def _yes(row: Row, key: str) -> bool:
    return row.get(key, "").lower() in ("是", "yes", "true", "1")


def _of_links(files: Files) -> Iterable[GapKey]:
    active = _active(files)
    served_by = {link["household"]: link["member"] for link in files["links"]}
    for household in files["households"]:
        if household["id"] not in served_by:
            yield _gap("no_member", household=household["id"])
    for link in files["links"]:
        if link["member"] not in active:
            yield _gap("member_inactive", household=link["household"], member=link["member"])
        issued, since = link.get("card_issued_on"), link.get("since")
        if issued and since and dt.date.fromisoformat(issued) < dt.date.fromisoformat(since):
            yield _gap("card_stale", household=link["household"], member=link["member"])


def _of_caseloads(files: Files) -> Iterable[GapKey]:
    count = Counter(link["member"] for link in files["links"])
    for member in _active(files).values():
        if count[member["id"]] < int(member.get("min_households") or LEAST):
            yield _gap("too_few", member=member["id"])
        if count[member["id"]] > int(member.get("max_households") or MOST):
            yield _gap("too_many", member=member["id"])


def _of_visits(files: Files, now: dt.datetime) -> Iterable[GapKey]:
    needy = {person["household"] for person in files["persons"] if _yes(person, "priority")}
    been: dict[str, dt.datetime] = {}
    for visit in files["visits"]:
        if (time := _time(visit["at"])) <= now:
            been[visit["household"]] = max(time, been.get(visit["household"], time))
    for household in files["households"]:
        visits = VISITS[household["risk"]]
        if _yes(household, "priority") or household["id"] in needy:
            visits = max(visits, PRIORITY_VISITS)
        if household["id"] not in been:
            yield _gap("never_visited", household=household["id"])
        elif now - been[household["id"]] > QUARTER / visits:
            yield _gap("overdue_visit", household=household["id"])


def _time(text: str) -> dt.datetime:
    time = dt.datetime.fromisoformat(text)
    return time if time.tzinfo else time.replace(tzinfo=CHINA)


def _of_posts(files: Files) -> Iterable[GapKey]:
    for post in files["posts"]:
        if not post.get("member"):
            yield _gap("post_vacant", post=post["id"])

    centred = {post["of"] for post in files["posts"] if post.get("member") and post["kind"] in CENTRES}
    for building in files["buildings"]:
        if building["id"] not in centred:
            yield _gap("no_centre_household", building=building["id"])


def _of_papers(files: Files) -> Iterable[GapKey]:
    for household in files["households"]:
        for cause, key in (("profile_missing", "profile"), ("record_missing", "contact_record")):
            if household.get(key, "").lower() in ("否", "no", "false", "0"):
                yield _gap(cause, household=household["id"])


def _of_venues(files: Files) -> Iterable[GapKey]:
    near = near_a_venue(files)
    for household in files["households"]:
        if not near[household["building"]]:
            yield _gap("no_venue_in_reach", household=household["id"])


def near_a_venue(files: Files) -> dict[str, bool]:
    """Whether each building is in reach of a venue: half of t(m,b) of the instance's format, in planar metres."""
    given = [(float(b["lon"]), float(b["lat"])) for b in files["buildings"] if b.get("lon") and b.get("lat")]
    lon, lat = (math.fsum(part) / len(given) for part in zip(*given, strict=True))
    venues = [(float(v["lon"]), float(v["lat"])) for v in files["venues"] if v.get("lon") and v.get("lat")]

    def metres(point: tuple[float, float]) -> tuple[float, float]:
        east = EARTH_M * math.radians(point[0] - lon) * math.cos(math.radians(lat))
        return round(east, 2), round(EARTH_M * math.radians(point[1] - lat), 2)

    def minutes(one: tuple[float, float], other: tuple[float, float]) -> float:
        (x, y), (to_x, to_y) = metres(one), metres(other)
        return round(10 * (2 * DETOUR * math.sqrt((x - to_x) ** 2 + (y - to_y) ** 2) / METRES_PER_MINUTE)) / 10 / 2

    places = building_places(files)
    return {b: any(minutes(place, venue) <= REACH_MINUTES for venue in venues) for b, place in places.items()}


def building_places(files: Files) -> dict[str, tuple[float, float]]:
    """Degrees of each building; one without takes the centre of its micro-grid's others."""
    known = {b["id"]: (float(b["lon"]), float(b["lat"])) for b in files["buildings"] if b.get("lon") and b.get("lat")}
    in_grid: dict[str, list[tuple[float, float]]] = {}
    for building in files["buildings"]:
        if building["id"] in known:
            in_grid.setdefault(building["grid"], []).append(known[building["id"]])
    for building in files["buildings"]:
        if building["id"] not in known:
            others = in_grid[building["grid"]]
            lons, lats = zip(*others, strict=True)
            known[building["id"]] = math.fsum(lons) / len(lons), math.fsum(lats) / len(lats)
    return known


def _of_elders(files: Files) -> Iterable[GapKey]:
    watchers: dict[str, set[str]] = {}
    active = _active(files)
    for tie in files["ties"]:
        if tie["kind"] in ("paired", "结对") and tie["member"] in active:
            watchers.setdefault(tie["household"], set()).add(tie["member"])
    for person in files["persons"]:
        needs = re.split("[;、]", person.get("needs") or "")
        if {"lone_elder", "独居老人"} & set(needs) and len(watchers.get(person["household"], ())) < WATCHERS:
            yield _gap("lone_elder_unwatched", household=person["household"])


def _of_grids(files: Files) -> Iterable[GapKey]:
    standing_in = {building["id"]: building["grid"] for building in files["buildings"]}
    served_by = {link["household"]: link["member"] for link in files["links"]}
    covered: dict[str, bool] = {}
    active = _active(files)
    for household in files["households"]:
        grid = household.get("grid") or standing_in[household["building"]]
        covered[grid] = covered.get(grid, False) or served_by.get(household["id"]) in active
    for grid, is_covered in covered.items():
        if not is_covered:
            yield _gap("grid_without_member", grid=grid)
    parents = {grid["id"]: grid.get("parent") or "" for grid in files["grids"]}
    teamed = {grid for team in files["teams"] for grid in re.split("[;、]", team.get("grids") or "")}
    for grid in files["grids"]:
        above = grid["id"]
        while above and above not in teamed:
            above = parents[above]
        if grid["level"] in ("micro", "微") and not above:
            yield _gap("no_team_covers", grid=grid["id"])


def inside(files: Files, gaps: Iterable[GapKey], grid: str) -> set[GapKey]:
    """Those of the gaps that belong to a grid and all below it."""
    place = _Places(files)
    return {gap for gap in gaps if grid in place.above_gap(gap)}


class _Places:
    """Where households, members and posts lie, as sets of the grids around them."""

    def __init__(self, files: Files) -> None:
        self.parents = {grid["id"]: grid.get("parent") or "" for grid in files["grids"]}
        self.building = {row["id"]: row["grid"] for row in files["buildings"]}
        self.household = {row["id"]: row.get("grid") or self.building[row["building"]] for row in files["households"]}
        self.home = {row["id"]: self.building.get(row.get("home") or "", "") for row in files["members"]}
        self.organisations = {row["id"]: row for row in files["organisations"]}
        self.posts = {row["id"]: row["of"] for row in files["posts"]}
        self.serves: dict[str, list[str]] = {row["id"]: [] for row in files["members"]}
        for link in files["links"]:
            self.serves[link["member"]].append(link["household"])

    def above(self, grid: str) -> set[str]:
        return {"county"} if not grid else {grid, *self.above(self.parents[grid])}

    def above_gap(self, gap: GapKey) -> set[str]:
        _, household, member, post, grid, building = gap
        if household is not None:
            return self.above(self.household[household])
        if member is not None:
            served = self.serves[member]
            lie_in = [self.household[household] for household in served] or [self.home[member]]
            return set[str]().union(*(self.above(lies) for lies in lie_in))
        if building is not None:
            return self.above(self.building[building])
        return self.above(grid or self.of_owner(self.posts[post or ""]))

    def of_owner(self, owner: str) -> str:
        """The grid of a post's owner: a grid itself, a building's, what an organisation or one above it governs."""
        while owner in self.organisations:
            row = self.organisations[owner]
            if row.get("grid"):
                return row["grid"]
            owner = row.get("parent") or ""
        return self.building.get(owner, owner)
