"""A pytest plugin that writes down how each graph test ended, so that two runs can be compared test by test."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

ENV_FILE = "LIANHU_TEST_OUTCOMES"
_outcomes: dict[str, str] = {}


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    """Keep the worst outcome of a graph test's three phases."""
    report: pytest.TestReport = (yield).get_result()
    if item.get_closest_marker("graph") is None:
        return
    expected_to_fail = hasattr(report, "wasxfail")
    if report.when == "call" or report.outcome != "passed":
        _outcomes[item.nodeid] = "xfailed" if expected_to_fail else report.outcome


def pytest_sessionfinish() -> None:
    """Write what was seen to the file that the environment names."""
    target = os.environ.get(ENV_FILE)
    if target:
        Path(target).write_text(json.dumps(_outcomes, indent=1, sort_keys=True), encoding="utf-8")
