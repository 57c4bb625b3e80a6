"""How often Python looks for rubbish that keeps itself alive; importing this makes it seldom.

Loading leaves 150,000 objects that stay for good. To look through them at every 700 new ones took
a quarter of a command's start, and later 5 % of reading.
"""

from __future__ import annotations

import gc

_USUAL = gc.get_threshold()


def loaded() -> None:
    """What stands now is for good; from here on only what is new is looked through, as often as
    ever. A process that is forked from this one shares what nobody touches."""
    gc.freeze()
    gc.set_threshold(*_USUAL)


def ending() -> None:
    """The program is about to end: Python would look through everything once more, a tenth of a
    second, for what the system takes back anyway."""
    gc.freeze()


gc.set_threshold(50_000, 20, 20)
