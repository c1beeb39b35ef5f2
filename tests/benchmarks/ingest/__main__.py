"""`python -m tests.benchmarks.ingest COUNTY`: how long an import takes, as a row of a table.

COUNTY is a folder of `lianhu sample`. The graph in LIANHU_GRAPH must be empty; the whole command is timed, from the
start of its process to its end, as a user waits for it.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import time
from pathlib import Path

HEADER = "| date | what | seconds | load of the machine before |\n|---|---|---|---|"


def seconds(*arguments: str) -> float:
    """Wall clock of one `lianhu` command. Raises when it fails."""
    begun = time.perf_counter()
    command = [sys.executable, "-c", "from api.cli import main; main()", *arguments, "--json"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def row(what: str, *arguments: str) -> str:
    """One line of the table."""
    load = os.getloadavg()[0]
    return f"| {dt.datetime.now(dt.UTC).date()} | {what} | {seconds(*arguments):.1f} | {load:.1f} |"


def main() -> None:
    """Check the file alone, import it into the empty graph, import the CSV files of the same county."""
    county = Path(sys.argv[1])
    workbook, folder = str(county / "county.xlsx"), str(county / "csv")
    print(HEADER)
    print(row("import --check of the workbook", "import", workbook, "--check"), flush=True)
    print(row("import of the workbook", "import", workbook), flush=True)
    print(row("import of the same from CSV", "import", folder), flush=True)


if __name__ == "__main__":
    main()
