"""What stands behind `ocop replay`: the pages asked for, into the database or into a diff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import typer

from extractors.sources import UNKNOWN_SOURCE
from pipeline.cli.options import archive_of, interruptible, locked_database, opened_database
from pipeline.config import Config
from pipeline.log import logger
from pipeline.replay import replay
from pipeline.replaying.diff import Before, DiffReport, diff, from_database, from_file
from pipeline.replaying.report_diff import print_diff, print_diff_json
from pipeline.replaying.report_replay import print_replay, progress
from pipeline.replaying.supply import ArchiveSupply, FileSupply, Supply, Wanted
from storage.database import Database
from storage.runs import check_fetched

log = logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which pages, read by how many processes, and which database."""

    settings: Config
    paths: Sequence[Path]
    sources: tuple[str, ...]
    since: datetime | None
    until: datetime | None
    run: int | None
    jobs: int
    database: str | None

    def supply(self, database: Database | None) -> Supply:
        """The files that were named, or else the archive. Raises ConfigError for a paper that is
        not known."""
        self.settings.chosen(tuple(n for n in self.sources if n != UNKNOWN_SOURCE.name))
        wanted = Wanted(self.sources, self.since, self.until)
        if self.paths:
            if self.run is not None:
                raise typer.BadParameter("only the archive knows runs", param_hint="--run")
            return FileSupply(self.paths, self.settings.sources, wanted)
        if database is None or not self.settings.archive.folder:
            raise typer.BadParameter("no paths given, and [archive] has no folder")
        archive = archive_of(self.settings, database)
        check_fetched(database, self.run)
        return ArchiveSupply(archive, self.settings.sources, wanted, self.run)


def store_all(asked: Question, anew: bool) -> int:
    """Read the pages into the database; returns the exit code."""
    with (
        locked_database(asked.settings, asked.database, "replay") as store,
        interruptible() as stopped,
    ):
        supply = asked.supply(store)
        if isinstance(supply, ArchiveSupply):
            for line in supply.archive.recover():  # what a killed run left open is read as well
                log.warning("archive", file=line)
        report = replay(supply, store, stopped, jobs=asked.jobs, anew=anew, watch=progress)
    print_replay(report)
    return report.exit_code


def compare_with(
    asked: Question, against: Path | None, as_json: bool, max_loss: float | None
) -> int:
    """Print what is read now against the file `against` or the database; returns the exit code."""
    if asked.paths and against:  # no database is opened, let alone made
        report = _compare(asked, from_file(against), None)
    else:
        with opened_database(asked.settings, asked.database) as store:
            before = from_file(against) if against else from_database(store)
            report = _compare(asked, before, store)
    (print_diff_json if as_json else print_diff)(report)
    return report.exit_code(max_loss)


def _compare(asked: Question, before: Before, store: Database | None) -> DiffReport:
    with interruptible() as stopped:
        return diff(asked.supply(store), before, stopped, jobs=asked.jobs, watch=progress)
