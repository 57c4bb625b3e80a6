"""The documents say what is there: every command, option, exit code and link."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from extractors.models import Outcome
from pipeline.cli import EXIT_CODES
from pipeline.config import CollectSettings

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


COLLECTING = (ROOT / "docs" / "collecting.md").read_text("utf-8")


def test_every_setting_of_the_cron_job_is_documented_with_its_default() -> None:
    rows = re.findall(r"^\| `(\w+)` \| `(.+?)` \| ", COLLECTING, re.MULTILINE)
    documented = {key: json.loads(default) for key, default in rows}
    assert documented == CollectSettings().model_dump(mode="json")


def test_every_outcome_is_documented() -> None:
    rows = re.findall(r"^\| `(\w+)` \| [^`|]+ \| ", COLLECTING, re.MULTILINE)
    assert rows[: len(Outcome)] == [outcome.value for outcome in Outcome]


def test_every_command_of_the_cron_job_is_documented() -> None:
    for command in ("collect", "sources", "check", "status"):
        assert f"ocop {command}" in COLLECTING


@pytest.mark.parametrize("document", sorted(ROOT.glob("*.md")) + sorted(ROOT.glob("docs/*.md")))
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text("utf-8")):
        assert (document.parent / target).exists(), f"{document.name} -> {target}"


def test_the_readme_opens_with_the_two_commands() -> None:
    code = re.findall(r"^    (\S.*)$", README, re.MULTILINE)
    assert [line.split("#")[0].strip() for line in code[:2]] == ["make demo", "make test"]
