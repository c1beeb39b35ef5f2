"""Progress on stderr: bars where somebody looks at a terminal, a few plain lines where not, nothing with --json."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

Told = Callable[[str, int, int], None]  # (what is being done, done, to do)

LINE_EVERY_SECONDS = 5.0  # without a terminal


@contextmanager
def progress(*, quiet: bool = False) -> Generator[Told]:
    """A callback to tell of progress: (label, done, total). A new label is a new bar; `total` may grow.

    `quiet` is for --json: nothing is shown. Without a terminal a line is printed at most every five seconds.
    """
    if quiet:
        yield lambda label, done, total: None
    elif sys.stderr.isatty():
        with _bars() as bars:
            yield _Bars(bars).tell
    else:
        yield _Lines().tell


def _bars() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)


class _Bars:
    """One bar that changes its label; the one before ends when a new label comes."""

    def __init__(self, bars: Progress) -> None:
        self.bars = bars
        self.label = ""
        self.task: TaskID | None = None

    def tell(self, label: str, done: int, total: int) -> None:
        if self.task is None or label != self.label:
            if self.task is not None:
                self.bars.remove_task(self.task)
            self.task = self.bars.add_task(label, total=total)
            self.label = label
        self.bars.update(self.task, completed=done, total=total)


class _Lines:
    """A line for what takes long, so that a log shows that something happens and stays short."""

    def __init__(self) -> None:
        self.last = time.monotonic()

    def tell(self, label: str, done: int, total: int) -> None:
        if time.monotonic() - self.last >= LINE_EVERY_SECONDS:
            self.last = time.monotonic()
            share = f" ({done:,} of {total:,})" if total > 1 else ""
            click.echo(f"{label}{share} …", err=True)
