"""The wheel holds all that Lianhu needs to run: installed elsewhere, it plans a county."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
UV = Path(sys.executable).with_name("uv")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_queries_rules_and_pages_are_inside(wheel: Path) -> None:
    """What is read at run time is packaged: queries, rules, texts, the map's files with their licence."""
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in (
        "graph/rules.toml",
        "api/texts.toml",
        "api/web/templates/plan.html",
        "api/web/static/vendor/leaflet-1.9.4/leaflet.js",
        "api/web/static/vendor/leaflet-1.9.4/LICENSE",
        "cypher/report/households.cypher",
    ):
        assert name in names
    queries = {str(path.relative_to(ROOT)) for path in (ROOT / "cypher").rglob("*.cypher")}
    assert queries <= names
    assert not [name for name in names if name.startswith("tests/")]


def test_it_runs_in_an_empty_environment_in_another_folder(wheel: Path, tmp_path: Path) -> None:
    """A small county, planned from there; nothing of this checkout is in reach. It says once that it compiles."""
    venv, folder = tmp_path / "venv", tmp_path / "elsewhere"
    folder.mkdir()
    python = venv / "bin" / "python"
    lock = ROOT / "requirements.lock"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    for what in (["--require-hashes", "-r", str(lock)], ["--no-deps", str(wheel)]):
        subprocess.run([UV, "pip", "install", "-q", "--python", python, *what], check=True)
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("LIANHU", "PYTHON", "COV"))}
    environment["XDG_CACHE_HOME"] = str(tmp_path / "caches")
    lianhu = [str(venv / "bin" / "lianhu")]
    try:
        demo = [*lianhu, "demo", "--households", "300", "--members", "26", "--seconds", "10"]
        said: list[str] = []
        for _ in range(2):
            done = subprocess.run(demo, cwd=folder, env=environment, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr[-3000:]
            said.append(done.stderr)
        assert ["Compiling the search once" in words for words in said] == [True, False]
        assert (folder / "out" / "plan.html").exists()
        assert (folder / "out" / "plan.xlsx").exists()
    finally:
        subprocess.run([*lianhu, "db", "stop"], cwd=folder, env=environment, capture_output=True, check=False)
