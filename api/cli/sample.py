"""`lianhu sample DIR`: a made-up county as files."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from graph.sample.size import SEED_HOUSEHOLDS, SEED_MEMBERS, Size
from graph.sample.write import Written, write_sample

DEFAULT_SEED = 1


@click.command(name="sample")
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--seed", type=click.IntRange(min=0), default=DEFAULT_SEED, show_default=True, help="Another county.")
@click.option("--households", type=click.IntRange(min=1), default=SEED_HOUSEHOLDS, show_default=True)
@click.option("--members", type=click.IntRange(min=1), default=SEED_MEMBERS, show_default=True, help="Those who serve.")
@click.option("--dense", is_flag=True, help="A town of tall buildings alone: no villages, nobody bound to an area.")
@click.option("--force", is_flag=True, help="Write even where DIR holds other files; replaces files of the same names.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(directory: Path, seed: int, households: int, members: int, dense: bool, force: bool, as_json: bool) -> None:
    """Write a made-up county into DIR.

    county.xlsx is its workbook, csv/ the same tables, county.json.gz its planning problem, planted.json what is wrong
    with it, by cause, to be found. The same seed and sizes give the same county. Seeds 3, 7, 11, … are hard ones: many
    a remote orange household has no senior member near.

    \b
    lianhu sample out/county
    lianhu sample out/small --households 2000 --members 169
    lianhu solve out/county/county.json.gz --seconds 30
    """
    written = write_sample(
        directory,
        Size(households, members, dense),
        seed,
        force=force,
        on_progress=lambda text: click.echo(f"{text} …", err=True),
    )
    click.echo(json.dumps(asdict(written), ensure_ascii=False) if as_json else _summary(written))


def _summary(written: Written) -> str:
    """What the folder holds, one line a table."""
    first = "is there already, unchanged" if written.already else "written"
    lines = [f"{written.directory}: a made-up county, {first}"]
    lines += [f"  {count:>7,}  {name}" for name, count in written.counts.items()]
    lines.append("planted, to be found:")
    lines += [f"  {count:>7,}  {cause}" for cause, count in written.planted.items()]
    return "\n".join(lines)
