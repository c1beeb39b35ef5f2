"""Who is responsible for a household: both hierarchies, vacancies, stand-ins."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.chain import Chain, chain_of
from graph.database import Database
from graph.errors import Refused
from tests.graph.imported import import_tables
from tests.graph.ingest.builders import Tables, with_new, with_row
from tests.graph.test_posts import a_county_of_posts


def a_county_with_a_commander() -> Tables:
    """h1 in b1 of g1 under S, M, L: heads of g1 (vacant), S (m3, left), M (m1), none of L; q4 commands."""
    tables = with_new(a_county_of_posts(), "posts", id="s1", title="小网格长", of="S", kind="grid_head", member="m3")
    tables = with_new(tables, "posts", id="g1-head", title="微网格长", of="g1", kind="grid_head")
    return with_new(tables, "posts", id="q7", title="书记", of="o2", kind="other", member="m4")


def rows(chain: Chain) -> list[tuple[str, str, str, str | None, str | None]]:
    """Role, place, state, member, and the post that stands in."""
    return [
        (one.role, one.place, one.state, one.member, one.stand_in.id if one.stand_in else None)
        for one in chain.responsible
    ]


def test_everyone_from_the_member_to_the_commander(db: Database, tmp_path: Path) -> None:
    """Each rung by hand: the building has no head; g1's is vacant and S's away, so M's head (q1) stands in for both."""
    import_tables(db, tmp_path, a_county_with_a_commander())
    chain = chain_of(db, "h1")
    assert (chain.path, chain.linked_on, chain.door) == (("county", "L", "M", "S", "g1"), "2024-03-01", "101")
    assert rows(chain) == [
        ("member", "b1", "filled", "m1", None),
        ("centre_household", "b1", "vacant", None, "q1"),
        ("building_head", "b1", "no_post", None, "q1"),
        ("grid_head", "g1", "vacant", None, "q1"),
        ("grid_head", "S", "away", "m3", "q1"),
        ("grid_head", "M", "filled", "m1", None),
        ("grid_head", "L", "no_post", None, "q4"),
        ("property_company", "o3", "vacant", None, "q4"),
        ("community", "o2", "filled", "m4", None),
        ("work_committee", "o1", "no_post", None, None),
        ("area_leader", "o1", "away", "m3", "q4"),
        ("commander", "R", "filled", "m4", None),
    ]
    assert [one.level for one in chain.responsible if one.role == "grid_head"] == ["micro", "small", "medium", "large"]
    assert chain.responsible[5].name == "张三"


def test_without_a_member_the_nearest_head_is_asked(db: Database, tmp_path: Path) -> None:
    """h3 has no link; its grid g2 lies directly in M."""
    import_tables(db, tmp_path, a_county_with_a_commander())
    first = rows(chain_of(db, "h3"))[0]
    assert first == ("member", "b3", "vacant", None, "q1")
    assert rows(chain_of(db, "h2"))[0] == ("member", "b1", "away", "m3", "q1")


def test_a_county_without_any_post(db: Database, tmp_path: Path) -> None:
    """Every rung says that there is no such post, and nobody stands in."""
    tables = with_row(a_county_with_a_commander(), "households", door=None) | {"posts": []}
    import_tables(db, tmp_path, tables)
    chain = chain_of(db, "h1")
    assert {one.state for one in chain.responsible[1:]} == {"no_post"}
    assert all(one.stand_in is None for one in chain.responsible)
    assert [one.role for one in chain.responsible][-2:] == ["area_leader", "commander"]


def test_an_unknown_household_is_refused(db: Database, tmp_path: Path) -> None:
    """In words, with what to do."""
    import_tables(db, tmp_path, a_county_with_a_commander())
    with pytest.raises(Refused, match="no household 'h9'"):
        chain_of(db, "h9")
