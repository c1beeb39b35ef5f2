"""Writes a made-up county into a folder, once: the same parameters again find it there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from graph.errors import LianhuError
from graph.rules import default_rules, list_of
from graph.sample.make import Made, make_county
from graph.sample.rows import County
from graph.sample.size import Size
from graph.sample.write_csv import write_csv
from graph.sample.write_instance import instance_of, write_instance
from graph.sample.write_planted import planted, write_planted
from graph.sample.write_xlsx import write_xlsx

MAKING = 2  # goes up when the same parameters give another county
MANIFEST = "sample.json"
WORKBOOK, CSV, INSTANCE, PLANTED = "county.xlsx", "csv", "county.json.gz", "planted.json"

Progress = Callable[[str], None]


class FolderTaken(LianhuError):
    """The folder holds something else, which is not overwritten unasked."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a folder holds now. `already`: it was there before, nothing was written.

    `counts`: rows by sheet; `planted`: gaps by cause; `files`: SHA-256 by name.
    """

    directory: str
    already: bool
    parameters: Mapping[str, object]
    counts: Mapping[str, int]
    planted: Mapping[str, int]
    files: Mapping[str, str]


def write_sample(
    directory: Path, size: Size, seed: int, *, force: bool = False, on_progress: Progress | None = None
) -> Written:
    """Make the county and write all its files below `directory`.

    Raises FolderTaken when the folder holds anything else and `force` is not set; LianhuError when it cannot be used.
    """
    tell = on_progress or _tell_nobody
    parameters: dict[str, object] = {"seed": seed, **asdict(size), "making": MAKING}
    found = _manifest(directory)
    if found is not None and found["parameters"] == parameters and _is_whole(directory, found):
        return Written(str(directory), True, parameters, found["counts"], found["planted"], found["files"])
    _refuse_other(directory, parameters, found, force=force)
    try:
        directory.mkdir(parents=True, exist_ok=True)
        _save_manifest(directory, {"parameters": parameters, "state": "writing"})
        tell("making the county")
        made = make_county(size, seed, default_rules())
        names, gaps = _write_files(directory, made, tell)
    except OSError as error:
        raise LianhuError(f"{directory}: cannot be written: {error.strerror or error}. Give another folder.") from error
    counts, files = counts_of(made.county), _hashes(directory, names)
    _save_manifest(
        directory, {"parameters": parameters, "state": "done", "counts": counts, "planted": gaps, "files": files}
    )
    return Written(str(directory), False, parameters, counts, gaps, files)


def _tell_nobody(_: str) -> None:
    """Progress for those who do not ask."""


def counts_of(county: County) -> dict[str, int]:
    """Rows of each sheet."""
    return {name: len(getattr(county, name)) for name in County.__slots__ if name != "about"}


def _write_files(directory: Path, made: Made, tell: Progress) -> tuple[list[str], dict[str, int]]:
    """Names of the files, and how many rows were planted by cause."""
    rules = default_rules()
    tell(f"writing {INSTANCE}")
    instance = instance_of(made.county, rules)
    write_instance(directory / INSTANCE, instance)
    found = planted(made, instance, rules)
    write_planted(directory / PLANTED, found)
    tell(f"writing {CSV}/")
    tables = write_csv(directory / CSV, made.county)
    write_xlsx(directory / WORKBOOK, made.county, lambda sheet: tell(f"writing {WORKBOOK}: {sheet}"))
    names = [INSTANCE, PLANTED, WORKBOOK, *(f"{CSV}/{table.name}" for table in tables)]
    return names, {cause: len(rows) for cause, value in found.items() if (rows := list_of(value)) is not None}


def _manifest(directory: Path) -> dict[str, Any] | None:
    """What the folder says of itself; None when it says nothing that can be read."""
    try:
        read = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    known = cast("dict[str, Any]", read) if isinstance(read, dict) else {}
    return known if "parameters" in known else None


def _is_whole(directory: Path, manifest: Mapping[str, Any]) -> bool:
    """Whether the county was written to the end and no file of it was changed."""
    if manifest.get("state") != "done":
        return False
    try:
        return all(_sha256(directory / name) == known for name, known in manifest["files"].items())
    except OSError:
        return False


def _refuse_other(
    directory: Path, parameters: Mapping[str, object], found: Mapping[str, Any] | None, *, force: bool
) -> None:
    if directory.exists() and not directory.is_dir():
        raise FolderTaken(f"{directory} is a file. Give a folder.")
    if force or not directory.exists() or not any(directory.iterdir()):
        return
    if found is None:
        raise FolderTaken(f"{directory} holds other files. Give an empty folder, or --force to write among them.")
    if found["parameters"] != parameters:
        told = ", ".join(f"{key} {value}" for key, value in found["parameters"].items() if key != "making")
        raise FolderTaken(f"{directory} holds another county ({told}). Give another folder, or --force to replace it.")
    if found.get("state") == "done":
        raise FolderTaken(
            f"{directory} holds this county, but some of its files were changed. "
            "Give another folder, or --force to write it anew."
        )


def _save_manifest(directory: Path, content: Mapping[str, Any]) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (directory / MANIFEST).write_text(text + "\n", encoding="utf-8")


def _hashes(directory: Path, names: Sequence[str]) -> dict[str, str]:
    return {name: _sha256(directory / name) for name in names}


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
