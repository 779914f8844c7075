"""Imports point one way: what each module may import of ours."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.repository import ROOT

# The arrows of docs/contributing/architecture.md; a folder stands for all its modules and may import itself.
ARROWS: dict[str, set[str]] = {
    "handbook.place": set(),
    "handbook.code_digest": set(),
    "handbook.kept": {"handbook.side_by_side"},
    "handbook.runs": set(),
    "handbook.side_by_side": set(),
    "handbook.model": {"handbook.place"},
    "handbook.problems": set(),
    "handbook.shape": set(),
    "handbook.markdown": set(),
    "handbook.source": {"handbook.place", "handbook.problems", "handbook.spans", "handbook.syntax"},
    "handbook.addresses": {"handbook.model"},
    "handbook.fingerprint": {"handbook.model"},
    "handbook.ledger": {"handbook.model"},
    "handbook.look": {"handbook.model"},
    "handbook.renames": {"handbook.ledger", "handbook.model"},
    "handbook.reference": {"handbook.model"},
    "macros": {"handbook.addresses", "handbook.markdown", "handbook.model", "handbook.problems", "handbook.reference"},
    "handbook.text": {"handbook.addresses", "handbook.model", "handbook.place", "handbook.problems", "macros"},
    "handbook.read": {
        "handbook.code_digest", "handbook.kept", "handbook.model", "handbook.place", "handbook.problems", "handbook.renames", "handbook.shape",
        "handbook.source", "handbook.spans",
    },
    "handbook.check": {
        "handbook.addresses", "handbook.choices", "handbook.fingerprint", "handbook.ledger", "handbook.model", "handbook.place", "handbook.problems",
        "handbook.read", "handbook.tables", "handbook.text", "handbook.tools", "macros",
    },
    "handbook.tools": {"handbook.choices", "handbook.model", "handbook.problems", "handbook.tables"},
    "handbook.compose": {
        "handbook.addresses", "handbook.choices", "handbook.code_digest", "handbook.fingerprint", "handbook.formulas", "handbook.kept", "handbook.ledger",
        "handbook.markdown", "handbook.model", "handbook.side_by_side", "handbook.tables", "handbook.text", "handbook.tools", "macros",
    },
    "handbook.data": {"handbook.addresses", "handbook.model"},
    "handbook.formulas": set(),
    "handbook.choices": {"handbook.model"},
    "handbook.tables": {"handbook.choices", "handbook.formulas", "handbook.model", "handbook.place", "handbook.problems"},
    "handbook.downloads": {
        "handbook.addresses", "handbook.choices", "handbook.compose", "handbook.formulas", "handbook.kept", "handbook.look", "handbook.markdown",
        "handbook.model", "handbook.shape", "handbook.stamp", "handbook.tables", "handbook.text", "handbook.tools", "macros",
    },
    "handbook.search": {"handbook.addresses", "handbook.compose", "handbook.data", "handbook.kept", "handbook.model", "handbook.text", "macros"},
    "handbook.layer": {
        "handbook.addresses", "handbook.fingerprint", "handbook.ledger", "handbook.markdown", "handbook.model", "handbook.place", "handbook.problems",
        "handbook.read", "handbook.text",
    },
    "handbook.pipeline": {
        "handbook.check", "handbook.compose", "handbook.kept", "handbook.layer", "handbook.model", "handbook.problems", "handbook.read",
        "handbook.side_by_side", "handbook.uncollected",
    },
    "handbook.cli": {
        "handbook.addresses", "handbook.choices", "handbook.compose", "handbook.data", "handbook.downloads", "handbook.fingerprint", "handbook.layer",
        "handbook.ledger", "handbook.look", "handbook.machines", "handbook.markdown", "handbook.model", "handbook.pack", "handbook.pipeline",
        "handbook.place", "handbook.problems", "handbook.read", "handbook.readback", "handbook.renames", "handbook.source", "handbook.tools",
    },
    "handbook.site": {
        "handbook.addresses", "handbook.cli", "handbook.code_digest", "handbook.compose", "handbook.data", "handbook.downloads", "handbook.kept",
        "handbook.look", "handbook.machines", "handbook.model", "handbook.pipeline", "handbook.problems", "handbook.read", "handbook.runs", "handbook.search",
        "handbook.side_by_side",
    },
    "handbook.commands": {
        "handbook.check", "handbook.cli", "handbook.layer", "handbook.pack", "handbook.pipeline", "handbook.problems", "handbook.read", "handbook.reference",
        "handbook.runs", "handbook.site",
    },
    "handbook.__main__": {"handbook.commands", "handbook.runs"},
    "handbook.stamp": set(),
    "handbook.readback": {
        "handbook.choices", "handbook.formulas", "handbook.model", "handbook.problems", "handbook.source", "handbook.stamp", "handbook.tables",
    },
    "handbook.machines": {
        "handbook.addresses", "handbook.compose", "handbook.data", "handbook.kept", "handbook.look", "handbook.markdown", "handbook.model", "handbook.text",
        "macros",
    },
    "handbook.pack": {
        "handbook.addresses", "handbook.compose", "handbook.data", "handbook.downloads", "handbook.ledger", "handbook.look", "handbook.machines",
        "handbook.model", "handbook.problems", "handbook.source", "handbook.text",
    },
    "handbook.syntax": {"handbook.problems"},
    "handbook.spans": {"handbook.place"},
    "handbook.uncollected": set(),
    "handbook": set(),
}  # fmt: skip
MODULES = sorted([*(ROOT / "handbook").rglob("*.py"), *(ROOT / "macros").rglob("*.py")])


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _box(module: str) -> str:
    """The longest entry of ARROWS that a module belongs to."""
    return max((name for name in ARROWS if module == name or module.startswith(name + ".")), key=len)


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: a relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_imports_point_one_way(path: Path) -> None:
    box = _box(_name(path))
    ours = {_box(name) for name in _imports(path) if name.split(".")[0] in {"handbook", "macros"}}
    assert ours - {box} <= ARROWS[box]


def test_the_arrows_hold_no_circle() -> None:
    done: set[str] = set()
    while rest := {name for name in ARROWS if name not in done}:
        free = {name for name in rest if ARROWS[name] <= done}
        assert free, f"these import one another: {sorted(rest)}"
        done |= free


@pytest.mark.parametrize("path", [path for path in MODULES if "site" not in path.relative_to(ROOT).parts], ids=_name)
def test_only_the_edge_knows_mkdocs(path: Path) -> None:
    known = {name.split(".")[0] for name in _imports(path)}
    allowed = {"mkdocs_macros"} if _name(path) == "macros" else set()
    assert not {name for name in known if name.startswith("mkdocs")} - allowed


def test_the_page_on_architecture_shows_the_same_arrows() -> None:
    rows = re.findall(r"(?m)^\| (`[^|]+`) \| [^\n]* \| ([^|\n]+) \|$", (ROOT / "docs" / "contributing" / "architecture.md").read_text(encoding="utf-8"))
    shown = {_module(names[0]): {_module(name) for name in re.findall("`[^`]+`", arrows)} for shown, arrows in rows if (names := re.findall("`[^`]+`", shown))}
    assert shown == {name: arrows for name, arrows in ARROWS.items() if name != "handbook"}


def _module(shown: str) -> str:
    name = shown.strip("`").rstrip("/")
    return name if name == "macros" else f"handbook.{name}"
