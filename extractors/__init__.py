"""Bytes into values: pages into articles, articles into facts. Pure: no network, disk, clock."""

__version__ = "0.1.0"
"""Stored with every article: which code read it."""
