"""Loads what reading a page needs; imported by the process of which readers are copies."""

from __future__ import annotations

from extractors.sources import UNKNOWN_SOURCE, Page
from pipeline.replaying.elsewhere import read_saved
from pipeline.saved import Saved
from pipeline.sweeping import loaded

_TEXT = "Chè Tà Xùa\n\nChè Tà Xùa của hợp tác xã ở xã Tà Xùa, tỉnh Sơn La đạt 4 sao OCOP."

# models and dictionaries are loaded by the first text that needs them
read_saved(Saved("warm.txt", Page("", _TEXT.encode()), UNKNOWN_SOURCE), any_topic=True)
loaded()
