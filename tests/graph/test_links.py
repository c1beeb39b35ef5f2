"""How two sets of links differ."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import GraphError
from graph.links import LinkRow, changes_between

households = st.sampled_from([f"h{i}" for i in range(8)])
links = st.builds(LinkRow, st.sampled_from(["m1", "m2"]), households, card_no=st.sampled_from([None, "c1"]))
link_sets = st.lists(links, unique_by=lambda link: link.household)


def after(current: list[LinkRow], wanted: list[LinkRow], *, replace_all: bool) -> set[LinkRow]:
    """The links once the changes are made."""
    changes = changes_between(current, wanted, replace_all=replace_all)
    assert set(changes.closed) <= set(current)
    assert not set(changes.opened) & set(current)
    return (set(current) - set(changes.closed)) | set(changes.opened)


@given(link_sets, link_sets)
def test_replacing_all_leaves_the_wanted_links(current: list[LinkRow], wanted: list[LinkRow]) -> None:
    """Afterwards the wanted links are there, and no other; with nothing to do nothing is done."""
    assert after(current, wanted, replace_all=True) == set(wanted)
    assert not changes_between(wanted, wanted, replace_all=True)


@given(link_sets, link_sets)
def test_otherwise_the_households_not_named_keep_theirs(current: list[LinkRow], wanted: list[LinkRow]) -> None:
    """Afterwards each named household has its wanted link and every other its old one."""
    named = {link.household for link in wanted}
    kept = {link for link in current if link.household not in named}
    assert after(current, wanted, replace_all=False) == set(wanted) | kept


def test_a_link_that_says_the_same_keeps_its_row_whoever_wrote_it() -> None:
    """The plan that made a link is no part of what it says; a new card is."""
    old = LinkRow("m1", "h1", since_on="2026-01-01", plan="p-1")
    assert not changes_between([old], [LinkRow("m1", "h1", since_on="2026-01-01")], replace_all=True)
    card = LinkRow("m1", "h1", since_on="2026-01-01", card_no="c1")
    assert changes_between([old], [card], replace_all=True).closed == (old,)


def test_a_household_with_two_links_is_refused() -> None:
    """Each household has one member; the error names those that have two."""
    with pytest.raises(GraphError, match=r"1 households have two links at once \(h1\)"):
        changes_between([], [LinkRow("m1", "h1"), LinkRow("m2", "h1"), LinkRow("m2", "h2")], replace_all=True)
