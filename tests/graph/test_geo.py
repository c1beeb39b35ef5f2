"""Degrees to metres, by hand."""

from __future__ import annotations

from graph.geo import mean_point, project


def test_a_hundredth_of_a_degree_is_a_kilometre_and_a_bit() -> None:
    """One degree of latitude is 111.195 km on the mean sphere; of longitude at 60° half of it."""
    assert project(10.0, 60.01, (10.0, 60.0)) == (0.0, 1111.95)
    assert project(10.01, 60.0, (10.0, 60.0)) == (555.98, 0.0)


def test_the_mean_point_is_the_mean() -> None:
    """Between two points lies the middle."""
    assert mean_point([(116.0, 27.0), (118.0, 28.0)]) == (117.0, 27.5)
