"""Where compiled kernels are kept: a folder of the user's, one for each state and place of the kernels' source.

numba would keep them beside the source, which may not be writable, and notices a change in the file of a function but
not in a file that it calls. A folder named after all of the source and the compiler is right in both cases. The place
counts too: numba compiles anew for another checkout, and `is_cold` has to know.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from pathlib import Path

import llvmlite
import numba
import numpy as np
from numba.core import config

PREFIX = "kernels-"
DAYS_KEPT = 30
KERNELS = ("anneal", "bound_epoch", "bound_certify", "bound_turns")  # files


def source_digest() -> str:
    """Twelve hex digits of everything that the compiled code depends on."""
    here = Path(__file__).resolve().parent
    digest = hashlib.sha256(f"{numba.__version__} {llvmlite.__version__} {np.__version__} {here}".encode())
    for path in sorted(here.glob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def use_own_cache() -> Path:
    """Tell numba where to keep compiled code; a NUMBA_CACHE_DIR that the user has set is left as it is."""
    if config.CACHE_DIR:
        return Path(config.CACHE_DIR)
    folder = _first_usable([*_user_caches(), Path(tempfile.gettempdir()) / f"lianhu-{os.getuid()}"])
    config.CACHE_DIR = str(folder)
    return folder


def is_cold(kernels: tuple[str, ...] = KERNELS) -> bool:
    """Whether kernels (files) have still to be compiled, which takes a while and should be said."""
    return not all(any(Path(config.CACHE_DIR).rglob(f"{name}.*.nbi")) for name in kernels)


def _user_caches() -> list[Path]:
    """The user's folder for caches; none where the user has no home."""
    given = os.environ.get("XDG_CACHE_HOME", "")
    try:
        return [(Path(given) if given else Path.home() / ".cache") / "lianhu"]
    except RuntimeError:
        return []


def _first_usable(parents: list[Path]) -> Path:
    for parent in parents:
        folder = parent / f"{PREFIX}{source_digest()}"
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.utime(folder)
            mine = folder.stat().st_uid == os.getuid() and os.access(folder, os.W_OK)
        except OSError:
            continue
        if mine:
            _sweep(parent, folder)
            return folder
    return Path(tempfile.mkdtemp(prefix=PREFIX))


def _sweep(parent: Path, kept: Path) -> None:
    """Remove what older source has left and nobody has used for a month."""
    oldest = time.time() - DAYS_KEPT * 24 * 3600
    for folder in parent.glob(f"{PREFIX}*"):
        if folder != kept and folder.stat().st_mtime < oldest:
            shutil.rmtree(folder, ignore_errors=True)
