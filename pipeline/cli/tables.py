"""Commands of the database."""

from __future__ import annotations

import typer

from pipeline.cli.options import ConfigOption, DatabaseOption, VerboseOption, settings_of

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
    before = store.revision()
    store.upgrade()
    after = store.revision()
    what = f"is at {after} already" if before == after else f"upgraded from {before} to {after}"
    print(f"{store.name} {what}")
