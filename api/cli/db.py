"""`lianhu db`: the local graph's server, started, stopped and looked at."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from graph import local_server
from graph.database import Database, open_database
from graph.errors import Refused
from graph.queries import query
from graph.settings import LocalGraph, RemoteGraph, read_settings

as_json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document to stdout.")


@click.group("db")
def command() -> None:
    """Start, stop or look at the graph's server.

    There is nothing to start as a rule: the first command that needs the graph starts its server, all commands,
    pages and notebooks on the same folder share it, and ten minutes after the last query it stops by itself.

    \b
    LIANHU_GRAPH unset         the graph in ./.lianhu
    LIANHU_GRAPH=local:DIR     the graph in another folder
    LIANHU_GRAPH=neo4j://HOST  a Neo4j server (also bolt://, and +s for TLS),
                               with LIANHU_GRAPH_USER and LIANHU_GRAPH_PASSWORD
    """


@command.command()
@as_json_option
def start(as_json: bool) -> None:
    """Start the local graph's server, if it does not run yet.

    Useful before a notebook or a measurement, so that the first query does not wait for it.
    """
    graph = _local("started")
    open_database(graph).close()
    _tell(local_server.status(graph), as_json=as_json)


@command.command()
@as_json_option
def stop(as_json: bool) -> None:
    """Stop the local graph's server. Its data stay; the next command starts it again."""
    graph = _local("stopped")
    stopped = local_server.stop(graph)
    if as_json:
        click.echo(json.dumps({"stopped": stopped, "directory": str(graph.directory)}, ensure_ascii=False))
    else:
        click.echo(f"Stopped the server of {graph.directory}." if stopped else f"No server ran on {graph.directory}.")


@command.command()
@as_json_option
def status(as_json: bool) -> None:
    """Which graph is meant, whether its server runs, and how much memory and disk it takes. Starts nothing."""
    settings = read_settings()
    if isinstance(settings, LocalGraph):
        _tell(local_server.status(settings), as_json=as_json)
        return
    with Database(settings) as database:
        steps = len(database.read(query("migrations/applied")))
        told = {"url": settings.url, "user": settings.user, "running": True, "version": database.agent, "steps": steps}
    words = f"{settings.url} runs {told['version']} for user {settings.user}, with {steps} schema steps of Lianhu's."
    click.echo(json.dumps(told) if as_json else words)


def _local(what: str) -> LocalGraph:
    settings = read_settings()
    if isinstance(settings, RemoteGraph):
        raise Refused(
            f"LIANHU_GRAPH is {settings.url}, a server that is not {what} from here. "
            "Unset it for the local graph, or ask whoever runs that server."
        )
    return settings


def _tell(found: local_server.LocalStatus, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False))
        return
    disk = f"{found.disk_bytes / 1e6:.0f} MB on disk"
    if not found.running:
        click.echo(f"No server runs on {found.directory} ({disk}). The next command that needs it starts it.")
        return
    memory = f"{(found.memory_bytes or 0) / 1e6:.0f} MB of memory"
    click.echo(
        f"{found.version} runs on {found.directory} (port {found.port}, process {found.pid}, {memory}, {disk}).\n"
        f"Last used {found.unused_seconds:.0f} s ago; it stops after {found.idle_seconds:.0f} s without a query."
    )
