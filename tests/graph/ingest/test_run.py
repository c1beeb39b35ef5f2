"""Imports into a real graph, first and second ones; long, because each table is looked at."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from graph.database import Database
from graph.errors import FaultyInput, Refused
from graph.ingest.report import ImportReport
from graph.ingest.run import Options, import_county, read_file
from graph.lease import read_county
from graph.links import links_at
from graph.reverting import revert_step
from graph.sample.size import Size
from graph.sample.write import write_sample
from graph.versions import last_step
from tests.graph.emptying import empty
from tests.graph.ingest import csv_oracle
from tests.graph.ingest.builders import (
    Tables,
    a_county,
    a_full_county,
    sheets_of,
    with_new,
    with_row,
    without,
    write_folder,
    write_workbook,
)
from tests.graph.ingest.graph_dump import batches, everything, imports, nodes, relations

PLAIN = Options()
CLOSE = Options(close_missing=True)
LINKS = Options(take_links=True)


def take(db: Database, folder: Path, tables: Tables, options: Options = PLAIN) -> ImportReport:
    """Import these tables from a workbook."""
    path = write_workbook(folder / "county.xlsx", sheets_of(tables))
    return import_county(db, path, read_file(path), options)


def counts(report: ImportReport) -> dict[str, tuple[int, int, int]]:
    """New, changed and missing rows of the tables that have any."""
    found = {table.table: (table.new or 0, table.changed or 0, len(table.missing)) for table in report.tables}
    return {table: numbers for table, numbers in found.items() if any(numbers)}


@pytest.mark.parametrize("tables", [a_county(), a_full_county()], ids=["smallest", "full"])
def test_a_county_is_in_the_graph(db: Database, tmp_path: Path, tables: Tables) -> None:
    """As many nodes of each label and relations of each type as the files say, counted in plain Python."""
    folder = write_folder(tmp_path / "csv", sheets_of(tables, language="english"))
    import_county(db, folder, read_file(folder))
    files = csv_oracle.read(folder)
    assert Counter(label for label, _ in nodes(db)) == csv_oracle.labels(files)
    assert Counter(key[2] for key in relations(db).elements()) == csv_oracle.relation_types(files)


def test_a_made_up_county_is_in_the_graph(db: Database, tmp_path: Path) -> None:
    """The same for a county of some hundred households with all that is planted in it."""
    write_sample(tmp_path / "sample", Size(300, 30), 1)
    folder = tmp_path / "sample" / "csv"
    import_county(db, folder, read_file(folder))
    files = csv_oracle.read(folder)
    assert Counter(label for label, _ in nodes(db)) == csv_oracle.labels(files)
    assert Counter(key[2] for key in relations(db).elements()) == csv_oracle.relation_types(files)


def test_properties_of_a_full_county(db: Database, tmp_path: Path) -> None:
    """Each kind of value once: text, list, day, time, number, boolean, place; nothing where nothing is known."""
    take(db, tmp_path, a_full_county())
    found = nodes(db)
    assert found["County", "county"] == {
        "id": "county",
        "name": "试验县",
        "as_of_on": "2025-06-30",
        "frozen": True,
        "datum": "CGCS2000",
        "origin_lon": pytest.approx(117.065),
        "origin_lat": pytest.approx(27.705),
        "version": 1,
        "step": "i-1",
    }
    assert found["Grid", "county"] == {
        "id": "county",
        "name": "试验县",
        "level": "county",
        "ord": 0,
        "path": ["county"],
    }
    assert found["Grid", "S"] == {
        "id": "S",
        "name": "河东一",
        "level": "small",
        "ord": 3,
        "path": ["county", "L", "M", "S"],
    }
    assert found["Household", "h2"] == {"id": "h2", "door": "102", "risk": "orange", "priority": True}
    assert found["Person", "p1"]["needs"] == ["lone_elder", "frail", "吸烟"]
    assert found["Person", "p1"]["born_on"] == "1940-05-06"
    assert found["Building", "b3"]["placed"] == "grid_centre"
    member = found["Member", "m1"]
    assert (member["share"], member["areas"], member["senior"], member["placed"]) == (0.5, ["M", "g1"], True, "home")
    assert found["Step", "a1#2"]["at_ms"] == 1_743_475_200_000  # 2025-04-01T02:40Z
    assert found["Step", "a1#2"]["satisfied"] is False
    assert found["Venue", "v1"]["x"] == 0.0


def test_relations_of_a_full_county(db: Database, tmp_path: Path) -> None:
    """Direction and properties of those that are not told by a count."""
    take(db, tmp_path, a_full_county())
    found = set(relations(db))
    tied = (("at_ms", 1_706_752_800_000), ("kind", "knows"), ("reason", "邻居"), ("status", "accepted"))
    for relation in (
        ("Organisation", "o3", "MANAGES", "Building", "b1", ()),
        ("Organisation", "o2", "GOVERNS", "Grid", "M", ()),
        ("Grid", "L", "PART_OF", "Grid", "county", ()),
        ("Household", "h2", "IN_GRID", "Grid", "g2", ()),
        ("Household", "h2", "LIVES_IN", "Building", "b1", ()),
        ("Member", "m1", "HOLDS", "Post", "q1", ()),
        ("Post", "q2", "OF", "Building", "b1", ()),
        ("Post", "q3", "OF", "Organisation", "o1", ()),
        ("Member", "m2", "JOINED", "Team", "t1", ()),
        ("Member", "m1", "TIED", "Household", "h1", tied),
        ("Appeal", "a2", "SAME_AS", "Appeal", "a1", ()),
        ("Appeal", "a1", "HAS_STEP", "Step", "a1#1", ()),
        ("Step", "a1#1", "NEXT", "Step", "a1#2", ()),
        ("Step", "a1#3", "FROM", "Department", "d1", ()),
        ("Step", "a1#3", "TO", "Grid", "M", ()),
    ):
        assert relation in found


def test_the_links_of_the_first_import(db: Database, tmp_path: Path) -> None:
    """They are version 1, a step with the import's id; there is no target yet."""
    report = take(db, tmp_path, a_full_county())
    county, step = read_county(db), last_step(db)
    assert (county.version, county.step, county.target_minutes, county.approving) == (1, "i-1", None, None)
    assert step is not None
    assert (step.id, step.kind, step.before, step.opened) == ("i-1", "import", 0, 2)
    links = {(link.member, link.household): link for link in links_at(db, 1)}
    assert set(links) == {("m1", "h1"), ("m3", "h2")}
    assert links["m1", "h1"].since_on == "2024-03-01"
    assert (links["m1", "h1"].card_no, links["m1", "h1"].card_issued_on) == ("7", "2024-03-02")
    assert report.links is not None
    assert (report.links.taken, report.links.opened) == (True, 2)


