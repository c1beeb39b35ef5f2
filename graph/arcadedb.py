"""How the local graph's server is run: the Java runtime and the jars of the wheel arcadedb-embedded."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import re
from dataclasses import dataclass
from pathlib import Path

from graph.errors import GraphUnavailable
from graph.local_files import ROOT_PATH_OPTION, Files
from graph.settings import LOCAL_DATABASE

# A county of 61,000 nodes and 139,000 relations loads as fast with 1 GB as with 4; with less it was not tried.
HEAP = ("-Xms64m", "-Xmx1g")
USER = "root"
_LISTENING = re.compile(r"Listening for incoming BOLT connections on \S*:(\d+) ")
_STARTED = "ArcadeDB Server started"


@dataclass(frozen=True, slots=True)
class Runtime:
    """The wheel's Java program and its jars."""

    java: Path
    jars: Path
    version: str


def find_runtime() -> Runtime:
    """The installed wheel. Raises GraphUnavailable where there is none for this machine."""
    found = importlib.util.find_spec("arcadedb_embedded")
    if found is None or found.origin is None:
        raise GraphUnavailable(
            "The local graph needs the package arcadedb-embedded, which is not installed "
            "(there is none for ARM Linux, Intel Macs and glibc before 2.34). Use a Neo4j server instead: "
            "set LIANHU_GRAPH=neo4j://HOST:7687, LIANHU_GRAPH_USER and LIANHU_GRAPH_PASSWORD."
        )
    home = Path(found.origin).parent
    runtime = Runtime(home / "jre" / "bin" / "java", home / "jars", importlib.metadata.version("arcadedb-embedded"))
    if not runtime.java.is_file() or not os.access(runtime.java, os.X_OK):
        raise GraphUnavailable(
            f"arcadedb-embedded is installed without its Java program ({runtime.java}). Install it anew."
        )
    return runtime


def command(runtime: Runtime, files: Files) -> list[str]:
    """The server's command line: Bolt and HTTP on free ports of the loopback alone, no metrics, no calls home."""
    options = {
        "server.databaseDirectory": files.server_root / "databases",
        "server.logsDirectory": files.server_root / "log",
        "server.rootPasswordPath": files.password,
        "server.mode": "development",  # in the other modes errors come without their reason
        "txWalFlush": 1,  # a commit is on the disk when it returns
        "opencypher.loadCsv.allowFileUrls": "false",
        "server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
        "server.httpIncomingHost": "127.0.0.1",
        "server.httpIncomingPort": 0,
        "bolt.host": "127.0.0.1",
        "bolt.port": 0,
        # The user alone: a database made with name[root:password] may not change its own schema.
        "server.defaultDatabases": f"{LOCAL_DATABASE}[{USER}]",
        "serverMetrics": "false",
        "support.autoRegister": "false",
        "polyglotEngineEnabled": "false",
    }
    return [
        str(runtime.java),
        *HEAP,
        "-XX:+UseSerialGC",
        "-XX:+ExitOnOutOfMemoryError",
        "-Djava.awt.headless=true",
        "--add-modules=jdk.incubator.vector",
        "--enable-native-access=ALL-UNNAMED",
        f"{ROOT_PATH_OPTION}{files.server_root}",
        *(f"-Darcadedb.{name}={value}" for name, value in options.items()),
        "-cp",
        f"{runtime.jars}/*",
        "com.arcadedb.server.ArcadeDBServer",
    ]


def bolt_port(log: str) -> int | None:
    """The port on which the server takes queries, once its log says that it is up; None before."""
    listening = _LISTENING.search(log)
    return int(listening[1]) if listening and _STARTED in log else None


def forget_users(files: Files) -> None:
    """Have the server make its only user anew at its start, with the password of that start."""
    for path in (files.server_root / "config").glob("server-users.json*"):
        path.unlink()
