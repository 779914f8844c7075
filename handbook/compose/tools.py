"""What the templates of tools may call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from handbook.compose.form import form_data
from handbook.compose.ladder import ladder
from handbook.compose.questionnaire import proof_rule
from handbook.compose.radar import radar
from handbook.compose.register import register_data, register_view
from handbook.compose.tool_data import case_answers, part_data, script_json, tool_data, tool_groups
from handbook.compose.treemap import tree_map
from handbook.compose.words import TONE
from handbook.model import Tool
from handbook.tools.assessment import counts, example_scores, spokes, statements, weakest
from handbook.tools.table import cell

FUNCTIONS: Mapping[str, Callable[..., Any] | Mapping[Any, str]] = {
    "tool_data": tool_data, "part_data": part_data, "script_json": script_json, "tool_groups": tool_groups, "case_answers": case_answers,
    "tree_map": tree_map, "ladder": ladder, "tone": TONE,
    "counts": counts, "example_scores": example_scores, "spokes": spokes, "statements_of": statements, "weakest": weakest, "radar": radar,
    "proof_rule": proof_rule, "register_data": register_data, "register_view": register_view, "form_data": form_data, "cell_text": cell,
}  # fmt: skip
# What a kind's script needs beside what all tools share.
_NEEDS: Mapping[str, tuple[str, ...]] = {"register": ("collect", "formula"), "form": ("collect",)}


def tool_scripts(tool: Tool) -> list[str]:
    """The scripts of a tool's page, each after those that it needs."""
    names = (name for kind in sorted({part.kind for part in tool.parts}) for name in (*_NEEDS.get(kind, ()), kind))
    return list(dict.fromkeys(names))
