"""The event log of appeals for any process mining tool: one row a step, cases by id, steps by seq."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable
from typing import TextIO

from graph.appeals.path import Appeal
from graph.clock import CHINA

COLUMNS = ("case", "activity", "time", "from", "to")


def write_log(file: TextIO, appeals: Iterable[Appeal]) -> int:
    """Write the log and count its rows. Times are ISO with the county's zone; an actor not known is empty."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    rows = 0
    for appeal in appeals:
        for step in appeal.steps:
            time = dt.datetime.fromtimestamp(step.at_ms / 1000, CHINA).isoformat()
            writer.writerow((appeal.id, step.kind, time, step.giver or "", step.taker or ""))
            rows += 1
    return rows
