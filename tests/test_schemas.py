"""The JSON Schemas in `schemas/` are those of the model, and the real files keep them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from handbook.data import data_files
from handbook.pipeline import Compiled
from handbook.reference import schema_files
from handbook.source import parse_front_matter, parse_yaml
from tests.repository import ROOT

FILES = sorted(path for folder in ("playbooks", "library") for path in (ROOT / folder).rglob("*.*") if path.suffix in {".md", ".yml"})


def test_schemas_are_those_of_the_model() -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "schemas").glob("*.json")}
    assert kept == schema_files(), "run `handbook schemas`"


@pytest.mark.parametrize("name", sorted(schema_files()))
def test_a_schema_is_valid_and_explains_every_field(name: str) -> None:
    schema = json.loads(schema_files()[name])
    Draft202012Validator.check_schema(schema)
    parts = [part for part in [schema, *schema.get("$defs", {}).values()] if "properties" in part]
    assert parts
    assert [field for part in parts for field, info in part["properties"].items() if "description" not in info] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_keeps_the_schema_that_its_first_lines_name(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    head = text.splitlines()[1 if path.suffix == ".md" else 0]
    assert head.startswith("# yaml-language-server: $schema=")
    schema = (path.parent / head.partition("=")[2]).resolve()
    assert schema.parent == ROOT / "schemas"
    data = parse_front_matter(str(path), text, [])[0] if path.suffix == ".md" else parse_yaml(str(path), text, [])[0]
    Draft202012Validator(json.loads(schema.read_text(encoding="utf-8"))).validate(_plain(data))


def test_handbook_json_keeps_its_schema(compiled: Compiled) -> None:
    files = data_files(compiled.book)
    data = json.loads(files["handbook.json"])
    Draft202012Validator(json.loads(files["handbook.schema.json"])).validate(data)
    assert len(data["plays"]) == len(compiled.book.plays)
    assert len(data["facts"]) == len(compiled.book.facts)


def _plain(value: Any) -> Any:
    """Dates as text, since JSON has none."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list) else value
