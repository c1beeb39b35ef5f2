"""Counties of tests brought into the graph the way everybody's are: as files, by the import."""

from __future__ import annotations

from pathlib import Path

from graph.database import Database
from graph.ingest.run import import_county, read_file
from graph.sample.size import Size
from graph.sample.write import write_sample
from tests.graph.ingest.builders import Tables, sheets_of, write_folder


def import_tables(db: Database, folder: Path, tables: Tables) -> None:
    """Write the tables as CSV files into the folder and import them."""
    write_folder(folder, sheets_of(tables, language="english"))
    import_folder(db, folder)


def import_folder(db: Database, folder: Path) -> None:
    """Import a folder of CSV files."""
    import_county(db, folder, read_file(folder))


def sample_county(db: Database, folder: Path, *, households: int, members: int) -> Path:
    """Write the made-up county of seed 1 into the folder, import it from its CSV files, and give the folder."""
    write_sample(folder / "sample", Size(households, members), 1)
    import_folder(db, folder / "sample" / "csv")
    return folder / "sample"