def test_the_journal_is_empty_when_an_import_is_done(db: Database, tmp_path: Path) -> None:
    """The import is remembered as done, its batches are gone."""
    take(db, tmp_path, a_full_county())
    assert imports(db) == [("i-1", "done")]
    assert batches(db) == 0


def test_the_same_county_again_changes_nothing(db: Database, tmp_path: Path) -> None:
    """Known by what it says, not by its bytes: as a workbook, then as CSV files with other headers and columns."""
    take(db, tmp_path, a_full_county())
    before = everything(db)
    report = take(db, tmp_path, a_full_county())
    folder = write_folder(tmp_path / "csv", sheets_of(a_full_county(), language="english"))
    again = import_county(db, folder, read_file(folder))
    assert (report.changes, again.changes, report.import_id, again.import_id) == (0, 0, None, None)
    assert everything(db) == before
    assert imports(db) == [("i-1", "done")]


def test_changed_rows_are_changed(db: Database, tmp_path: Path) -> None:
    """The graph after both imports is the graph of the second file alone."""
    tables = with_row(a_full_county(), "households", 0, risk="orange", people=None)
    tables = with_row(tables, "households", 2, building="b2", grid="g1")
    tables = with_row(tables, "members", 0, home="b2", community=None, areas=None)
    tables = with_row(tables, "grids", 2, parent="L")
    tables = with_row(tables, "posts", 1, member="m4", of="M")
    tables = with_row(tables, "teams", members="m2;m3", grids=None)
    tables = with_row(tables, "ties", 0, status="declined", reason=None)
    tables = with_row(tables, "steps", 1, to="t1")
    tables = with_row(tables, "buildings", 0, property_company=None)
    tables = with_new(tables, "steps", appeal="a1", seq=9, kind="close", at="2025-05-01", **{"from": "v1"})
    tables = with_row(tables, "about", 0, value="新县")
    take(db, tmp_path, tables)
    alone = everything(db)
    empty(db)
    take(db, tmp_path, a_full_county())
    report = take(db, tmp_path, tables)
    assert everything(db) == alone
    assert counts(report) == {
        "about": (0, 1, 0),
        "grids": (0, 1, 0),
        "buildings": (0, 1, 0),
        "households": (0, 2, 0),
        "members": (0, 1, 0),
        "posts": (0, 1, 0),
        "teams": (0, 1, 0),
        "ties": (0, 1, 0),
        "steps": (1, 1, 0),
    }


