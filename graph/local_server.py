"""The local graph's server as its users see it: there when it is needed, one for all who share the folder."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from graph.arcadedb import find_runtime
from graph.errors import GraphUnavailable
from graph.local_files import (
    SUPERVISOR_MODULE,
    Files,
    Running,
    is_supervisor,
    live_record,
    make_folder,
    processes,
    seconds_unused,
    starting_or_stopping,
)
from graph.settings import LocalGraph

LOCK_SECONDS = 90.0  # longer than the longest start plus the longest stop that somebody else may be at
LEFTOVER_SECONDS = 35.0
LOG_LINES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class LocalStatus:
    """What `lianhu db status` tells. `unused_seconds` counts from the last query; sizes are in bytes."""

    directory: str
    running: bool
    port: int | None = None
    pid: int | None = None
    memory_bytes: int | None = None
    disk_bytes: int = 0
    unused_seconds: float | None = None
    idle_seconds: float | None = None
    version: str | None = None


def ensure_running(graph: LocalGraph) -> Running:
    """The folder's server, started when none runs.

    Raises GraphUnavailable when it cannot be started here, with the end of its log.
    """
    files = Files(graph.directory)
    runtime = find_runtime()
    make_folder(files)
    mark_use(graph)
    running = live_record(files)
    if running is not None:
        return running
    with starting_or_stopping(files, wait_seconds=LOCK_SECONDS) as held:
        if not held:
            raise GraphUnavailable(
                f"Another process has been starting or stopping the local graph in {files.directory} for more than "
                f"{LOCK_SECONDS:.0f} s. Look for it with `lianhu db status`, and read {files.log}."
            )
        running = live_record(files)
        if running is not None:
            return running
        _end_processes(files)
        return _start(files, graph.idle_seconds, runtime.version)


def mark_use(graph: LocalGraph) -> None:
    """Note that the graph is in use now, so that its server stays. Without its folder there is none to keep."""
    with contextlib.suppress(OSError):
        Files(graph.directory).last_use.touch()


def record_stamp(graph: LocalGraph) -> tuple[int, int] | None:
    """Changes whenever another server runs than before; None when none does. Costs one look at a file."""
    try:
        found = Files(graph.directory).record.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def stop(graph: LocalGraph) -> bool:
    """Stop the folder's server and wait until it is gone. False when none ran."""
    files = Files(graph.directory)
    if not files.directory.is_dir():
        return False
    with starting_or_stopping(files, wait_seconds=LOCK_SECONDS) as held:
        if not held:
            raise GraphUnavailable(
                f"Another process has been starting or stopping the local graph in {files.directory} for more than "
                f"{LOCK_SECONDS:.0f} s. Read {files.log}."
            )
        files.record.unlink(missing_ok=True)  # first, so that whoever asks now waits for the lock
        return _end_processes(files) > 0


def status(graph: LocalGraph) -> LocalStatus:
    """Whether a server runs on the folder, and how it is."""
    files = Files(graph.directory)
    disk = sum(path.stat().st_size for path in files.server_root.rglob("*") if path.is_file())
    running = live_record(files)
    if running is None:
        return LocalStatus(str(files.directory), running=False, disk_bytes=disk)
    return LocalStatus(
        directory=str(files.directory),
        running=True,
        port=running.port,
        pid=running.pid,
        memory_bytes=_memory(running.pid),
        disk_bytes=disk,
        unused_seconds=round(seconds_unused(files), 1),
        idle_seconds=running.idle_seconds,
        version=f"ArcadeDB {running.version}",
    )


def _memory(pid: int) -> int | None:
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return None


def _end_processes(files: Files) -> int:
    """End what still runs on the folder (a server left behind, a supervisor about to go) and count it."""
    ending = list(processes(files))
    for process in ending:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
    _, staying = psutil.wait_procs(ending, timeout=LEFTOVER_SECONDS)
    for process in staying:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(staying, timeout=LEFTOVER_SECONDS)
    return len(ending)


def _start(files: Files, idle_seconds: float, version: str) -> Running:
    files.record.unlink(missing_ok=True)
    supervisor_pid = _supervise(files, idle_seconds)
    while is_supervisor(supervisor_pid, files):
        running = live_record(files)
        if running is not None:
            return running
        time.sleep(0.05)
    raise GraphUnavailable(
        f"The local graph's server (ArcadeDB {version}) could not be started on {files.directory}. Its last words:\n"
        f"{_last_words(files)}\nThe whole log is {files.log}. A Neo4j server can be used instead: "
        "LIANHU_GRAPH=neo4j://HOST:7687."
    )


def _supervise(files: Files, idle_seconds: float) -> int:
    """Start the supervisor apart from this process, which it must outlive, and give its process number."""
    package_root = str(Path(__file__).resolve().parent.parent)
    search_path = os.pathsep.join(filter(None, (package_root, os.environ.get("PYTHONPATH"))))
    with files.supervisor_log.open("wb") as log:
        started = subprocess.run(  # noqa: S603 - our own module by our own interpreter
            [sys.executable, "-P", "-m", SUPERVISOR_MODULE, str(files.directory), str(idle_seconds)],
            cwd=files.directory,
            env={**os.environ, "PYTHONPATH": search_path},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,
            check=False,
        )
    return int(started.stdout or b"0")


def _last_words(files: Files) -> str:
    lines: list[str] = []
    for log in (files.supervisor_log, files.log):
        if log.is_file():
            lines += log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-LOG_LINES_SHOWN:]
    return "\n".join(f"  {line}" for line in lines) or "  (none)"
