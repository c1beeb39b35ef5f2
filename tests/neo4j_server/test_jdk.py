"""The newest JDK that is new enough is found, and what is missing is said in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.neo4j_server import jdk


def a_jdk(folder: Path, version: str, *, compiler: bool = True) -> Path:
    """A folder that looks like an installed Java of this version."""
    (folder / "bin").mkdir(parents=True)
    for program in ("java", "javac") if compiler else ("java",):
        (folder / "bin" / program).touch(mode=0o755)
    (folder / "release").write_text(f'IMPLEMENTOR="x"\nJAVA_VERSION="{version}"\n', encoding="utf-8")
    return folder


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without Java or Maven, whose JVM folder is the one given."""
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(jdk, "USUAL_FOLDERS", (str(tmp_path / "jvm" / "*"),))
    return tmp_path


def test_nothing_is_said_as_what_to_install(nowhere: Path) -> None:
    """Both are missing, both are named, with what to install."""
    said = jdk.what_is_missing()
    assert "a JDK 21 or newer" in said
    assert "Maven" in said
    assert str(nowhere) in said


def test_the_newest_is_taken_and_old_ones_and_runtimes_are_not(nowhere: Path) -> None:
    """17 is too old, 26 has no compiler, 21 and 25 would do: 25."""
    a_jdk(nowhere / "jvm" / "a", "17.0.15")
    a_jdk(nowhere / "jvm" / "b", "25.0.1")
    a_jdk(nowhere / "jvm" / "c", "21")
    a_jdk(nowhere / "jvm" / "d", "26", compiler=False)
    assert jdk.find_jdk() == nowhere / "jvm" / "b"
    assert jdk.what_is_missing().startswith("Maven")


def test_java_home_and_the_path_are_looked_at(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A JDK elsewhere counts when JAVA_HOME or PATH lead to it."""
    home = a_jdk(nowhere / "elsewhere", "21.0.2")
    assert jdk.find_jdk() is None
    monkeypatch.setenv("PATH", str(home / "bin"))
    assert jdk.find_jdk() == home
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("JAVA_HOME", str(home))
    assert jdk.find_jdk() == home


@pytest.mark.parametrize("release", ["", 'JAVA_VERSION="old"', 'JAVA_VERSION="1.8.0"'])
def test_what_names_no_version_is_too_old(tmp_path: Path, release: str) -> None:
    """A folder without a readable version, or of Java 8, is none."""
    home = a_jdk(tmp_path / "j", "21")
    (home / "release").write_text(release, encoding="utf-8")
    assert jdk.jdk_version(home) < jdk.OLDEST
