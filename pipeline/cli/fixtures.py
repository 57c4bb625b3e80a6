"""Commands that keep pages as tests."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.options import (
    ConfigOption,
    DatabaseOption,
    UntilOption,
    archive_of,
    day_after,
    opened_database,
    settings_of,
)

if TYPE_CHECKING:
    from pipeline.config import Config
    from pipeline.fixtures import Fixture

app = typer.Typer()
fixture_app = typer.Typer(help="Look after the saved pages of the tests.", no_args_is_help=True)
app.add_typer(fixture_app, name="fixture")

ROOT = Path("tests/fixtures")
_CASE = re.compile(r"[\w-]+/[\w-][\w.-]*")  # nothing beside or above the folder of the fixtures
RootOption = Annotated[Path, typer.Option(help="Folder of the fixtures.")]
CasesArgument = Annotated[
    list[str], typer.Argument(metavar="CASE…", help="Such as nld/chum-anh: paper and case.")
]
CaseArgument = Annotated[str, typer.Argument(metavar="CASE", help="Such as nld/chum-anh.")]


@app.command("record")
def record_page(
    page: Annotated[str, typer.Argument(metavar="URL", help="An address, or a saved page.")],
    case: CaseArgument,
    from_archive: Annotated[
        bool, typer.Option("--from-archive", help="What it answered last, not what it does now.")
    ] = False,
    until: UntilOption = None,
    root: RootOption = ROOT,
    config: ConfigOption = None,
    database: DatabaseOption = None,
) -> None:
    """Keep a page as a test: writes CASE with what is read now, for a person to check and sign."""
    if not _CASE.fullmatch(case):
        raise typer.BadParameter(f"{case!r} is not a paper and a case: nld/chum-anh")
    from pipeline import record as work

    settings = settings_of(config, verbose=False, quiet=True)
    if from_archive:
        with opened_database(settings, database) as store:
            archive = archive_of(settings, store)
            found = work.from_archive(page, archive, settings.sources, day_after(until, "--until"))
    elif "://" in page:
        found = work.from_web(page, settings.sources, settings.collect)
    else:
        found = work.from_file(Path(page), settings.sources)
    fixture = work.record(found, root / case, settings.sources)
    _show(fixture, settings)
    print(f"recorded {case}; read it, mend expected.json, then: ocop fixture sign {case}")


@fixture_app.command("show")
def fixture_show(
    cases: CasesArgument, root: RootOption = ROOT, config: ConfigOption = None
) -> None:
    """Print what is read in a page, each fact with its sentence, and what was expected instead."""
    from pipeline.fixtures import load_fixture

    settings = settings_of(config, verbose=False, quiet=True)
    for case in cases:
        _show(load_fixture(root / case), settings)


@fixture_app.command("sign")
def fixture_sign(cases: CasesArgument, root: RootOption = ROOT) -> None:
    """Sign expectations that you have read and found right."""
    from pipeline.fixtures import load_fixture, sign

    for case in cases:
        sign(load_fixture(root / case))
        print(f"signed {case}")


@fixture_app.command("update")
def fixture_update(
    cases: CasesArgument,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    root: RootOption = ROOT,
    config: ConfigOption = None,
) -> None:
    """Show what is read differently now; if that is better, expect it from now on, unsigned."""
    from pipeline.fixtures import difference, load_fixture, observed, write_expected

    settings = settings_of(config, verbose=False, quiet=True)
    for case in cases:
        fixture = load_fixture(root / case)
        shown = difference(fixture, settings.sources)
        print(shown or f"{case}: as expected")
        if shown and (yes or typer.confirm(f"Expect this of {case}?")):
            write_expected(fixture.folder, observed(fixture, settings.sources))
            print(f"updated {case}; read it, then: ocop fixture sign {case}")


def _show(fixture: Fixture, settings: Config) -> None:
    from pipeline.report_fixture import print_fixture

    print_fixture(fixture, settings.sources)
