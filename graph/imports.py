"""Imports a package without the big optional ones that it would load if it found them."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def left_out(*names: str) -> Generator[None]:
    """Packages that the imports in the block do not find, whether they were loaded before or not.

    `None` in sys.modules is the documented way to say that a module is not there (Python reference, 5.3.1).
    """
    loaded = {name: sys.modules.get(name) for name in names}
    sys.modules.update(dict.fromkeys(names))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name, module in loaded.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module
