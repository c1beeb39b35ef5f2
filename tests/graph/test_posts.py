"""Posts read from the graph: where they lie, who holds them."""

from __future__ import annotations

from pathlib import Path

from graph.database import Database
from graph.posts import read_organisations, read_posts, read_posts_around
from graph.standins import Ladders
from tests.graph.imported import import_tables
from tests.graph.ingest.builders import Tables, a_full_county, with_new


def a_county_of_posts() -> Tables:
    """q1 of M (m1), q2 of b1 vacant, q3 of o1 which governs L (m3, left); q4 commander of R, q5 of o4 under o1."""
    tables = with_new(a_full_county(), "grids", id="R", name="外", level="large")
    tables = with_new(tables, "organisations", id="o4", name="业委会", kind="owners_committee", parent="o1")
    tables = with_new(tables, "posts", id="q4", title="总指挥", of="R", kind="commander", member="m4")
    tables = with_new(tables, "posts", id="q5", title="主任", of="o4", kind="other", member="m2")
    return with_new(tables, "posts", id="q6", title="物业经理", of="o3", kind="other")


def test_posts_lie_where_their_owners_do(db: Database, tmp_path: Path) -> None:
    """A building's micro-grid, what an organisation or the one above it governs, and else the county."""
    import_tables(db, tmp_path, a_county_of_posts())
    lie = {post.id: (post.owner, post.path[-1], post.holder, post.status) for post in read_posts(db)}
    assert lie == {
        "q1": ("grid", "M", "m1", "active"),
        "q2": ("building", "g1", None, None),
        "q3": ("organisation", "L", "m3", "left"),
        "q4": ("grid", "R", "m4", "active"),
        "q5": ("organisation", "L", "m2", "leave"),
        "q6": ("organisation", "county", None, None),
    }
    bodies = read_organisations(db)
    assert (bodies["o2"].parent, bodies["o2"].governs) == ("o1", (("county", "L", "M"),))


def test_around_a_place_are_all_posts_that_can_be_above_it(db: Database, tmp_path: Path) -> None:
    """The ladder of g1 from the posts around it is that from all posts, with the commander of another branch."""
    import_tables(db, tmp_path, a_county_of_posts())
    path = ("county", "L", "M", "S", "g1")
    around = read_posts_around(db, path, "b1")
    assert {post.id for post in around} == {"q1", "q2", "q3", "q4", "q5", "q6"}
    assert Ladders(around).above_place(path) == Ladders(read_posts(db)).above_place(path)
    assert [post.id for post in Ladders(around).above_place(path)] == ["q1", "q3", "q4"]
