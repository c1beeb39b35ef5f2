"""A county of any size has its share of everything."""

from __future__ import annotations

import pytest

from graph.sample.size import Size


def test_the_default_is_the_report_s() -> None:
    """15,666 households, 1,324 members, 1,326 micro-grids: two more than members."""
    assert (Size().households, Size().members, Size().micro_grids) == (15666, 1324, 1326)
    assert Size().bounds() is None
    assert Size().confined


@pytest.mark.parametrize(
    ("households", "members", "bounds"),
    [(3, 1, (3, 15)), (3, 10, (0, 15)), (100, 1, (5, 102)), (150, 10, None), (151, 10, (5, 18)), (50, 10, None)],
)
def test_bounds_of_their_own_where_5_to_15_cannot_be(
    households: int, members: int, bounds: tuple[int, int] | None
) -> None:
    """151 households of 10 members need 16 of somebody: up to 18 allowed. 3 of 10 members: none is enough."""
    assert Size(households, members).bounds() == bounds


def test_small_counties_have_at_least_one_of_what_they_need() -> None:
    """One household, one member: one micro-grid, one quarter, no township."""
    tiny = Size(1, 1)
    assert (tiny.micro_grids, tiny.quarters, tiny.townships, tiny.confined) == (1, 1, 0, False)
