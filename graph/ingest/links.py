"""Today's assignment in the file beside the one in force: when it is taken, and what it changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.errors import Refused
from graph.ingest.county import County
from graph.ingest.journal import Links
from graph.ingest.report import LinksReport
from graph.links import LinkRow, changes_between


@dataclass(frozen=True, slots=True)
class LinkPlan:
    """`meant` is what is to be in force afterwards, None when the links stay as they are."""

    meant: Links | None
    report: LinksReport | None


def plan_links(
    county: County, current: Sequence[LinkRow], version: int, *, insist: bool, gone: frozenset[str]
) -> LinkPlan:
    """The file's links are taken when there are none in force, or when the caller insists (`--links`).

    The links of the households that are `gone` end in any case. Raises Refused when the caller insists on the links of
    a file that has no sheet for them: that would end every link there is.
    """
    if insist and "links" not in county.given:
        raise Refused(
            f"The file has no sheet 联户 (links), and --links would end all {len(current)} links in force. "
            "Add the sheet, or leave --links out. Nothing was changed."
        )
    links = links_of(county)
    taken = insist or (bool(links) and not current)
    wanted = [link for link in (links if taken else current) if link.household not in gone]
    changes = changes_between(current, wanted, replace_all=True)
    report = _report(links, current, taken=taken, opened=len(changes.opened), closed=len(changes.closed))
    meant = Links(version, tuple(wanted), keep_plan=not taken) if changes else None
    return LinkPlan(meant, report if "links" in county.given or changes else None)


def links_of(county: County) -> list[LinkRow]:
    """The links of the file."""
    return [
        LinkRow(
            row["member"],
            row["household"],
            since_on=row["since"],
            card_no=row["card_no"],
            card_issued_on=row["card_issued_on"],
        )
        for row in county.rows("links")
    ]


def _report(
    links: Sequence[LinkRow], current: Sequence[LinkRow], *, taken: bool, opened: int, closed: int
) -> LinksReport:
    before = {link.household: link for link in current}
    both = [(link, before[link.household]) for link in links if link.household in before]
    same = sum(link.says_the_same_as(old) for link, old in both)
    only_in_graph = len(current) - len(both)
    only_in_file = len(links) - len(both)
    return LinksReport(
        len(links), len(current), same, len(both) - same, only_in_file, only_in_graph, taken, opened, closed
    )
