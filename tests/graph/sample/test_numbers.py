"""The county of the default size has the report's numbers, exactly."""

from __future__ import annotations

from collections import Counter

from tests.graph.sample.conftest import OnDisk


def test_rows_are_as_many_as_the_report_says(full: OnDisk) -> None:
    """Members who serve, households, micro-grids, priority persons, teams, venues, service sections."""
    tables = full.tables
    assert sum(row["status"] == "active" for row in tables["members"]) == 1324
    assert len(tables["households"]) == 15666
    assert sum(row["level"] == "micro" for row in tables["grids"]) == 1326
    assert len(tables["persons"]) == 1595
    assert all(row["priority"] == "yes" for row in tables["persons"])
    assert len(tables["teams"]) == 18
    assert len(tables["venues"]) == 16
    assert len({row["category"] for row in tables["appeals"]}) == 11


def test_the_problem_has_the_members_who_serve_and_every_household(full: OnDisk) -> None:
    """Members on leave or gone are in the sheet and may be `current`, but are not to be planned."""
    serving = {row["id"] for row in full.tables["members"] if row["status"] == "active"}
    assert {member["id"] for member in full.instance["members"]} == serving
    assert len(full.instance["households"]) == 15666
    assert {h["current"] for h in full.instance["households"]} - serving - {None}


def test_the_four_pipelines_stay_four(full: OnDisk) -> None:
    """Heard and closed; deliberated and solved through departments; received and closed; solved online."""
    closed = {row["appeal"] for row in full.tables["steps"] if row["kind"] == "close"}
    departments = {row["id"] for row in full.tables["departments"]}
    passed = {row["appeal"] for row in full.tables["steps"] if row["to"] in departments}
    by_channel: dict[str, list[str]] = {}
    for row in full.tables["appeals"]:
        by_channel.setdefault(row["channel"], []).append(row["id"])
    assert (len(by_channel["visit"]), len(closed.intersection(by_channel["visit"]))) == (270, 227)
    assert (len(by_channel["venue"]), len((closed & passed).intersection(by_channel["venue"]))) == (116, 92)
    assert (len(by_channel["meeting"]), len(closed.intersection(by_channel["meeting"]))) == (913, 900)
    assert len(closed.intersection(by_channel["online"])) == 3300
    assert full.planted["numbers"]["pipelines"] == {
        "visit": {"heard": 270, "closed": 227},
        "venue": {"deliberated": 116, "solved_through_departments": 92},
        "meeting": {"received": 913, "answered_and_closed": 900},
        "online": {"solved": 3300},
    }


def test_pipelines_do_not_count_what_repeats_another(full: OnDisk) -> None:
    """An appeal that repeats another is online and not closed, so that counting it or not makes no difference."""
    closed = {row["appeal"] for row in full.tables["steps"] if row["kind"] == "close"}
    repeats = [row for row in full.tables["appeals"] if row["same_as"]]
    assert len(repeats) == 60
    assert {row["channel"] for row in repeats} == {"online"}
    assert not closed & {row["id"] for row in repeats}
    opened = {row["id"]: row["opened_at"] for row in full.tables["appeals"]}
    assert all(opened[row["same_as"]] < row["opened_at"] for row in repeats)


def test_every_household_lies_in_a_micro_grid_of_four_levels(full: OnDisk) -> None:
    """15,666 households in 1,326 micro-grids, 11.81 each; above each a small, a medium and a large grid."""
    level = {row["id"]: row["level"] for row in full.tables["grids"]}
    parent = {row["id"]: row["parent"] for row in full.tables["grids"]}
    of_building = {row["id"]: row["grid"] for row in full.tables["buildings"]}
    counts = Counter(row["grid"] or of_building[row["building"]] for row in full.tables["households"])
    micros = {grid for grid, of_level in level.items() if of_level == "micro"}
    assert set(counts) == micros
    assert round(sum(counts.values()) / len(micros), 2) == 11.81
    for micro in micros:
        small, medium = parent[micro], parent[parent[micro]]
        assert [level[small], level[medium], level[parent[medium]], parent[parent[medium]]] == [
            "small",
            "medium",
            "large",
            "",
        ]


def test_steps_go_forward_in_time_and_end_before_now(full: OnDisk) -> None:
    """Steps of an appeal are numbered from 1, none is before the one before it or after the county's day."""
    before: dict[str, tuple[int, str]] = {}
    for row in full.tables["steps"]:
        seq, at = before.get(row["appeal"], (0, ""))
        assert int(row["seq"]) == seq + 1
        assert at <= row["at"] <= "2026-09-30 23:59"
        before[row["appeal"]] = (seq + 1, row["at"])
    assert set(before) == {row["id"] for row in full.tables["appeals"]}
