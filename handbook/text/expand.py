"""Macro calls in authors' text: a sandbox in which only calls of the offered functions exist.

The syntax tree is checked before anything runs: a name, a call of it with constants, nothing else. So a
text is data, and no template code in it runs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from handbook.problems import did_you_mean
from macros import MacroError

COMMENT_START, COMMENT_END = "{=#", "#=}"

Functions = Mapping[str, Callable[..., str]]


class TextFault(Exception):
    """A text that cannot be expanded: message, cure, the line in the text, and words that stand on it."""

    def __init__(self, message: str, cure: str, line: int, near: str = "") -> None:
        self.message, self.cure, self.line, self.near = message, cure, line, near
        super().__init__(message)


def expand(text: str, functions: Functions) -> str:
    """The text with its macro calls replaced by their answers. Raises TextFault."""
    if "{{" not in text and "{%" not in text:
        return text
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, keep_trailing_newline=True, comment_start_string=COMMENT_START, comment_end_string=COMMENT_END, autoescape=False
    )
    try:
        tree = environment.parse(text)
    except TemplateSyntaxError as error:
        cure = 'Write a call as {{ play("safety/triage-every-change") }}, both pairs of braces closed'
        raise TextFault(f"a macro call that cannot be read ({error.message})", cure, error.lineno) from error
    return "".join(_answer(node, functions) for output in tree.body for node in _parts(output))


def _parts(node: nodes.Node) -> list[nodes.Node]:
    if isinstance(node, nodes.Output):
        return list(node.nodes)
    raise TextFault("a template statement ({% … %})", "Only calls such as {{ play(\"safety/triage-every-change\") }} work in a text", node.lineno, "{%")


def _answer(node: nodes.Node, functions: Functions) -> str:
    if isinstance(node, nodes.TemplateData):
        return node.data
    if isinstance(node, nodes.Name):
        known = "It is a function: call it with brackets" if node.name in functions else _near(node.name, functions)
        raise TextFault(f"the name '{node.name}' means nothing here", known, node.lineno, node.name)
    if not isinstance(node, nodes.Call) or not isinstance(node.node, nodes.Name) or node.dyn_args or node.dyn_kwargs:
        raise TextFault("an expression that is not a plain call", "Only calls with texts in quotes work here", node.lineno, "{{")
    name = node.node.name
    if name not in functions:
        raise TextFault(f"there is no macro '{name}'", _near(name, functions), node.lineno, name)
    arguments = [_constant(part) for part in node.args]
    named = {part.key: _constant(part.value) for part in node.kwargs}
    try:
        return functions[name](*arguments, **named)
    except MacroError as error:
        raise TextFault(error.message, error.cure, node.lineno, str(arguments[0]) if arguments else name) from error
    except TypeError as error:
        raise TextFault(f"the macro '{name}' was called with the wrong values", "See the authors' reference for what it takes", node.lineno, name) from error


def _near(name: str, functions: Functions) -> str:
    return did_you_mean(name, functions) or "Allowed: " + ", ".join(sorted(functions))


def _constant(node: nodes.Node) -> str:
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        return node.value
    raise TextFault("a macro call with something other than a text in quotes", 'Write the id in quotes, such as role("cso")', node.lineno, "{{")
