"""The gaps of a county counted from its CSV files alone, in plain Python: what the graph's answers must equal."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

Row = dict[str, str]
Files = Mapping[str, list[Row]]
GapKey = tuple[str, str | None, str | None, str | None, str | None]  # cause, household, member, post, grid

CHINA = dt.timezone(dt.timedelta(hours=8))
VISITS = {"green": 1, "blue": 2, "yellow": 3, "orange": 6, "绿": 1, "蓝": 2, "黄": 3, "橙": 6}
PRIORITY_VISITS = 3
QUARTER = dt.timedelta(days=91)
LEAST, MOST = 5, 15
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
    return {*_of_links(files), *_of_caseloads(files), *_of_visits(files, now), *_of_posts(files), *_of_grids(files)}


def frozen_now(files: Files) -> dt.datetime:
    """The end of the day of a frozen county."""
    about = {row["key"]: row["value"] for row in files["about"]}
    return dt.datetime.fromisoformat(about["as_of"]).replace(tzinfo=CHINA) + dt.timedelta(days=1)


def _active(files: Files) -> dict[str, Row]:
    return {m["id"]: m for m in files["members"] if m["status"] in ("active", "在岗")}


def _yes(row: Row, key: str) -> bool:
    return row.get(key, "").lower() in ("是", "yes", "true", "1")


def _of_links(files: Files) -> Iterable[GapKey]:
    served_by = {link["household"]: link["member"] for link in files["links"]}
    for household in files["households"]:
        if household["id"] not in served_by:
            yield "no_member", household["id"], None, None, None
    for link in files["links"]:
        if link["member"] not in _active(files):
            yield "member_inactive", link["household"], link["member"], None, None
        issued, since = link.get("card_issued_on"), link.get("since")
        if issued and since and dt.date.fromisoformat(issued) < dt.date.fromisoformat(since):
            yield "card_stale", link["household"], link["member"], None, None


def _of_caseloads(files: Files) -> Iterable[GapKey]:
    count = Counter(link["member"] for link in files["links"])
    for member in _active(files).values():
        if count[member["id"]] < int(member.get("min_households") or LEAST):
            yield "too_few", None, member["id"], None, None
        if count[member["id"]] > int(member.get("max_households") or MOST):
            yield "too_many", None, member["id"], None, None


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
            yield "never_visited", household["id"], None, None, None
        elif now - been[household["id"]] > QUARTER / visits:
            yield "overdue_visit", household["id"], None, None, None


def _time(text: str) -> dt.datetime:
    time = dt.datetime.fromisoformat(text)
    return time if time.tzinfo else time.replace(tzinfo=CHINA)


def _of_posts(files: Files) -> Iterable[GapKey]:
    for post in files["posts"]:
        if not post.get("member"):
            yield "post_vacant", None, None, post["id"], None


def _of_grids(files: Files) -> Iterable[GapKey]:
    standing_in = {building["id"]: building["grid"] for building in files["buildings"]}
    served_by = {link["household"]: link["member"] for link in files["links"]}
    covered: dict[str, bool] = {}
    for household in files["households"]:
        grid = household.get("grid") or standing_in[household["building"]]
        covered[grid] = covered.get(grid, False) or served_by.get(household["id"]) in _active(files)
    for grid, is_covered in covered.items():
        if not is_covered:
            yield "grid_without_member", None, None, None, grid


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
        _, household, member, post, grid = gap
        if household is not None:
            return self.above(self.household[household])
        if member is not None:
            served = self.serves[member]
            lie_in = [self.household[household] for household in served] or [self.home[member]]
            return set[str]().union(*(self.above(lies) for lies in lie_in))
        return self.above(grid or self.of_owner(self.posts[post or ""]))

    def of_owner(self, owner: str) -> str:
        """The grid of a post's owner: a grid itself, a building's, what an organisation or one above it governs."""
        while owner in self.organisations:
            row = self.organisations[owner]
            if row.get("grid"):
                return row["grid"]
            owner = row.get("parent") or ""
        return self.building.get(owner, owner)