def smaller() -> Tables:
    """The full county without a household and its person, a member, a tie, a team, a visit and an organisation."""
    tables = without(a_full_county(), "households", 1)
    tables = without(without(tables, "persons", 0), "ties", 1)
    tables = without(tables, "links", 1)
    tables = without(tables, "members", 3)
    tables = without(without(tables, "teams", 0), "visits", 0)
    return with_row(without(tables, "organisations", 2), "buildings", 0, property_company=None)


def test_missing_rows_are_listed_and_kept(db: Database, tmp_path: Path) -> None:
    """Without --close-missing they stay as they are, link and all."""
    take(db, tmp_path, a_full_county())
    report = take(db, tmp_path, smaller())
    missing = {table.table: table.missing for table in report.tables if table.missing}
    assert missing == {
        "organisations": ("o3",),
        "households": ("h2",),
        "persons": ("p1",),
        "members": ("m4",),
        "teams": ("t1",),
        "ties": ("m1 h2 avoids",),
        "visits": ("w1",),
    }
    found = nodes(db)
    assert ("Household", "h2") in found
    assert found["Member", "m4"]["status"] == "active"
    assert {link.household for link in links_at(db, read_county(db).version)} == {"h1", "h2"}


def test_missing_rows_are_closed_when_asked_for(db: Database, tmp_path: Path) -> None:
    """The household stands nowhere and has no link, the member has left, the visit stays, the others are gone."""
    take(db, tmp_path, a_full_county())
    report = take(db, tmp_path, smaller(), CLOSE)
    found, joined = nodes(db), relations(db)
    assert found["Household", "h2"]["closed_on"] == "2025-06-30"
    assert [key[2] for key in joined if ("Household", "h2") in (key[:2], key[3:5])] == ["SERVES"]  # history
    assert {link.household for link in links_at(db, 2)} == {"h1"}
    assert {link.household for link in links_at(db, 1)} == {"h1", "h2"}
    assert found["Member", "m4"]["status"] == "left"
    assert ("Visit", "w1") in found
    assert not {("Person", "p1"), ("Team", "t1"), ("Organisation", "o3")} & set(found)
    closed = {table.table: table.closed for table in report.tables if table.closed}
    assert closed == {"organisations": 1, "households": 1, "persons": 1, "members": 1, "teams": 1, "ties": 1}
    assert take(db, tmp_path, smaller(), CLOSE).changes == 0


def test_a_closed_household_that_comes_back(db: Database, tmp_path: Path) -> None:
    """It stands where the file says, and is closed no longer; nobody serves it."""
    take(db, tmp_path, a_full_county())
    take(db, tmp_path, smaller(), CLOSE)
    take(db, tmp_path, a_full_county())
    assert "closed_on" not in nodes(db)["Household", "h2"]
    assert ("Household", "h2", "IN_GRID", "Grid", "g2", ()) in relations(db)
    assert {link.household for link in links_at(db, read_county(db).version)} == {"h1"}


