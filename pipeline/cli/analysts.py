"""Commands of those who query: search, ask, check a fact, take the tables along, look around."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.options import ConfigOption, DatabaseOption, JsonOption, asked_database, fail

app = typer.Typer()

LimitOption = Annotated[int, typer.Option(min=1, help="So many of each at most.")]


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help='Such as: mật ong "bạc hà"')],
    limit: LimitOption = 20,
    as_json: JsonOption = False,
    config: ConfigOption = None,
    database: DatabaseOption = None,
) -> None:
    """Find products and articles. With marks words are meant exactly, without any they find all."""
    from pipeline.answers import print_search
    from storage.search import holds_words, search_articles, search_products

    looked_for = " ".join(words)
    if not holds_words(looked_for):
        raise typer.BadParameter(f"{looked_for!r} has no word in it", param_hint="WORDS")
    with asked_database(config, database) as store, store.reading() as connection:
        products = search_products(connection, looked_for, limit)
        articles = search_articles(connection, looked_for, limit)
    print_search(products, articles, looked_for, as_json=as_json)


@app.command()
def query(
    sql: Annotated[str, typer.Argument(metavar="SQL", help="One statement that reads.")],
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="table, csv, tsv or json.")
    ] = "table",
    config: ConfigOption = None,
    database: DatabaseOption = None,
) -> None:
    """Ask the tables in SQL; nothing can be changed this way. See docs/data-dictionary.md."""
    from pipeline.answers import FORMATS, print_answer
    from storage.query import ask

    if form not in FORMATS:
        raise typer.BadParameter(f"{form!r} is none of {', '.join(FORMATS)}", param_hint="--format")
    with asked_database(config, database) as store, ask(store, sql) as answer:
        print_answer(answer, form)


@app.command()
def explain(
    fact: Annotated[str, typer.Argument(metavar="FACT", help="product:7, mention:12, count:3, …")],
    as_json: JsonOption = False,
    config: ConfigOption = None,
    database: DatabaseOption = None,
) -> None:
    """Show what a fact rests on: sentence, rule, article, run, and who else says so."""
    from pipeline.answers import print_explanation
    from storage.evidence import explain as find

    with asked_database(config, database) as store, store.reading() as connection:
        try:
            explanation = find(connection, fact)
        except ValueError as error:
            raise typer.BadParameter(str(error), param_hint="FACT") from None
    if explanation is None:
        fail(f"no fact {fact}", 2)
    print_explanation(explanation, as_json=as_json)


@app.command()
def export(
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="Folder for the files.")],
    form: Annotated[
        str, typer.Option("--format", metavar="LIST", help="Of csv, xlsx, parquet.")
    ] = "csv",
    licence: Annotated[
        str, typer.Option(help="Under which you pass the tables on; goes into datapackage.json.")
    ] = "CC-BY-4.0",
    config: ConfigOption = None,
    database: DatabaseOption = None,
) -> None:
    """Write the documented views as files, with a datapackage.json that describes them."""
    from storage.export import FORMATS
    from storage.export import export as write

    chosen = list(dict.fromkeys(part.strip() for part in form.split(",") if part.strip()))
    if not chosen or not set(chosen) <= set(FORMATS):
        raise typer.BadParameter(f"{form!r}: a list of {','.join(FORMATS)}", param_hint="--format")
    with asked_database(config, database) as store:
        files = write(store, to, chosen, licence, lambda view, rows: print(f"{view}: {rows} rows"))
    print(f"{len(files)} files in {to}")


@app.command()
def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: any free one.")] = 8001,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    open_browser: Annotated[bool, typer.Option("--open", help="Open it in your browser.")] = False,
    config: ConfigOption = None,
    database: DatabaseOption = None,
) -> None:
    """Look around in a browser: a read-only copy of the tables in Datasette."""
    from pipeline.explore import serve as run

    with asked_database(config, database) as store:
        raise typer.Exit(run(store, host, port, open_browser))
