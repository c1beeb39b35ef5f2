"""Imports a package without the big optional ones that it would load if it found them."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def left_out(*names: str) -> Generator[None]:
    """Packages that the imports in the block do not find. Those loaded before stay, and later imports find all.

    `None` in sys.modules is the documented way to say that a module is not there (Python reference, 5.3.1).
    """
    hidden = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
