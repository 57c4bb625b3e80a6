"""`python -m pipeline` is `ocop`."""

from pipeline.cli import main

main()
