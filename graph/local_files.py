"""What lies in the folder of a local graph, and which running processes belong to it."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from graph.errors import GraphUnavailable

SUPERVISOR_MODULE = "graph.local_supervisor"
ROOT_PATH_OPTION = "-Darcadedb.server.rootPath="


@dataclass(frozen=True, slots=True)
class Running:
    """The server that runs on a folder: its process, its loopback port, and the word that lets one in."""

    pid: int
    supervisor_pid: int
    port: int
    password: str
    idle_seconds: float
    version: str


@dataclass(frozen=True, slots=True)
class Files:
    """The files of one local graph."""

    directory: Path

    @property
    def server_root(self) -> Path:
        """What the server itself writes: databases, its users, its logs."""
        return self.directory / "graph"

    @property
    def record(self) -> Path:
        """Says which server runs; absent when none does. Holds the password: mode 0600."""
        return self.directory / "server.json"

    @property
    def lock(self) -> Path:
        """Held by whoever starts or stops the server."""
        return self.directory / "lock"

    @property
    def last_use(self) -> Path:
        """Its time of change is the time of the last query."""
        return self.directory / "last-use"

    @property
    def password(self) -> Path:
        """The server reads its password here at its start. Mode 0600."""
        return self.directory / "password"

    @property
    def log(self) -> Path:
        """What the server said since its last start."""
        return self.directory / "server.log"

    @property
    def supervisor_log(self) -> Path:
        """What went wrong in the process that watches the server; empty as a rule."""
        return self.directory / "supervisor.log"


def make_folder(files: Files) -> None:
    """Make the folder, for its owner alone. Raises GraphUnavailable when that may not be done."""
    try:
        files.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        files.server_root.mkdir(mode=0o700, exist_ok=True)
        if not os.access(files.directory, os.W_OK | os.X_OK):
            raise PermissionError(f"{files.directory} may not be written by this user")
    except OSError as error:
        raise GraphUnavailable(
            f"The local graph's folder {files.directory} cannot be made or written ({error}). "
            "Set LIANHU_GRAPH=local:DIR to a folder of yours."
        ) from error


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
    draft.replace(path)


def write_record(files: Files, running: Running) -> None:
    """Tell everybody which server runs."""
    write_private(files.record, json.dumps(asdict(running)))


def read_record(files: Files) -> Running | None:
    """What the record says; None without one, or when it is not one of ours."""
    try:
        return Running(**json.loads(files.record.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def live_record(files: Files) -> Running | None:
    """The server that the record names, if its process and its supervisor still run; None when the record is stale."""
    running = read_record(files)
    if running is None or not is_server(running.pid, files) or not is_supervisor(running.supervisor_pid, files):
        return None
    return running


def is_server(pid: int, files: Files) -> bool:
    """The process is this folder's database server. A number that another program got meanwhile does not count."""
    return f"{ROOT_PATH_OPTION}{files.server_root}" in _command_line(pid)


def is_supervisor(pid: int, files: Files) -> bool:
    """The process is this folder's supervisor."""
    words = _command_line(pid)
    return SUPERVISOR_MODULE in words and str(files.directory) in words


def processes(files: Files) -> Iterator[psutil.Process]:
    """Every process of this folder, recorded or not; supervisors first, as they start servers."""
    pids = psutil.pids()
    for belongs in (is_supervisor, is_server):
        for pid in pids:
            if belongs(pid, files):
                with contextlib.suppress(psutil.NoSuchProcess):
                    yield psutil.Process(pid)


def _command_line(pid: int) -> list[str]:
    try:
        return psutil.Process(pid).cmdline()
    except (psutil.Error, ValueError):
        return []


def seconds_unused(files: Files) -> float:
    """Seconds since the last query; infinite when there was none."""
    try:
        return time.time() - files.last_use.stat().st_mtime
    except FileNotFoundError:
        return float("inf")


@contextmanager
def starting_or_stopping(files: Files, *, wait_seconds: float) -> Generator[bool]:
    """Hold the folder's lock. Gives False when somebody else kept it for all of `wait_seconds`.

    The lock lives in the kernel, so it goes with the process that held it, however that ended.
    """
    with files.lock.open("a") as stream:
        yield _locked(stream.fileno(), time.monotonic() + wait_seconds)


def _locked(descriptor: int, deadline: float) -> bool:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.05)
        else:
            return True
