"""The walk-throughs in docs/ are followed word by word, in a copy of the repository.

In a document, a `toml` block is appended to config.toml, a `python` block is the file that its
first line names, a `diff` block is applied, and a `console` block is typed. What a command must
print stands below it: line by line, where `…` stands for anything, also for whole lines.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = ("adding-a-source.md", "adding-an-extractor.md")
NEEDED = ("extractors", "storage", "pipeline", "tests", "docs", "config.toml", "pyproject.toml")
BLOCK = re.compile(r"^```(toml|python|diff|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The repository, with the commands of its environment."""
    for name in NEEDED:
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "*.db")
            shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "bin").mkdir()
    for command, module in (("ocop", "pipeline"), ("pytest", "pytest -p no:cacheprovider")):
        script = tmp_path / "bin" / command
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m {module} "$@"\n', "utf-8")
        script.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize("name", DOCUMENTS)
def test_it_works_as_it_says(copy: Path, name: str) -> None:
    blocks = BLOCK.findall((ROOT / "docs" / name).read_text("utf-8"))
    assert {kind for kind, _ in blocks} >= {"console"}
    for kind, text in blocks:
        FOLLOW[kind](copy, text)


def append_to_config(copy: Path, text: str) -> None:
    with (copy / "config.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n{text}")


def write_file(copy: Path, text: str) -> None:
    named, body = text.split("\n", 1)
    (copy / named.removeprefix("# ")).write_text(body, "utf-8")


def apply(copy: Path, text: str) -> None:
    """Each hunk's old lines must stand in the file exactly once."""
    for part in re.split(r"^--- a/.*\n\+\+\+ b/", text, flags=re.MULTILINE)[1:]:
        name, hunks = part.split("\n", 1)
        path = copy / name
        for hunk in re.split(r"^@@.*\n", hunks, flags=re.MULTILINE)[1:]:
            lines = hunk.splitlines(keepends=True)
            old = "".join(line[1:] for line in lines if line[0] in " -")
            new = "".join(line[1:] for line in lines if line[0] in " +")
            before = path.read_text("utf-8")
            assert before.count(old) == 1, f"{name} has not:\n{old}"
            path.write_text(before.replace(old, new), "utf-8")


def type_in(copy: Path, text: str) -> None:
    for typed in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, expected = typed.partition("\n")
        done = subprocess.run(
            command,
            shell=True,  # a user's line, redirections and all
            cwd=copy,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            env={
                **os.environ,
                "PATH": f"{copy}/bin:{os.environ['PATH']}",
                "PYTHONPATH": str(copy),
                "OCOP_CONFIG": "",
            },
            check=False,
        )
        assert re.fullmatch(pattern(expected), done.stdout, re.DOTALL), (
            f"$ {command}\n{done.stdout}\n{done.stderr}"
        )


def pattern(expected: str) -> str:
    lines = (re.escape(line) for line in expected.splitlines(keepends=True))
    return "".join(".*" if line == "…\\\n" else line.replace("…", ".*") for line in lines)


FOLLOW = {
    "toml": append_to_config,
    "python": write_file,
    "diff": apply,
    "console": type_in,
}
