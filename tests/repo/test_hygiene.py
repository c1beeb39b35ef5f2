"""What must not be in the repository, and what must agree in it."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
MOST_LINES = 300
FORBIDDEN = re.compile(
    r"index-url|/(?:root|home)/\w|pypi\.org|pythonhosted|repo\.maven|maven\.apache\.org/maven2|registry\.npmjs", re.I
)


def tracked(pattern: str = "*") -> list[Path]:
    """Files that git tracks; outside a checkout (a source archive) there is nothing to look at."""
    listed = subprocess.run(["git", "ls-files", pattern], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.fail("the repository tests need a git checkout")
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def test_no_paths_of_a_machine_and_no_registry_hosts() -> None:
    """Neither belongs in a repository that others clone."""
    found = []
    for path in tracked():
        if path == Path(__file__) or "vendor" in path.parts or path.suffix in {".png", ".gz", ".xlsx"}:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if FORBIDDEN.search(line) and "no-emit-index-url" not in line:
                found.append(f"{path.relative_to(ROOT)}:{number}")
    assert found == []


def test_no_file_forgot_what_it_is_for() -> None:
    """Python files begin with one sentence on what they are; those above 300 lines say in it why they are long."""
    for path in tracked("*.py"):
        text = path.read_text(encoding="utf-8")
        if len(text.splitlines()) > MOST_LINES:
            assert "long, because" in text.splitlines()[0], f"{path.relative_to(ROOT)} is long and does not say why"
        assert not text.strip() or text.startswith('"""'), f"{path.relative_to(ROOT)} does not say what it is for"


def test_every_tests_folder_is_a_package() -> None:
    """So that two files of the same name can stand in two folders."""
    for folder in {path.parent for path in tracked("tests/*.py")}:
        assert (folder / "__init__.py").exists(), folder


def test_vendored_files_come_with_licence_and_version() -> None:
    """Each folder under vendor/ is called name-version and holds a licence."""
    for folder in (ROOT / "api/web/static/vendor").iterdir():
        assert re.fullmatch(r"[a-z-]+-\d+(\.\d+)+", folder.name)
        assert (folder / "LICENSE").exists()


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_the_lock_has_what_the_project_needs(lock: str) -> None:
    """Every pinned dependency of pyproject.toml stands in the lock with the same version, and every line is hashed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    text = (ROOT / lock).read_text(encoding="utf-8")
    wanted = list(project["project"]["dependencies"])
    if lock == "requirements-dev.lock":
        wanted += project["dependency-groups"]["dev"]
    for requirement in wanted:
        pinned = requirement.split(";")[0].strip()
        assert pinned in text if "==" in pinned else re.split(r"[<>=]", pinned)[0] in text
    entries = re.split(r"\n(?=[a-z])", text)
    assert all("--hash=sha256:" in entry for entry in entries if "==" in entry)


def test_ci_calls_what_the_readme_says() -> None:
    """The README's test command is the one that CI runs."""
    readme, ci = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", ".ci/run"))
    assert "make test" in readme
    assert "\nmake test" in ci
