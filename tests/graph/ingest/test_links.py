"""Today's assignment in the file beside the one in force."""

from __future__ import annotations

import pytest

from graph.errors import Refused
from graph.ingest.county import County, Row
from graph.ingest.links import plan_links
from graph.links import LinkRow

NOBODY: frozenset[str] = frozenset()


def a_file(*links: tuple[str, str], sheet: bool = True) -> County:
    """A county with these links, member and household."""
    rows = tuple(Row(number, {"member": m, "household": h}) for number, (m, h) in enumerate(links, start=2))
    return County({}, {"links": rows}, frozenset({"links"} if sheet else ()))


IN_FORCE = [LinkRow("m1", "h1"), LinkRow("m1", "h2"), LinkRow("m2", "h3")]


def test_the_first_links_are_taken() -> None:
    """When none are in force, without being asked."""
    planned = plan_links(a_file(("m1", "h1")), [], 0, insist=False, gone=NOBODY)
    assert planned.meant is not None
    assert (planned.meant.based_on, planned.meant.links, planned.meant.keep_plan) == (0, (LinkRow("m1", "h1"),), False)


def test_other_links_are_counted_and_left() -> None:
    """h1 is the same, h2 has another member, h4 is only in the file, h3 only in force."""
    planned = plan_links(a_file(("m1", "h1"), ("m2", "h2"), ("m2", "h4")), IN_FORCE, 3, insist=False, gone=NOBODY)
    assert planned.meant is None
    report = planned.report
    assert report is not None
    assert (report.same, report.other, report.only_in_file, report.only_in_graph, report.taken) == (1, 1, 1, 1, False)


def test_links_that_are_insisted_on() -> None:
    """All of them are meant, whatever was in force."""
    planned = plan_links(a_file(("m1", "h1"), ("m2", "h2")), IN_FORCE, 3, insist=True, gone=NOBODY)
    assert planned.meant is not None
    assert planned.report is not None
    assert planned.meant.links == (LinkRow("m1", "h1"), LinkRow("m2", "h2"))
    assert (planned.report.opened, planned.report.closed) == (1, 2)


def test_links_of_households_that_are_gone_end() -> None:
    """Nothing else changes, and the plan in force stays in force."""
    planned = plan_links(a_file(("m2", "h2")), IN_FORCE, 3, insist=False, gone=frozenset({"h1"}))
    assert planned.meant is not None
    assert (planned.meant.links, planned.meant.keep_plan) == (tuple(IN_FORCE[1:]), True)


def test_a_file_without_links_says_nothing_of_them() -> None:
    """No report; and insisting on them is refused."""
    planned = plan_links(a_file(sheet=False), IN_FORCE, 3, insist=False, gone=NOBODY)
    assert (planned.meant, planned.report) == (None, None)
    with pytest.raises(Refused, match="no sheet 联户"):
        plan_links(a_file(sheet=False), IN_FORCE, 3, insist=True, gone=NOBODY)
