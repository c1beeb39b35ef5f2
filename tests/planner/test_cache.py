"""Where compiled kernels are kept."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from planner.kernels import cache


@pytest.fixture
def nowhere_yet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """numba has no folder, the user's caches are in one of the test."""
    monkeypatch.setattr(cache.config, "CACHE_DIR", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    return tmp_path / "caches" / "lianhu"


def test_kernels_are_kept_in_the_users_caches(nowhere_yet: Path) -> None:
    """A folder named after the source, for its owner alone, cold at first."""
    folder = cache.use_own_cache()
    assert folder == nowhere_yet / f"kernels-{cache.source_digest()}"
    assert folder.stat().st_mode & 0o077 == 0
    assert cache.is_cold()


def test_another_checkout_is_cold(nowhere_yet: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """numba compiles the same source anew in another place: its folder is another one, or nobody would be told."""
    here = cache.source_digest()
    for path in Path(cache.__file__).parent.glob("*.py"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(cache, "__file__", str(tmp_path / "cache.py"))
    assert cache.source_digest() != here


def test_a_users_own_choice_is_left(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """NUMBA_CACHE_DIR wins."""
    monkeypatch.setattr(cache.config, "CACHE_DIR", str(tmp_path))
    assert cache.use_own_cache() == tmp_path


def test_where_nothing_can_be_kept_another_place_is_found(
    nowhere_yet: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The caches' folder is a file: kernels go to the folder for temporary files."""
    nowhere_yet.parent.write_text("in the way")
    monkeypatch.setattr(cache.tempfile, "gettempdir", lambda: str(tmp_path / "temp"))
    assert cache.use_own_cache().is_relative_to(tmp_path / "temp")


def test_what_old_source_left_is_swept(nowhere_yet: Path) -> None:
    """A folder that nobody has used for two months goes, one of yesterday stays."""
    old, recent = nowhere_yet / "kernels-old", nowhere_yet / "kernels-recent"
    for folder, days in ((old, 60), (recent, 1)):
        folder.mkdir(parents=True)
        then = time.time() - days * 24 * 3600
        os.utime(folder, (then, then))
    cache.use_own_cache()
    assert (old.exists(), recent.exists()) == (False, True)
