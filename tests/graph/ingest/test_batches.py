"""What an import writes, in which order and in which batches."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.ingest import batches as module
from graph.ingest.batches import Batch, batches
from graph.ingest.closing import NOTHING, close_missing
from graph.queries import query
from tests.graph.ingest.builders import Tables, a_full_county, read_tables, with_row, without
from tests.graph.ingest.test_differences import State, compare, state_of


def batches_of(folder: Path, tables: Tables, state: State, *, close: bool = False) -> list[Batch]:
    """The batches of an import of these tables into this state; the county's own properties stay."""
    found = compare(folder, tables, state)
    given = read_tables(folder, tables).county.given
    return batches(None, found, state, close_missing(found, state, given) if close else NOTHING, "2025-06-30")


def empty_state(folder: Path) -> State:
    """A graph without anything."""
    return {key: {} for key in state_of(folder, a_full_county())}


def test_every_batch_has_its_query(tmp_path: Path) -> None:
    """Each names a file of cypher/, and its rows have what the file's header says."""
    for batch in batches_of(tmp_path, a_full_county(), empty_state(tmp_path)):
        wanted = query(batch.query).params
        assert list(wanted) == ["rows"]
        assert batch.rows


def test_nodes_come_before_what_joins_them(tmp_path: Path) -> None:
    """First nodes in the order of the tables, ties after both of their ends, then relations."""
    order = [batch.query for batch in batches_of(tmp_path, a_full_county(), empty_state(tmp_path))]
    kinds = ["relations" if "/relations/" in name else "nodes" for name in order]
    assert kinds == sorted(kinds)
    assert order.index("load/new/households") < order.index("load/new/ties")
    assert order.index("load/nodes/members") < order.index("load/new/visits")


def test_new_rows_are_written_without_what_is_not_known(tmp_path: Path) -> None:
    """A new household with its building and grid and the properties that it has."""
    found = {batch.query: batch.rows for batch in batches_of(tmp_path, a_full_county(), empty_state(tmp_path))}
    assert found["load/new/households"][1] == {
        "id": "h2",
        "building": "b1",
        "grid": "g2",
        "set": {"door": "102", "risk": "orange", "priority": True},
    }


def test_a_changed_property_is_written_alone(tmp_path: Path) -> None:
    """No relation is touched; what is gone is written as null."""
    state = state_of(tmp_path, a_full_county())
    made = batches_of(tmp_path, with_row(a_full_county(), "members", 0, phone=None), state)
    assert [batch.query for batch in made] == ["load/nodes/members"]
    assert made[0].rows[0]["set"]["phone"] is None


def test_a_changed_reference_is_cut_before_it_is_joined(tmp_path: Path) -> None:
    """All relations of the row that the file owns are made anew."""
    state = state_of(tmp_path, a_full_county())
    made = batches_of(tmp_path, with_row(a_full_county(), "members", 0, home="b2"), state)
    assert [batch.query for batch in made] == [
        "load/nodes/members",
        "load/cut/members",
        "load/relations/members_department",
        "load/relations/members_home",
        "load/relations/members_community",
    ]


def test_closing_comes_last(tmp_path: Path) -> None:
    """After everything that may still be joined."""
    state = state_of(tmp_path, a_full_county())
    tables = with_row(without(a_full_county(), "teams", 0), "households", 0, risk="blue")
    made = batches_of(tmp_path, tables, state, close=True)
    assert [batch.query for batch in made] == ["load/nodes/households", "load/close/teams"]


def test_batches_have_a_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three households in batches of two."""
    monkeypatch.setattr(module, "BATCH_ROWS", 2)
    made = batches_of(tmp_path, a_full_county(), empty_state(tmp_path))
    assert [len(batch.rows) for batch in made if batch.query == "load/new/households"] == [2, 1]
