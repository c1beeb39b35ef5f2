"""The schema's steps are applied once, in order; a graph of another version is refused in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from graph import schema
from graph.database import Database, open_database
from graph.errors import GraphTooNew, QueryFault, Refused
from graph.queries import all_queries, query
from tests.graph.a_query import a_query

CONSTRAINED = sorted(re.findall(r"FOR \(n:(\w+)\)", " ".join(step.query.text for step in schema.migrations())))
LABELS = frozenset(
    {"County", "Grid", "Organisation", "Building", "Household", "Person", "Department", "Team", "Venue", "Member"}
    | {"Post", "Visit", "Appeal", "Step", "Plan", "LinkStep", "Import", "Migration"}
)
APPLIED = query("migrations/applied")
CHANGE = a_query("MATCH (m:Migration {id: $id}) SET m.checksum = $checksum", params="id string, checksum string")
ADD = a_query("CREATE (:Migration {id: $id, name: 'wings', checksum: 'x', at_ms: 0})", params="id string")
REMOVE = a_query("MATCH (m:Migration {id: $id}) DELETE m", params="id string")


@pytest.fixture
def remembered(db: Database) -> Iterator[Database]:
    """The session's graph, whose memory of its migrations a test may spoil: it is put right afterwards."""
    yield db
    for row in db.read(APPLIED):
        if row["id"] not in {step.id for step in schema.migrations()}:
            db.write(REMOVE, id=row["id"])
    for step in schema.migrations():
        db.write(CHANGE, id=step.id, checksum=step.checksum)


def test_every_step_is_remembered_with_its_checksum(db: Database) -> None:
    """After opening, the graph has all steps, in order, and a second opening applies nothing."""
    steps = schema.migrations()
    assert [step.id for step in steps] == [f"{number:03}" for number in range(1, len(steps) + 1)]
    assert [(row["id"], row["checksum"]) for row in db.read(APPLIED)] == [(step.id, step.checksum) for step in steps]
    assert schema.migrate(db) == []


def test_a_step_that_is_missing_is_applied_alone(remembered: Database) -> None:
    """A process was killed between applying a step and remembering it: the step is applied again, without harm."""
    last = schema.migrations()[-1].id
    remembered.write(REMOVE, id=last)
    assert schema.migrate(remembered) == [last]


def test_every_label_of_the_contract_has_a_step() -> None:
    """The labels that hold a county's data, its plans and its history."""
    assert set(CONSTRAINED) >= LABELS


@pytest.mark.parametrize("label", CONSTRAINED)
def test_no_label_has_an_id_twice(db: Database, label: str) -> None:
    """Every label of the graph has its uniqueness constraint on `id`, and the server keeps it."""
    with pytest.raises(Refused, match="the same id"):
        db.write(a_query(f"CREATE (:{label} {{id: 'twice'}}) CREATE (:{label} {{id: 'twice'}})"))


def test_two_labels_may_have_the_same_id(db: Database) -> None:
    """Ids are unique in their table: building 12 and household 12 are two things."""
    db.write(a_query("CREATE (:Building {id: '12'}) CREATE (:Household {id: '12'})"))


def test_a_changed_step_is_refused(remembered: Database) -> None:
    """Its file, the refusal and what to do instead are named, and nothing is applied."""
    remembered.write(CHANGE, id="002", checksum="other")
    with pytest.raises(Refused, match=r"1 schema steps were changed .* \(cypher/schema/002_\w+\.cypher\)"):
        schema.migrate(remembered)


def test_a_graph_of_a_newer_version_is_refused(remembered: Database) -> None:
    """It has a step that this version does not know: it is opened by no command, and the message says which step."""
    remembered.write(ADD, id="999")
    with pytest.raises(GraphTooNew, match="999 wings"):
        open_database(remembered.settings)
    with open_database(remembered.settings, migrate=False) as looked_at:
        assert looked_at.read(APPLIED)[-1]["id"] == "999"


def test_the_checksum_is_of_the_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other blanks and better comments are no change; another statement is one."""
    first = next(entry for entry in all_queries() if entry.name.startswith("schema/001"))
    by_text: dict[str, str] = {}
    for text in (first.text, first.text.replace(" ", "\n  "), first.text + " OPTIONS {}"):
        monkeypatch.setattr(schema, "all_queries", lambda text=text: (replace(first, text=text, doc="Other words."),))
        by_text[text] = schema.migrations()[0].checksum
    assert len(by_text) == 3
    assert len(set(by_text.values())) == 2


def test_a_gap_in_the_numbers_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two people added a step 019, or one removed a step: found when the steps are read, not by a user's graph."""
    without_second = tuple(entry for entry in all_queries() if not entry.name.startswith("schema/002"))
    monkeypatch.setattr(schema, "all_queries", lambda: without_second)
    with pytest.raises(QueryFault, match="without a gap"):
        schema.migrations()
