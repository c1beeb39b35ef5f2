"""The small process that runs a local graph's server and stops it when nobody has used it for a while.

Run as `python -m graph.local_supervisor DIRECTORY IDLE_SECONDS`, by graph/local_server.py alone.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

import psutil

from graph.arcadedb import bolt_port, command, find_runtime, forget_users
from graph.local_files import Files, Running, seconds_unused, starting_or_stopping, write_private, write_record

START_SECONDS = 60.0
STOP_SECONDS = 30.0
BUSY_SHARE = 0.05  # of one core: a server at rest takes 0.005, one at a query far more, even on a full machine
_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of linux/prctl.h


def main(directory: Path, idle_seconds: float) -> int:
    """Start the server, tell where it is, watch it, and clear up when it has ended."""
    _detach()
    files = Files(directory)
    password = secrets.token_urlsafe(24)
    server = _start(files, password)

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        files.record.unlink(missing_ok=True)  # first, so that no new query goes to a server about to end
        server.terminate()

    signal.signal(signal.SIGTERM, on_signal)
    try:
        port = _wait_until_up(server, files)
        if port is not None:
            running = Running(server.pid, os.getpid(), port, password, idle_seconds, find_runtime().version)
            write_record(files, running)
            _watch(server, files, running)
    finally:
        files.record.unlink(missing_ok=True)
        _stop(server)
    return 0 if port is not None else 1


def _detach() -> None:
    """Go on in a process that nobody waits for, and tell its number to who started this one."""
    pid = os.fork()
    if pid:
        os.write(sys.stdout.fileno(), str(pid).encode())
        os._exit(0)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())


def _start(files: Files, password: str) -> subprocess.Popen[bytes]:
    write_private(files.password, password)
    forget_users(files)
    files.last_use.touch()
    with files.log.open("wb") as log:
        return subprocess.Popen(  # noqa: S603 - the command is ours, from the installed wheel
            command(find_runtime(), files),
            cwd=files.server_root,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
        )


def _environment() -> dict[str, str]:
    """Ours, with file names in UTF-8 whatever the user's locale, and without options that are meant for other Javas."""
    meant_for_others = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH"}
    return {name: value for name, value in os.environ.items() if name not in meant_for_others} | {"LC_ALL": "C.UTF-8"}


def _die_with_parent() -> None:
    """Have the kernel stop the server should this process be killed, so that none is left without a watch."""
    ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGTERM)


def _wait_until_up(server: subprocess.Popen[bytes], files: Files) -> int | None:
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        port = bolt_port(files.log.read_text(encoding="utf-8", errors="replace"))
        if port is not None:
            return port
        time.sleep(0.05)
    return None


def _watch(server: subprocess.Popen[bytes], files: Files, running: Running) -> None:
    """Return when the server has ended, or when it was idle and nobody came back at the last moment."""
    pause = min(1.0, running.idle_seconds / 4)
    busy = _processor_seconds(server.pid)
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(pause)
            return
        before, busy = busy, _processor_seconds(server.pid)
        if busy - before > BUSY_SHARE * pause:
            files.last_use.touch()
        elif seconds_unused(files) > running.idle_seconds and _retire(files, running):
            return


def _processor_seconds(pid: int) -> float:
    try:
        times = psutil.Process(pid).cpu_times()
    except psutil.Error:
        return 0.0
    return times.user + times.system


def _retire(files: Files, running: Running) -> bool:
    """Take the record away, then look once more: whoever came between is told that the server stays.

    A query first marks its use and then looks for the record, so that at least one of the two sees the other.
    """
    with starting_or_stopping(files, wait_seconds=0.0) as held:
        if not held:
            return False
        files.record.unlink(missing_ok=True)
        if seconds_unused(files) > running.idle_seconds:
            return True
        write_record(files, running)
        return False


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), float(sys.argv[2])))
