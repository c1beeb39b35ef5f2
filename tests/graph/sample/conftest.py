"""One county of the report's size for all tests of what it holds."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from graph.sample.size import Size
from graph.sample.write import write_sample
from tests.graph.sample.oracle import Tables, read_tables


@dataclass(frozen=True, slots=True)
class OnDisk:
    """A county as its files tell it."""

    folder: Path
    tables: Tables
    instance: dict[str, Any]
    planted: dict[str, Any]


def from_disk(folder: Path) -> OnDisk:
    """The files of a folder that `write_sample` wrote."""
    instance = json.loads(gzip.decompress((folder / "county.json.gz").read_bytes()))
    planted = json.loads((folder / "planted.json").read_text(encoding="utf-8"))
    return OnDisk(folder, read_tables(folder / "csv"), instance, planted)


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> OnDisk:
    """The county that `lianhu sample DIR` writes."""
    folder = tmp_path_factory.mktemp("county")
    write_sample(folder, Size(), 1)
    return from_disk(folder)
