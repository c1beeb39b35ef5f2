"""How far a solve is, on stderr: one live line on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.status import Status

from planner.plan_file import Progress, gap_between

FIRST_SECONDS, LATER_SECONDS = 2.0, 10.0  # between two lines, early and later
EARLY_SECONDS = 20.0


@contextmanager
def solving(*, quiet: bool = False) -> Generator[Callable[[Progress], None]]:
    """A callback for `planner.service.solve`; `quiet` shows nothing."""
    if quiet:
        yield lambda progress: None
    elif sys.stderr.isatty():
        with Status("looking for a first plan …", console=Console(stderr=True)) as status:
            yield lambda progress: status.update(progress_words(progress))
    else:
        yield _Lines().tell


def progress_words(progress: Progress) -> str:
    """Seconds, objective and bound (minutes a quarter) and the gap between them."""
    if progress.objective is None:
        return f"{progress.seconds:6.1f} s"
    words = f"{progress.seconds:6.1f} s  objective {progress.objective:>12,.1f}"
    if progress.bound is None:
        return words
    gap = gap_between(progress.objective, progress.bound)
    return f"{words}  bound {progress.bound:>12,.1f}  gap {gap:6.2%}"


class _Lines:
    """The first report at once, then rarer and rarer."""

    def __init__(self) -> None:
        self.next = 0.0

    def tell(self, progress: Progress) -> None:
        if progress.seconds >= self.next:
            self.next = progress.seconds + (FIRST_SECONDS if progress.seconds < EARLY_SECONDS else LATER_SECONDS)
            click.echo(progress_words(progress), err=True)
