"""The documents say what is there: every command, option, exit code and link."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.cli import EXIT_CODES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_readme_lists_every_exit_code() -> None:
    listed = dict(re.findall(r"^\| (\d+) \| (.+) \|$", README, re.MULTILINE))
    assert listed == {str(code): text for code, text in EXIT_CODES.items()}


@pytest.mark.parametrize(
    "command",
    ["collect", "extract", "replay", "demo", "db upgrade", "archive", "record", "fixture"],
)
def test_every_command_is_documented(command: str) -> None:
    documents = README + (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert f"ocop {command}" in documents


@pytest.mark.parametrize("document", sorted(ROOT.glob("*.md")) + sorted(ROOT.glob("docs/*.md")))
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text("utf-8")):
        assert (document.parent / target).exists(), f"{document.name} -> {target}"


def test_the_readme_opens_with_the_two_commands() -> None:
    code = re.findall(r"^    (\S.*)$", README, re.MULTILINE)
    assert [line.split("#")[0].strip() for line in code[:2]] == ["make demo", "make test"]
