"""What is missing or out of order is named: one path each, in order and not."""

from __future__ import annotations

import pytest

from graph.appeal_rules import default_appeal_rules
from graph.appeals.life_cycle import irregularities
from graph.appeals.path import Appeal
from tests.graph.appeals.builders import an_appeal, kinds

WHOLE = ("collect", "accept", "assign", "return", "assign", "accept", "answer", "revisit", "close")


def faults(appeal: Appeal) -> list[tuple[str, str, int | None]]:
    """Fault, kind and step."""
    return [(one.fault, one.kind, one.seq) for one in irregularities(appeal, default_appeal_rules().life_cycle)]


@pytest.mark.parametrize(
    "appeal",
    [
        kinds(*WHOLE),
        kinds("collect"),
        kinds(),
        kinds("collect", "supervise", "accept", "supervise", "answer", "revisit", "supervise", "close"),
        kinds("collect", "accept", "answer", "revisit", "assign", "answer", "revisit", "close", revisit=False),
        kinds("collect", "accept", "answer", "revisit", "close", revisit=False),
    ],
)
def test_what_is_in_order(appeal: Appeal) -> None:
    """Also one that is not at its end, and one that is worked on again after a household was not satisfied."""
    assert faults(appeal) == []


@pytest.mark.parametrize(
    ("appeal", "found"),
    [
        (kinds("accept"), [("missing", "collect", None)]),
        (kinds("collect", "answer"), [("missing", "accept", None)]),
        (kinds("collect", "accept", "close"), [("missing", "answer", None), ("missing", "revisit", None)]),
        (kinds("collect", "accept", "revisit", "answer", "close"), [("out_of_order", "answer", 4)]),
        (kinds("collect", "accept", "answer", "accept", "revisit", "close"), [("out_of_order", "accept", 4)]),
        (kinds("collect", "accept", "answer", "revisit", "assign", revisit=True), [("out_of_order", "assign", 5)]),
        (kinds("collect", "accept", "answer", "close", "revisit"), [("after_close", "revisit", 5)]),
        (kinds("collect", "accept", "return"), [("nothing_to_return", "return", 3)]),
        (an_appeal((1, "collect", None, "m"), (0, "accept", "w", None)), [("back_in_time", "accept", 2)]),
        (
            an_appeal((0, "collect", None, "m"), (1, "accept", "w", None), (2, "answer", "d", None)),
            [("hand_over_missing", "answer", 3)],
        ),
    ],
)
def test_what_is_named(appeal: Appeal, found: list[tuple[str, str, int | None]]) -> None:
    """Each fault once, with its step."""
    assert faults(appeal) == found
