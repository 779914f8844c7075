"""Macro calls in authors' text: a sandbox in which only calls of the offered functions exist.

The syntax tree is checked before anything runs: a name, a call of it with constants, nothing else. So a
text is data, and no template code in it runs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from handbook.problems import did_you_mean
from macros import MacroError

COMMENT_START, COMMENT_END = "{=#", "#=}"
EXAMPLE = '{{ play("safety/triage-every-change") }}'

Functions = Mapping[str, Callable[..., str]]

_ENVIRONMENT = ImmutableSandboxedEnvironment(
    undefined=StrictUndefined, keep_trailing_newline=True, comment_start_string=COMMENT_START, comment_end_string=COMMENT_END, autoescape=False
)
_LEFT_ALONE = re.compile(r"(?s)\{%[-+]?\s*raw\s*[-+]?%\}(?P<raw>.*?)\{%[-+]?\s*endraw\s*[-+]?%\}|\{=#.*?#=\}")
_STARTS = re.compile(r"\{\{|\{%|\{=#")
_NOT_WORDS = re.compile(r"[\x00-\x1f`<>\[\]{}|\\\ud800-\udfff]")
# A call as nearly every author writes it, or the start of something else. What stands in its quotes needs no second look.
_TEXT = r"\"[^\x00-\x1f`<>\[\]{}|\\\ud800-\udfff\"]*\""
_OPERATORS = "and|else|false|if|in|is|none|not|or|true"
_PLAIN_CALL = re.compile(rf"\{{\{{ *(?P<name>(?!(?:{_OPERATORS})\b)[a-z][a-z_]*)\((?P<arguments>(?:{_TEXT}(?:, *{_TEXT})*)?)\) *\}}\}}|\{{\{{|\{{%|\{{=#")


class Call(NamedTuple):
    """A macro call as it is written: a name, texts, and texts with names."""

    name: str
    arguments: tuple[str, ...]
    named: tuple[tuple[str, str], ...]


class TextFault(Exception):  # noqa: N818
    """A text that cannot be expanded: message, cure, where in the text, and the id that it is about."""

    def __init__(self, message: str, cure: str, at: int = 0, name: str = "") -> None:
        self.message, self.cure, self.at, self.name = message, cure, at, name
        super().__init__(message)


def expand(text: str, functions: Functions) -> str:
    """The text with its macro calls replaced by their answers. Raises TextFault."""
    plain = _plain_parts(text)
    if plain is not None:
        return "".join([_called_with(part, functions) if isinstance(part, Call) else part for part in plain])
    return "".join(_answer(node, functions) for output in _parse(text) for node in _parts(output))


def bare(text: str) -> str:
    """The text as Markdown will see it, but for macro calls: comments and the marks of `raw` taken out, lines kept."""
    return _LEFT_ALONE.sub(lambda found: found["raw"] or "\n" * found[0].count("\n"), text)


def faults(text: str, functions: Functions) -> list[TextFault]:
    """Everything in the text that cannot be expanded."""
    found = list(_faults_by_call(text, functions))
    return found or list(_fault(text, 0, functions))


def calls(text: str) -> set[Call]:
    """Every call in a text. Raises TextFault where it holds anything but calls of texts in quotes; whether the calls mean something is not asked."""
    plain = _plain_parts(text)
    if plain is not None:
        return {part for part in plain if isinstance(part, Call)}
    found = set()
    for part in [text, *(part for _, part in _parts_by_call(text))]:
        for node in (node for output in _parse(part) for node in _parts(output) if not isinstance(node, nodes.TemplateData)):
            found.add(_plain_call(node))
    return found


def _plain_parts(text: str) -> list[str | Call] | None:
    """A text cut at its calls; None where it holds anything but plain ones, or line ends that Jinja would change, so that Jinja has to read it."""
    if "{" not in text:
        return [text]
    parts: list[str | Call] = []
    last = 0
    for found in _PLAIN_CALL.finditer(text):
        if found["name"] is None:
            return None
        parts += [text[last : found.start()], _plainly(found["name"], found["arguments"])]
        last = found.end()
    if parts and "\r" in text:
        return None
    parts.append(text[last:])
    return parts


@lru_cache(maxsize=1 << 12)
def _plainly(name: str, arguments: str) -> Call:
    """A call of texts in double quotes; the same few are written again and again."""
    return Call(name, tuple(arguments.split('"')[1::2]), ())


def works(call: Call, functions: Functions) -> bool:
    """Whether a call means something."""
    try:
        functions[call.name](*call.arguments, **dict(call.named))
    except (MacroError, TypeError, KeyError):
        return False
    return True


def _faults_by_call(text: str, functions: Functions) -> Iterator[TextFault]:
    for start, part in _parts_by_call(text):
        yield from _fault(part, start, functions)


def _parts_by_call(text: str) -> Iterator[tuple[int, str]]:
    """The text from each call to the next, and where it starts."""
    if not _STARTS.search(text):
        return
    shown = _LEFT_ALONE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    starts = [found.start() for found in _STARTS.finditer(shown)]
    for start, end in pairwise([*starts, len(shown)]):
        yield start, shown[start:end]


def _fault(text: str, at: int, functions: Functions) -> Iterator[TextFault]:
    try:
        expand(text, functions)
    except TextFault as fault:
        fault.at = at
        yield fault


@lru_cache(maxsize=1 << 9)
def _parse(text: str) -> list[nodes.Node]:
    """The tree of a text, which nothing changes; the same text is checked, composed, and composed again for an organisation."""
    try:
        return _ENVIRONMENT.parse(text).body
    except TemplateSyntaxError as error:
        if re.match(r"\{%", text):
            raise _statement() from error
        raise TextFault(f"a macro call that cannot be read ({error.message})", f"Write a call as {EXAMPLE}, both pairs of braces closed") from error
    except (RecursionError, ValueError) as error:
        raise TextFault("a macro call that cannot be read", f"Write a call as {EXAMPLE}") from error


def _statement() -> TextFault:
    return TextFault("a template statement ({% … %})", f"Only calls such as {EXAMPLE} work in a text")


def _parts(node: nodes.Node) -> list[nodes.Expr]:
    if isinstance(node, nodes.Output):
        return list(node.nodes)
    raise _statement()


def _answer(node: nodes.Node, functions: Functions) -> str:
    if isinstance(node, nodes.TemplateData):
        return node.data
    if isinstance(node, nodes.Name):
        known = "It is a macro: call it with brackets" if node.name in functions else _near(node.name, functions)
        raise TextFault(f"the name '{node.name}' means nothing here", known)
    _refuse_unknown(_called(node), functions)
    return _called_with(_plain_call(node), functions)


def _called_with(call: Call, functions: Functions) -> str:
    """The answer to a call."""
    _refuse_unknown(call.name, functions)
    try:
        return functions[call.name](*call.arguments, **dict(call.named))
    except MacroError as error:
        raise TextFault(error.message, error.cure, name=call.arguments[0] if call.arguments else "") from error
    except TypeError as error:
        raise TextFault(f"the macro '{call.name}' was called with the wrong values", "The authors' reference says what it takes") from error


def _refuse_unknown(name: str, functions: Functions) -> None:
    if name not in functions:
        raise TextFault(f"there is no macro '{name}'", _near(name, functions))


def _called(node: nodes.Node) -> str:
    """The name that a plain call calls."""
    if not isinstance(node, nodes.Call) or not isinstance(node.node, nodes.Name) or node.dyn_args or node.dyn_kwargs:
        raise TextFault("something between {{ and }} that is not a plain macro call", f"Only calls such as {EXAMPLE} work here")
    return node.node.name


def _plain_call(node: nodes.Node) -> Call:
    name = _called(node)
    arguments, named = (node.args, node.kwargs) if isinstance(node, nodes.Call) else ([], [])
    return Call(name, tuple(map(_constant, arguments)), tuple((part.key, _constant(part.value)) for part in named))


def _near(name: str, functions: Functions) -> str:
    return did_you_mean(name, functions) or "Allowed: " + ", ".join(sorted(functions))


def _constant(node: nodes.Node) -> str:
    if not isinstance(node, nodes.Const) or not isinstance(node.value, str):
        raise TextFault("a macro call with something other than a text in quotes", 'Write the id in quotes, such as role("cso")')
    if found := _NOT_WORDS.search(node.value):
        raise TextFault(f"a macro call with the sign {found[0]!a} in its text", "Use plain words there, without markup")
    return node.value
