"""Where the graph answers at this moment: a fixed address, or wherever the local server of a folder runs now."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Final

from graph import local_server
from graph.arcadedb import USER
from graph.settings import GraphSettings, LocalGraph, RemoteGraph

MARK_EVERY_SECONDS: Final = 2.0
MARKS_PER_IDLE_TIME: Final = 8  # far more often than the supervisor's patience lasts


@dataclass(frozen=True, slots=True)
class Address:
    """What a driver needs to get in."""

    url: str
    user: str
    password: str = field(repr=False)


class Endpoint:
    """The address of one graph. Not safe between threads: its one user, Database, holds a lock."""

    def __init__(self, settings: GraphSettings) -> None:
        self._settings = settings
        self._stamp: tuple[int, int] | None = None
        self._marked = float("-inf")
        self._known: Address | None = None

    def address(self) -> Address:
        """Where to ask now. Starts the local server if none runs, so it may take two seconds; raises GraphUnavailable.

        Marks the use first and looks for the server second: the supervisor, which is about to stop an idle one,
        does it the other way round, so that at least one of the two sees the other.
        """
        self.mark_use()
        if isinstance(self._settings, RemoteGraph):
            return Address(self._settings.url, self._settings.user, self._settings.password)
        stamp = local_server.record_stamp(self._settings)
        if self._known is None or stamp is None or stamp != self._stamp:
            running = local_server.ensure_running(self._settings)
            self._known = Address(f"bolt://127.0.0.1:{running.port}", USER, running.password)
            self._stamp = local_server.record_stamp(self._settings)
        return self._known

    def doubt(self) -> None:
        """The connection broke: look at the processes before the address is given out again."""
        self._stamp = None

    def moved(self) -> bool:
        """The local server went, or another one came, since the address was given out last."""
        return isinstance(self._settings, LocalGraph) and local_server.record_stamp(self._settings) != self._stamp

    def mark_use(self) -> None:
        """Note that the graph is in use, every few seconds at most."""
        if isinstance(self._settings, LocalGraph):
            every = min(MARK_EVERY_SECONDS, self._settings.idle_seconds / MARKS_PER_IDLE_TIME)
            if time.monotonic() - self._marked > every:
                local_server.mark_use(self._settings)
                self._marked = time.monotonic()
