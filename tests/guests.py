"""The command as somebody runs it who is not root, and whom modes of files therefore bind."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


def ocop_of_guest(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """`ocop ARGUMENTS` in a folder, without root's right to pass over modes."""
    command = [sys.executable, "-m", "pipeline", *arguments]
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("root ignores modes, and setpriv is not there to make it obey")
        command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *command]
    return subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), "OCOP_CONFIG": ""},
        capture_output=True,
        text=True,
        check=False,
    )
