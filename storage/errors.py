"""What the floors above catch."""


class StoreError(Exception):
    """The database cannot be used; the message says what and where in one line."""
