"""The command `ocop`, also as `python -m pipeline`."""


def main() -> None:
    """Run the command. It is loaded here: a process that reads for another looks at this module
    as well, and needs none of it."""
    from pipeline.cli import main as command  # noqa: PLC0415

    command()


if __name__ == "__main__":
    main()
