"""Starts and stops the real Neo4j, in a folder, on a free loopback port, with a password of its own."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from tests.neo4j_server.jdk import find_jdk, what_is_missing

HERE = Path(__file__).parent
FOLDER = HERE.parent.parent / ".neo4j"
UP = "Neo4j is up"
START_SECONDS = 120.0
STOP_SECONDS = 60.0
JVM_FLAGS = (
    # A life of minutes on two cores: room from the start and a collector without threads of its own beside the work
    # took a county's import from 36 s to 24 s.
    *("-Xms1g", "-Xmx2g", "-Xmn600m", "-XX:+UseParallelGC"),
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.lang=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
)


class Neo4jCannotRun(Exception):
    """Why there is no Neo4j here, in words."""


@dataclass(frozen=True, slots=True)
class Connection:
    """A server that runs: its process and how to reach it."""

    pid: int
    port: int
    password: str

    def environment(self) -> dict[str, str]:
        """What to set so that Lianhu uses this server."""
        return {
            "LIANHU_GRAPH": f"bolt://127.0.0.1:{self.port}",
            "LIANHU_GRAPH_USER": "neo4j",
            "LIANHU_GRAPH_PASSWORD": self.password,
        }


@contextmanager
def running() -> Iterator[dict[str, str]]:
    """A new, empty Neo4j for the time of the block; gives the environment that points to it."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=FOLDER, prefix="test-") as folder:
        connection = start(Path(folder))
        try:
            yield connection.environment()
        finally:
            stop(Path(folder))


def start(folder: Path) -> Connection:
    """Start a server on this folder, or find the one that runs there. Raises Neo4jCannotRun."""
    found = find(folder)
    if found is not None:
        return found
    folder.mkdir(parents=True, exist_ok=True)
    classpath = build_classpath()
    port, password = _free_port(), secrets.token_urlsafe(18)
    jdk = find_jdk()
    log = folder / "neo4j.log"
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [f"{jdk}/bin/java", *JVM_FLAGS, "-cp", classpath, f"{HERE}/Neo4jServer.java", str(folder), str(port)],
            env={**os.environ, "NEO4J_SERVER_PASSWORD": password},
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            start_new_session=True,
        )
    _wait_until_up(process, log)
    connection = Connection(process.pid, port, password)
    _remember(folder, connection)
    process.returncode = 0  # it outlives this process: without this, Python warns that nobody waited for it
    return connection


def stop(folder: Path) -> bool:
    """Stop the server of this folder and wait until it is gone. False when none ran."""
    connection = find(folder)
    if connection is None:
        return False
    process = psutil.Process(connection.pid)
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except psutil.TimeoutExpired:
        process.kill()
        process.wait(STOP_SECONDS)
    _file(folder).unlink(missing_ok=True)
    return True


def find(folder: Path) -> Connection | None:
    """The server that runs on this folder; None without one, also when its number went to another process."""
    with suppress(OSError, ValueError, TypeError, psutil.Error):
        connection = Connection(**json.loads(_file(folder).read_text(encoding="utf-8")))
        if str(folder) in psutil.Process(connection.pid).cmdline():
            return connection
    return None


def build_classpath() -> str:
    """The jars of the pom, fetched by Maven the first time; kept until the pom changes."""
    missing = what_is_missing()
    if missing:
        raise Neo4jCannotRun(f"The real Neo4j needs {missing}.")
    kept = FOLDER / "classpath"
    pom = HERE / "pom.xml"
    if kept.is_file() and kept.stat().st_mtime > pom.stat().st_mtime:
        classpath = kept.read_text(encoding="utf-8")
        if all(Path(jar).is_file() for jar in classpath.split(os.pathsep)):
            return classpath
    FOLDER.mkdir(exist_ok=True)
    command = ["mvn", "-q", "-B", "-f", str(pom), "dependency:build-classpath", f"-Dmdep.outputFile={kept}"]
    environment = {**os.environ, "JAVA_HOME": str(find_jdk())}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Neo4jCannotRun(f"Maven could not fetch Neo4j:\n{(done.stdout + done.stderr).strip()}")
    return kept.read_text(encoding="utf-8")


def _wait_until_up(process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while UP not in (said := log.read_text(encoding="utf-8", errors="replace")):
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            process.wait()
            raise Neo4jCannotRun(f"Neo4j did not start ({log}):\n{said.strip()}")
        time.sleep(0.1)


def _remember(folder: Path, connection: Connection) -> None:
    descriptor = os.open(_file(folder), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump(asdict(connection), stream)


def _file(folder: Path) -> Path:
    return folder / "connection.json"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
