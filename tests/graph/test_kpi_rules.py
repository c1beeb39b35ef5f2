"""What figures are, as data: nothing of the report's rates, and faults in words."""

from __future__ import annotations

from typing import Any

import pytest

from graph.kpi_rules import default_kpis, kpis_from
from graph.queries import query
from graph.rules import shipped_table


def test_a_figure_is_made_of_queries_that_are_there() -> None:
    """Each numerator and denominator gives one value, by channel where the figure is told by channel."""
    for kpi in default_kpis().values():
        for name in filter(None, (kpi.numerator, kpi.denominator)):
            assert list(query(f"kpi/{name}").columns) == (["part", "value"] if kpi.by else ["value"]), kpi.id


def test_the_only_numbers_are_decimals() -> None:
    """No rate stands in the rules: what a figure comes to is counted."""
    for id_, row in shipped_table("kpi").items():
        numbers = [key for key, value in row.items() if isinstance(value, int | float)]
        assert numbers == ["decimals"], id_


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"caseload": {"numerator": "no_such"}}, "caseload.numerator"),
        ({"caseload": {"form": "percentage"}}, "caseload.form"),
        ({"online_solved": {"denominator": "households"}}, "online_solved.denominator"),
        ({"caseload": {"by": ["letter"]}}, "caseload.by"),
        ({"caseload": {"decimals": -1}}, "caseload.decimals"),
        ({"caseload": {"rate": 98.6}}, "caseload.rate"),
        ({"caseload": {"name": {"zh": 1}}}, "caseload.name"),
    ],
)
def test_faults_are_told_and_give_no_figures(given: dict[str, Any], path: str) -> None:
    """Each by its path."""
    told: list[str] = []
    assert kpis_from(given, lambda where, *_: told.append(where)) is None
    assert path in told


def test_a_county_overrides_a_figure() -> None:
    """Two decimals for one of them; the version is the county's."""
    kpis = kpis_from({"response": {"decimals": 2}}, lambda *_: None, version="ours")
    assert kpis is not None
    assert (kpis["response"].decimals, kpis["response"].version) == (2, "ours")
