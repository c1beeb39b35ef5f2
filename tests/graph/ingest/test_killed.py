"""An import that is killed at any moment is finished or undone by the next one."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph.database import Database
from graph.errors import Refused
from graph.ingest.load import finish_killed
from graph.ingest.run import import_county, read_file
from graph.lease import hold_lease, read_county
from graph.links import LinkRow, links_at
from graph.sample.size import Size
from graph.sample.write import write_sample
from graph.versions import write_links_step
from tests.graph.emptying import empty
from tests.graph.ingest.graph_dump import batches, everything, imports

# Imports the folder, a batch a transaction, tells each step that is done, and stands still where it is to be killed.
IMPORTING = """
import sys, time
from pathlib import Path
from graph.database import open_database
from graph.ingest import load
from graph.ingest.run import import_county, read_file

load.ROWS_AT_ONCE = 1
folder, stop = Path(sys.argv[1]), sys.argv[2]

def told(label, done, total):
    print(label, flush=True)
    if stop and label.startswith(stop) and done:
        print("STOPPED", flush=True)
        time.sleep(600)

with open_database() as db:
    print("BEGUN", flush=True)
    import_county(db, folder, read_file(folder), on_progress=told)
print("DONE", flush=True)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up county of some hundred households."""
    made = tmp_path_factory.mktemp("killed")
    write_sample(made, Size(300, 30), 1)
    return made / "csv"


def start(env: dict[str, str], folder: Path, *, stop: str = "") -> subprocess.Popen[str]:
    """A process that imports the folder, and stands still at the first step whose name begins with `stop`."""
    command = [sys.executable, "-c", IMPORTING, str(folder), stop]
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)


def wait_for(process: subprocess.Popen[str], line: str) -> None:
    """Read what the process tells until it tells this."""
    assert process.stdout is not None
    for told in process.stdout:
        if told.strip() == line:
            return
    raise AssertionError(f"the import ended without {line}")


def kill(process: subprocess.Popen[str]) -> None:
    """kill -9."""
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()


@pytest.mark.parametrize(
    ("stop", "finished"),
    [
        ("Noting", False),
        ("Loading write", True),
        ("Loading households", True),
        ("Loading steps_next", True),
        ("Loading links", True),
    ],
)
def test_killed_at_a_step(db: Database, graph_env: dict[str, str], folder: Path, stop: str, finished: bool) -> None:
    """Before the journal is whole the import is undone, afterwards it is finished; then the file says nothing new."""
    import_county(db, folder, read_file(folder))
    whole = everything(db)
    empty(db)
    process = start(graph_env, folder, stop=stop)
    wait_for(process, "STOPPED")
    kill(process)
    assert imports(db) == [("i-1", "loading" if finished else "noting")]
    report = import_county(db, folder, read_file(folder))
    assert [(left.id, left.finished) for left in report.leftovers] == [("i-1", finished)]
    assert (report.import_id is None) == finished
    assert everything(db) == whole
    assert imports(db) == [("i-1", "done")]
    assert batches(db) == 0


@pytest.mark.parametrize("seed", range(3))
def test_killed_at_any_time(db: Database, graph_env: dict[str, str], folder: Path, seed: int) -> None:
    """The same at moments that nobody chose, also in the middle of a transaction."""
    import_county(db, folder, read_file(folder))
    whole = everything(db)
    empty(db)
    process = start(graph_env, folder)
    wait_for(process, "BEGUN")
    time.sleep(random.Random(seed).uniform(0.3, 3.0))
    kill(process)
    import_county(db, folder, read_file(folder))
    assert everything(db) == whole
    assert {state for _, state in imports(db)} == {"done"}
    assert batches(db) == 0


def test_others_can_finish_it_too(db: Database, graph_env: dict[str, str], folder: Path) -> None:
    """Without the file: everything that is still to be written stands in the graph."""
    process = start(graph_env, folder, stop="Loading members")
    wait_for(process, "STOPPED")
    kill(process)
    left = finish_killed(db)
    assert [(one.id, one.finished, one.links_dropped) for one in left] == [("i-1", True, False)]
    done = everything(db)
    assert finish_killed(db) == []
    empty(db)
    import_county(db, folder, read_file(folder))
    assert everything(db) == done


def test_links_that_others_changed_since_are_not_overwritten(
    db: Database, graph_env: dict[str, str], folder: Path
) -> None:
    """A step was written after the import was killed: the import's own links are dropped, and that is told."""
    process = start(graph_env, folder, stop="Loading steps_next")
    wait_for(process, "STOPPED")
    kill(process)
    write_links_step(db, step="i-9", kind="import", at_ms=0, links=[], replace_all=False)
    assert read_county(db).version == 0  # nothing differed, so there was no step
    one = next(iter(read_file(folder).county.rows("links")))
    write_links_step(
        db, step="i-9", kind="import", at_ms=0, links=[LinkRow(one["member"], one["household"])], replace_all=False
    )
    left = finish_killed(db)
    assert [(found.finished, found.links_dropped) for found in left] == [(True, True)]
    assert len(links_at(db, read_county(db).version)) == 1
    assert {state for _, state in imports(db)} == {"done"}


def test_a_living_import_is_left_alone(db: Database, graph_env: dict[str, str], folder: Path) -> None:
    """Another start waits for the lease and is refused; the import that runs goes on unharmed."""
    process = start(graph_env, folder, stop="Loading households")
    wait_for(process, "STOPPED")
    try:
        with pytest.raises(Refused, match="Another process"), hold_lease(db, "import", wait_seconds=0.3):
            pass
        assert imports(db) == [("i-1", "loading")]
    finally:
        kill(process)
