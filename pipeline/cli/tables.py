"""Commands of the database."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.cli.options import (
    ConfigOption,
    DatabaseOption,
    VerboseOption,
    asked_database,
    settings_of,
)

app = typer.Typer()
db_app = typer.Typer(help="Look after the database.", no_args_is_help=True)
app.add_typer(db_app, name="db")


@db_app.command("upgrade")
def db_upgrade(
    config: ConfigOption = None, database: DatabaseOption = None, verbose: VerboseOption = False
) -> None:
    """Bring an older database to the schema of this program; its data stays."""
    from storage.database import Database

    settings = settings_of(config, verbose)
    store = Database(database or settings.store.database)
    store.check_file()
    before = store.revision() or "nothing"
    store.upgrade()
    after = store.revision()
    store.close()
    what = (
        f"is at {after} already, its views are made anew"
        if before == after
        else f"upgraded from {before} to {after}"
    )
    print(f"{store.name} {what}")


@db_app.command("copy")
def db_copy(
    to: Annotated[str, typer.Option("--to", metavar="URL", help="An empty or absent database.")],
    config: ConfigOption = None,
    database: DatabaseOption = None,
) -> None:
    """Copy everything into another database: from SQLite to PostgreSQL, or back."""
    from storage.copying import copy_database
    from storage.database import Database

    with asked_database(config, database) as source:
        target = Database.open(to)
        copy_database(source, target, lambda table, rows: print(f"{table}: {rows} rows"))
        target.close()
    print(f"copied to {target.name}")