def test_what_something_still_names_stays(db: Database, tmp_path: Path) -> None:
    """A department that an appeal was handed to stays when it is missing, and is told."""
    tables = with_new(a_full_county(), "departments", id="d2", name="旧局")
    take(db, tmp_path, with_row(tables, "steps", 1, to="d2"))
    fewer = without(a_full_county(), "steps", 1)
    report = take(db, tmp_path, fewer, CLOSE)
    assert next(table for table in report.tables if table.table == "departments").held == ("d2",)
    assert ("Step", "a1#2", "TO", "Department", "d2", ()) in relations(db)


def test_later_links_are_not_taken(db: Database, tmp_path: Path) -> None:
    """The assignment changes only through a plan: the difference is told, the version stays."""
    take(db, tmp_path, a_full_county())
    tables = with_row(a_full_county(), "links", 0, member="m2")
    tables = with_new(tables, "links", member="m1", household="h3")
    report = take(db, tmp_path, tables)
    assert report.links is not None
    assert (report.links.taken, report.links.same, report.links.other, report.links.only_in_file) == (False, 1, 1, 1)
    assert (report.changes, read_county(db).version) == (0, 1)


def test_links_are_taken_when_they_are_the_truth(db: Database, tmp_path: Path) -> None:
    """With --links, in a step of their own: changed, new and ended links; and that step can be reverted."""
    take(db, tmp_path, a_full_county())
    tables = without(with_row(a_full_county(), "links", 0, member="m2"), "links", 1)
    tables = with_new(tables, "links", member="m1", household="h3")
    report = take(db, tmp_path, tables, LINKS)
    assert {(link.member, link.household) for link in links_at(db, 2)} == {("m2", "h1"), ("m1", "h3")}
    assert report.links is not None
    assert (report.links.opened, report.links.closed) == (2, 2)
    assert take(db, tmp_path, tables, LINKS).import_id is None
    revert_step(db, "i-2")
    assert {(link.member, link.household) for link in links_at(db, 3)} == {("m1", "h1"), ("m3", "h2")}


def test_links_are_taken_when_the_graph_has_none(db: Database, tmp_path: Path) -> None:
    """A county that came without its assignment takes it from a later file."""
    tables = a_full_county()
    del tables["links"]
    take(db, tmp_path, tables)
    assert read_county(db).version == 0
    report = take(db, tmp_path, a_full_county())
    assert report.links is not None
    assert (report.links.taken, read_county(db).version, read_county(db).step) == (True, 1, "i-2")


def test_no_links_as_the_truth(db: Database, tmp_path: Path) -> None:
    """A file without the sheet is refused, nothing is changed; an empty sheet ends every link."""
    take(db, tmp_path, a_full_county())
    tables = a_full_county()
    del tables["links"]
    with pytest.raises(Refused, match="would end all 2 links"):
        take(db, tmp_path, tables, LINKS)
    assert read_county(db).version == 1
    take(db, tmp_path, a_full_county() | {"links": []}, LINKS)
    assert links_at(db, read_county(db).version) == []


def test_a_faulty_file_changes_nothing(db: Database, tmp_path: Path) -> None:
    """Not a row of it is imported."""
    take(db, tmp_path, a_full_county())
    before = everything(db)
    with pytest.raises(FaultyInput):
        take(db, tmp_path, with_row(a_full_county(), "households", 0, risk="紫"))
    assert everything(db) == before


def test_marks_are_counted(db: Database, tmp_path: Path) -> None:
    """Who stands where nobody said."""
    marks = take(db, tmp_path, a_full_county()).marks
    assert marks.buildings_at_grid_centre == ("b3",)
    assert marks.members_at_community_centre == ("m3",)
    assert marks.members_without_place == ("m4",)


def test_about_keys_that_are_gone(db: Database, tmp_path: Path) -> None:
    """Kept, unless missing rows are to be closed; a file without the sheet says nothing."""
    take(db, tmp_path, a_full_county())
    fewer = without(a_full_county(), "about", 3)
    take(db, tmp_path, fewer)
    assert nodes(db)["County", "county"]["datum"] == "CGCS2000"
    take(db, tmp_path, fewer, CLOSE)
    assert "datum" not in nodes(db)["County", "county"]
    del fewer["about"]
    take(db, tmp_path, fewer, CLOSE)
    assert nodes(db)["County", "county"]["name"] == "试验县"
