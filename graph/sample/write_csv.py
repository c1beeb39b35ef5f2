"""The county's sheets as CSV files: UTF-8, one row of English keys, English words."""

from __future__ import annotations

import csv
from pathlib import Path

from graph.sample.rows import County
from graph.sample.sheets import rows_of, tables


def write_csv(folder: Path, county: County) -> list[Path]:
    """Write `folder`/<table>.csv for every table; the same county gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for table in tables():
        path = folder / f"{table.key}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(column.key for column in table.columns)
            writer.writerows(rows_of(county, table, "english"))
        written.append(path)
    return written
