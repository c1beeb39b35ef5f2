"""A folder holds one made-up county: the same again is found there, anything else is not overwritten unasked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.errors import LianhuError
from graph.sample.size import Size
from graph.sample.write import FolderTaken, write_sample

SMALL = Size(60, 5)


def everything(folder: Path) -> dict[str, bytes]:
    """The content of every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    """Every file of it, the workbook too; another seed gives another county."""
    write_sample(tmp_path / "one", SMALL, 1)
    write_sample(tmp_path / "two", SMALL, 1)
    write_sample(tmp_path / "three", SMALL, 2)
    one, two, three = (everything(tmp_path / name) for name in ("one", "two", "three"))
    assert one == two
    assert {"county.xlsx", "county.json.gz", "planted.json", "sample.json", "csv/households.csv"} < set(one)
    assert all(one[name] != three[name] for name in ("county.xlsx", "county.json.gz", "planted.json"))


def test_the_same_county_again_is_found(tmp_path: Path) -> None:
    """Nothing is written, and what is told is the same."""
    told: list[str] = []
    first = write_sample(tmp_path / "county", SMALL, 1, on_progress=told.append)
    assert told
    told.clear()
    second = write_sample(tmp_path / "county", SMALL, 1, on_progress=told.append)
    assert (first.already, second.already) == (False, True)
    assert (first.counts, first.planted, first.files) == (second.counts, second.planted, second.files)
    assert told == []


def test_another_county_is_not_overwritten(tmp_path: Path) -> None:
    """It is refused, saying which county is there; with force it is replaced."""
    write_sample(tmp_path, SMALL, 1)
    before = everything(tmp_path)
    with pytest.raises(FolderTaken, match=r"another county .*households 60.*--force"):
        write_sample(tmp_path, Size(61, 5), 1)
    assert everything(tmp_path) == before
    assert not write_sample(tmp_path, Size(61, 5), 1, force=True).already
    assert everything(tmp_path) != before


def test_foreign_files_are_left_alone(tmp_path: Path) -> None:
    """A folder with other files is refused; with force they stay beside the county."""
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(FolderTaken, match="other files"):
        write_sample(tmp_path, SMALL, 1)
    write_sample(tmp_path, SMALL, 1, force=True)
    assert (tmp_path / "letter.txt").read_text(encoding="utf-8") == "dear"


@pytest.mark.parametrize("broken", ["{", "[]", "{}"])
def test_an_unreadable_manifest_is_something_else(tmp_path: Path, broken: str) -> None:
    """A sample.json that says nothing is a foreign file."""
    (tmp_path / "sample.json").write_text(broken, encoding="utf-8")
    with pytest.raises(FolderTaken, match="other files"):
        write_sample(tmp_path, SMALL, 1)


def test_a_changed_county_is_noticed(tmp_path: Path) -> None:
    """Somebody edited a file, or lost one: that is said, and only force makes it anew."""
    write_sample(tmp_path, SMALL, 1)
    whole = everything(tmp_path)
    (tmp_path / "csv" / "visits.csv").write_text("id\n", encoding="utf-8")
    with pytest.raises(FolderTaken, match="were changed"):
        write_sample(tmp_path, SMALL, 1)
    (tmp_path / "csv" / "visits.csv").unlink()
    with pytest.raises(FolderTaken, match="were changed"):
        write_sample(tmp_path, SMALL, 1)
    write_sample(tmp_path, SMALL, 1, force=True)
    assert everything(tmp_path) == whole


def test_an_interrupted_writing_is_finished(tmp_path: Path) -> None:
    """The next call with the same parameters writes the county whole."""
    write_sample(tmp_path, SMALL, 1)
    whole = everything(tmp_path)
    manifest = json.loads(whole["sample.json"])
    (tmp_path / "county.xlsx").unlink()
    (tmp_path / "sample.json").write_text(
        json.dumps({"parameters": manifest["parameters"], "state": "writing"}), encoding="utf-8"
    )
    assert not write_sample(tmp_path, SMALL, 1).already
    assert everything(tmp_path) == whole


def test_a_place_that_cannot_be_a_folder_is_told_in_words(tmp_path: Path) -> None:
    """A file, or a folder below a file."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(FolderTaken, match="is a file"):
        write_sample(tmp_path / "file", SMALL, 1)
    with pytest.raises(LianhuError, match="cannot be written"):
        write_sample(tmp_path / "file" / "below", SMALL, 1)
