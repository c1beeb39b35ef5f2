"""Finds the Java and the Maven that the real Neo4j needs, or says in words what is missing."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

OLDEST = 21  # what Neo4j 2026 asks for
USUAL_FOLDERS = ("/usr/lib/jvm/*", "/Library/Java/JavaVirtualMachines/*/Contents/Home")
_VERSION = re.compile(r'^JAVA_VERSION="(\d+)', re.MULTILINE)


def find_jdk() -> Path | None:
    """The home of the newest JDK that is new enough; None without one."""
    found = [(version, str(home)) for home in _homes() if (version := jdk_version(home)) >= OLDEST]
    return Path(max(found)[1]) if found else None


def jdk_version(home: Path) -> int:
    """The major version of the JDK in this folder; 0 when there is none, or only a runtime without its compiler."""
    release = home / "release"
    if not release.is_file() or not (home / "bin" / "javac").exists():
        return 0
    version = _VERSION.search(release.read_text(encoding="utf-8"))
    return int(version[1]) if version else 0


def _homes() -> Iterator[Path]:
    if os.environ.get("JAVA_HOME"):
        yield Path(os.environ["JAVA_HOME"])
    for pattern in USUAL_FOLDERS:
        yield from Path("/").glob(pattern.removeprefix("/"))
    on_path = shutil.which("java")
    if on_path:
        yield Path(on_path).resolve().parent.parent


def what_is_missing() -> str:
    """What must be installed before the real Neo4j can run here; empty when nothing is."""
    missing: list[str] = []
    if find_jdk() is None:
        missing.append(
            f"a JDK {OLDEST} or newer (looked in JAVA_HOME, {', '.join(USUAL_FOLDERS)} and PATH; "
            "install for example Temurin 25 or openjdk-21-jdk)"
        )
    if shutil.which("mvn") is None:
        missing.append("Maven (no `mvn` in PATH; install for example the package maven)")
    return " and ".join(missing)
