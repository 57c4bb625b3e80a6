"""What other programs took of the machine while something was measured: numbers are worth little
where that is much."""

from __future__ import annotations

import os
import time
from pathlib import Path

_STAT = Path("/proc/stat")
_TICKS = os.sysconf("SC_CLK_TCK")
_WAITING = (3, 4)
"""Places of `idle` and `iowait` among the times of the first line (proc_stat(5))."""


class Others:
    """Looks at the machine from its making on."""

    def __init__(self) -> None:
        self._busy = _busy()
        self._started = time.perf_counter()

    def cores(self, ours: float) -> float:
        """How many cores others kept busy meanwhile, where we used so many seconds of CPU; 0 on a
        system that does not tell."""
        seconds = time.perf_counter() - self._started
        return max(0.0, (_busy() - self._busy - ours) / seconds)


def _busy() -> float:
    """Seconds of CPU that were used since the start of the machine, of all its cores."""
    if not _STAT.is_file():
        return 0.0
    times = [int(ticks) for ticks in _STAT.read_text("ascii").splitlines()[0].split()[1:9]]
    return (sum(times) - sum(times[place] for place in _WAITING)) / _TICKS
