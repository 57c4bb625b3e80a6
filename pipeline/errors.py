"""What the command line turns into a message and an exit code."""


class ConfigError(Exception):
    """A configuration that cannot be used; the message has one line per mistake. Exit 2."""


class LockedError(Exception):
    """Another run holds the lock; the message says which. Exit 75."""


class UnreadableError(Exception):
    """A file or record that gives no page; the message names it and says why, in one line."""
