"""Floors and doors: imports only go down, and each third-party library has one door."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FLOORS = ("extractors", "storage", "pipeline")  # from the ground up

# library -> the only modules (or packages) that may import it
DOORS = {
    "bs4": ("extractors.html",),
    "lxml": ("extractors.html",),
    "cssselect": ("extractors.html",),
    "feedparser": ("extractors.links",),
    "w3lib": ("extractors.links",),
    "underthesea": ("extractors.vi.nlp",),
    "underthesea_core": ("extractors.vi.nlp",),
    "sqlalchemy": ("storage",),
    "alembic": ("storage",),
    "warcio": ("storage.warc.reading", "storage.warc.writing"),
    "httpx": ("pipeline.fetch",),
    "httpcore": ("pipeline.collecting.connection",),
    "stamina": ("pipeline.fetch",),
    "protego": ("pipeline.robots",),
    "filelock": ("pipeline.lock",),
    "structlog": ("pipeline.log",),
    "pydantic": ("pipeline.config",),
    "typer": ("pipeline.cli",),
    "xlsxwriter": ("storage.exporting.xlsx",),
    "pyarrow": ("storage.exporting.parquet",),
    "datasette": ("pipeline.browser.cells",),
    "markupsafe": ("pipeline.browser.cells",),
    "rich": (
        "pipeline.answers",
        "pipeline.report",
        "pipeline.replaying.report_replay",
        "pipeline.demo.show",
    ),
}
# extractors are pure: no network, no clock, no processes
IMPURE = {
    "socket",
    "urllib.request",
    "http",
    "subprocess",
    "time",
    "random",
    "asyncio",
    "threading",
}


def modules() -> list[tuple[str, Path]]:
    return [
        (".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"), path)
        for floor in FLOORS
        for path in sorted((ROOT / floor).rglob("*.py"))
    ]


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            found |= {node.module} | {f"{node.module}.{a.name}" for a in node.names}
    return found


def inside(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


MODULES = modules()


@pytest.mark.parametrize(("name", "path"), MODULES, ids=[n for n, _ in MODULES])
def test_floors_and_doors(name: str, path: Path) -> None:
    floor = FLOORS.index(name.split(".", maxsplit=1)[0])
    for target in imports(path):
        top = target.split(".")[0]
        if top in FLOORS:
            assert FLOORS.index(top) <= floor, f"{name} reaches up to {target}"
        elif top in DOORS:
            assert any(inside(name, door) for door in DOORS[top]), f"{name} bypasses {top}'s door"
        elif top not in sys.stdlib_module_names:
            pytest.fail(f"{name} imports {target}, which has no door in DOORS")
        if floor == 0:
            assert not any(inside(target, bad) for bad in IMPURE), f"{name} is not pure: {target}"


def test_extractors_read_no_clock() -> None:
    for name, path in MODULES:
        if inside(name, "extractors"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow"}:
                    pytest.fail(f"{name}:{node.lineno} reads the clock")


def test_no_grab_bags() -> None:
    bags = {"utils", "util", "helpers", "common", "misc", "base", "manager"}
    assert not [name for name, _ in MODULES if name.split(".")[-1] in bags]
