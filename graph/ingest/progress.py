"""How an import tells what it is doing: (what, how much is done, of how much)."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]


def silent(_label: str, _done: int, _total: int) -> None:
    """For those who do not want to hear of it."""
