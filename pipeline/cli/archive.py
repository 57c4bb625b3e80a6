"""Commands of the archive: what is in it, whether it is whole, one answer out of it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.options import (
    ConfigOption,
    DatabaseOption,
    SinceOption,
    UntilOption,
    archive_of,
    day_after,
    days,
    opened_database,
    settings_of,
)
from pipeline.errors import UnreadableError

if TYPE_CHECKING:
    from storage.archive import Archive
    from storage.warc.check import FileReport

app = typer.Typer()
archive_app = typer.Typer(help="Look into what was fetched.", no_args_is_help=True)
app.add_typer(archive_app, name="archive")


@archive_app.command("verify")
def verify(
    files: Annotated[
        list[Path] | None, typer.Argument(help="WARC files; none: the archive and its index.")
    ] = None,
    config: ConfigOption = None,
    database: DatabaseOption = None,
) -> None:
    """Read every record and check its digests; exit 1 if anything is damaged or missing."""
    from storage.warc.check import check_archive, check_file

    if files:
        whole = _print_checked(map(check_file, files))
    else:
        with _archive(config, database) as archive:
            whole = _print_checked(check_archive(archive))
    raise typer.Exit(int(not whole))


def _print_checked(reports: Iterable[FileReport]) -> bool:
    """Whether all is whole."""
    whole = True
    for report in reports:
        whole = whole and not report.problems
        print(f"{report.name}: {report.records} records, {len(report.problems)} problems")
        for problem in report.problems:
            print(f"  {problem}")
    return whole


@archive_app.command("list")
def list_records(
    url: Annotated[str, typer.Argument(help="Only addresses that contain this.")] = "",
    since: SinceOption = None,
    until: UntilOption = None,
    run: Annotated[int | None, typer.Option(help="Fetched by this run: runs.id.")] = None,
    config: ConfigOption = None,
    database: DatabaseOption = None,
) -> None:
    """List answers: time, status, kind, media type, bytes in the archive, address."""
    from storage.runs import check_fetched
    from storage.warc.index import Selection, batches

    selection = Selection(*days(since, until), run)
    with opened_database(settings_of(config, verbose=False), database) as store:
        check_fetched(store, run)
        for entry in batches(store, selection):
            if url in entry.url:
                media = entry.media_type or "-"
                when = entry.fetched_at.isoformat()
                print(when, entry.status, entry.kind, media, entry.length, entry.url, sep="\t")


@archive_app.command("get")
def get(
    url: Annotated[str, typer.Argument(help="The address, as 'ocop archive list' shows it.")],
    until: UntilOption = None,
    headers: Annotated[bool, typer.Option("--headers", help="Status and headers first.")] = False,
    config: ConfigOption = None,
    database: DatabaseOption = None,
) -> None:
    """Write to stdout what an address answered last: its body, unpacked, byte for byte."""
    from storage.warc.index import newest

    with _archive(config, database) as archive:
        with archive.database.reading() as connection:
            entry = newest(connection, url, day_after(until, "--until"))
        if entry is None:
            raise UnreadableError(f"{url}: not in the archive")
        page = archive.page(entry)
    if headers:
        print(f"HTTP {page.status}", *(f"{k}: {v}" for k, v in page.headers), "", sep="\n")
        sys.stdout.flush()
    sys.stdout.buffer.write(page.body)


@contextmanager
def _archive(config: Path | None, database: str | None) -> Iterator[Archive]:
    from storage.warc.reading import DamagedError

    settings = settings_of(config, verbose=False)
    with opened_database(settings, database) as store:
        try:
            yield archive_of(settings, store)
        except DamagedError as error:
            raise UnreadableError(str(error)) from None
