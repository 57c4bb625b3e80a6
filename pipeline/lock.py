"""One run at a time per database."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.errors import LockedError
from storage.errors import StoreError


@contextmanager
def only_run(path: Path, command: str) -> Iterator[None]:
    """Hold the lock at `path` for the time of a run; released by the kernel if it is killed.

    Raises LockedError at once, without waiting, naming the process that holds it, and StoreError
    where there can be no lock: a folder that is not writable.
    """
    holder = path.with_name(path.name + ".holder")
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise LockedError(f"another run holds {path}: {_holder(holder)}") from None
    except OSError as error:
        raise StoreError(f"cannot lock {path}: {error.strerror or error}") from None
    try:
        _tell(holder, command)
        yield
    finally:
        with suppress(OSError):
            holder.unlink()
        lock.release()


def _tell(holder: Path, command: str) -> None:
    """Write down who holds the lock. On a full disk it is held all the same; whether the run can
    go on is for those to find out who have something to store."""
    since = datetime.now(UTC).isoformat(timespec="seconds")
    with suppress(OSError):
        holder.write_text(json.dumps({"pid": os.getpid(), "command": command, "since": since}))


def _holder(path: Path) -> str:
    try:
        who = json.loads(path.read_text("utf-8"))
        return f"'ocop {who['command']}', process {who['pid']}, since {who['since']}"
    except (OSError, ValueError, KeyError):
        return "it has not said who it is"
