"""An import's report as text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from graph.ingest.report import ImportReport, LinksReport, Marks, TableReport

IDS_SHOWN = 8


def in_words(report: ImportReport) -> str:
    """What was read and what became of it, a line a table."""
    lines = [_first_line(report)]
    lines += [_leftover(left.file, left.finished, left.links_dropped) for left in report.leftovers]
    lines += [_table(table) for table in report.tables if table.table != "links" or report.links is None]
    if report.links:
        lines += _links(report.links)
    lines += [_missing(table) for table in report.tables if table.missing]
    lines += _marks(report.marks)
    lines += _ignored(report)
    return "\n".join(lines)


def _first_line(report: ImportReport) -> str:
    rows = sum(table.rows for table in report.tables)
    if report.checked_only:
        return f"{report.file}: {rows:,} rows, no fault. Nothing was imported (--check)."
    if not report.changes:
        return f"{report.file}: {rows:,} rows, all of them as the graph has them. Nothing was changed."
    return f"{report.file}: {rows:,} rows, imported as {report.import_id}."


def _leftover(file: str, finished: bool, links_dropped: bool) -> str:
    what = "was finished first" if finished else "had written nothing and was undone"
    links = (
        " Its links were not taken: others are in force since; import it again with --links." if links_dropped else ""
    )
    return f"  An import of {file} that was killed {what}.{links}"


def _table(table: TableReport) -> str:
    if table.new is None:
        return f"  {table.rows:>7,}  {table.sheet}"
    parts = [f"{table.new:,} new", f"{table.changed:,} changed", f"{table.unchanged:,} unchanged"]
    return f"  {table.rows:>7,}  {table.sheet}: {', '.join(parts)}"


def _links(links: LinksReport) -> list[str]:
    if links.taken:
        return [f"  {links.rows:>7,}  links: {links.opened:,} began, {links.closed:,} ended"]
    line = f"  {links.rows:>7,}  links: not taken, {links.same:,} are as in force"
    lines = [line + (f"; {links.closed:,} ended with their households" if links.closed else "")]
    others = links.other + links.only_in_file + links.only_in_graph
    if others:
        lines.append(
            f"           {others:,} differ ({links.other:,} other, {links.only_in_file:,} only in the file, "
            f"{links.only_in_graph:,} only in force). The assignment changes through a plan; --links takes the file's."
        )
    return lines


def _missing(table: TableReport) -> str:
    line = f"  {table.sheet}: {len(table.missing):,} rows are in the graph and not in the file ({_some(table.missing)})"
    if not table.closed and not table.held:
        return f"{line}, kept; --close-missing closes them." if table.table not in _EVENTS else f"{line}, kept."
    held = f", {len(table.held):,} kept since others name them ({_some(table.held)})" if table.held else ""
    return f"{line}: {table.closed:,} closed{held}."


_EVENTS = ("visits", "appeals", "steps")


def _marks(marks: Marks) -> list[str]:
    told = (
        (marks.buildings_at_grid_centre, "buildings without a point stand at the centre of their micro-grid's others"),
        (marks.members_at_community_centre, "members without a home or a point stand at the centre of their community"),
        (marks.members_without_place, "members without any place stand at the centre of the county"),
    )
    return [f"  {len(ids):,} {what} ({_some(ids)})." for ids, what in told if ids]


def _ignored(report: ImportReport) -> list[str]:
    ignored = report.ignored
    told = [
        ("sheets and files that Lianhu does not know", list(ignored.sheets)),
        ("columns that Lianhu does not know", [f"{sheet}: {column}" for sheet, column in ignored.columns]),
        ("keys of the sheet about that Lianhu does not know", list(ignored.about_keys)),
    ]
    return [f"  Ignored {what}: {', '.join(names)}." for what, names in told if names]


def _some(ids: Sequence[str]) -> str:
    more = f", … and {len(ids) - IDS_SHOWN:,} more" if len(ids) > IDS_SHOWN else ""
    return ", ".join(ids[:IDS_SHOWN]) + more
