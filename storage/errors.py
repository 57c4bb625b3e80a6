"""What the floors above catch."""


class StoreError(Exception):
    """The database cannot be used; the message says what and where in one line."""


class NotThereError(Exception):
    """What was asked for by its number is not in the database: `no product 7`."""
