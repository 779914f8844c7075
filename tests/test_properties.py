"""Whatever an author's file holds, reading it gives values or problems, never a crash."""

from __future__ import annotations

import math
import os
import re
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from handbook.check import check
from handbook.fingerprint import fingerprint
from handbook.model import Play
from handbook.pipeline import load
from handbook.problems import Problem
from handbook.read import read
from handbook.source import decode, parse_front_matter, parse_yaml
from handbook.text.expand import faults
from tests.repository import make

PLAY = "playbooks/safety/find-hazards.md"
SLOW = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
QUICK = settings(max_examples=400, deadline=None)

# Signs and words that mean something to YAML, Markdown, Jinja or the handbook, so that texts get past the first check.
WORDS = st.sampled_from(
    [
        "---\n",
        "\n",
        "  ",
        "\t",
        ": ",
        "- ",
        "title: ",
        "steps:\n",
        "id: ",
        "uk-1",
        "[@uk-1]",
        "[@",
        "{{ ",
        " }}",
        "{% raw %}",
        "{% endraw %}",
        "{=#",
        "#=}",
        'our("tickets")',
        "## Tips {#tips}\n",
        "{#",
        "```\n",
        "~~~\n",
        "`",
        "<b>",
        "](",
        "[a](b.md)",
        "*",
        "&a ",
        "!!x ",
        "|\n",
        ">-\n",
        '"',
        "'",
        "\\",
        "[",
        "]",
        "{",
        "}",
        "# ",
        "%",
        "@",
        "null",
        "true",
        "-1",
        "1e3",
        "2026-01-02",
        "\r\n",
        "\ufeff",
        "\u2028",
        "\x85",
        "é",
        "🩺",
        "a",
    ]
)  # fmt: skip
TEXT = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=40).map("".join))
SCALARS = st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.text(max_size=20) | st.dates()
DATA = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4), max_leaves=20)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("properties"), {})


def problems_with(root: Path, path: str, content: bytes) -> tuple[Problem, ...]:
    """The problems of the tiny handbook with other bytes in one file, which is put back afterwards."""
    file = root / path
    before = file.read_bytes()
    try:
        file.write_bytes(content)
        found = check(read(root, {}))
    finally:
        file.write_bytes(before)
    for problem in found:
        assert problem.message
        assert 1 <= problem.line <= max(1, len(re.split(rb"\r\n|\r|\n", content))) or problem.path != path
        str(problem).encode()
    return found


@SLOW
@given(TEXT)
@example("---\n---\n")
@example("---\n" * 3)
@example("---\ntitle: x\n---\n## \n")
def test_any_text_as_a_play(root: Path, text: str) -> None:
    assert problems_with(root, PLAY, text.encode())


@SLOW
@given(TEXT)
def test_any_text_as_front_matter(root: Path, text: str) -> None:
    problems_with(root, PLAY, f"---\n{text}\n---\n\n## Tips {{#tips}}\n".encode())


@SLOW
@given(DATA)
def test_any_values_as_front_matter(root: Path, data: Any) -> None:
    problems_with(root, PLAY, f"---\n{yaml.safe_dump(data)}---\n".encode())


@SLOW
@given(st.sampled_from(sorted(Play.model_fields.keys() - {"id", "place", "body"})), DATA)
def test_any_value_in_any_field(root: Path, field: str, data: Any) -> None:
    play = (root / PLAY).read_text(encoding="utf-8")
    front, body = play.removeprefix("---\n").split("---\n", 1)
    fields = yaml.safe_load(front) | {field: data}
    problems_with(root, PLAY, f"---\n{yaml.safe_dump(fields)}---\n{body}".encode())


@SLOW
@given(TEXT)
def test_any_text_as_a_body(root: Path, text: str) -> None:
    play = (root / PLAY).read_text(encoding="utf-8")
    problems_with(root, PLAY, (play + text).encode())


@SLOW
@given(
    st.sampled_from(["library/roles.yml", "library/facts/uk.yml", "library/site.yml", "library/documents/hazard-log.yml", "playbooks/safety/playbook.yml"]),
    TEXT,
)
def test_any_text_as_a_library_file(root: Path, path: str, text: str) -> None:
    problems_with(root, path, text.encode())


@SLOW
@given(st.sampled_from([PLAY, "docs/index.md", "library/roles.yml", "library/site.yml"]), st.binary(max_size=200))
def test_any_bytes(root: Path, path: str, content: bytes) -> None:
    problems_with(root, path, content)


@QUICK
@given(TEXT)
@example("{{ " + "(" * 5000 + " }}")
@example("{{ " + "9" * 5000 + " }}")
@example('{{ our("\\ud800") }}')
@example("{{ our('\\N{x}') }}")
def test_any_text_is_expanded_or_refused(text: str) -> None:
    functions = {"our": lambda name: name}
    for fault in faults(text, functions):
        assert 0 <= fault.at <= len(text)
        assert fault.cure


@QUICK
@given(st.binary(max_size=200))
def test_any_bytes_are_decoded_or_refused(raw: bytes) -> None:
    problems: list[Problem] = []
    text = decode("x.md", raw, problems)
    assert (text is None) == bool(problems)
    if text is not None:
        parse_front_matter("x.md", text, problems)
        parse_yaml("x.md", text, problems)


@pytest.mark.parametrize("sign", ["[", "{", "- ", "{{ ", "`", "[@", "](", "<", "**", "{: ", "```\n", '"', "a: &a "])
def test_long_runs_of_a_sign_take_no_time(root: Path, sign: str) -> None:
    play = (root / PLAY).read_text(encoding="utf-8")
    start = time.monotonic()
    problems_with(root, PLAY, (play + sign * 5000).encode())
    problems_with(root, "library/roles.yml", (sign * 5000).encode())
    assert time.monotonic() - start < 5


def test_names_and_kinds_of_files_that_no_author_makes(root: Path, tmp_path: Path) -> None:
    book = make(tmp_path, {})
    (book / "docs" / os.fsdecode(b"caf\xe9.md")).write_text("x", encoding="utf-8")
    os.mkfifo(book / "docs" / "pipe.md")
    (book / "docs" / "big.md").write_bytes(b"x" * 2_000_001)
    found = [str(problem) for problem in check(read(book, {}))]
    assert found == [
        "docs/big.md:1: the file has more than 2,000,000 bytes. Split it",
        "docs/caf?.md:1: a file name that is not UTF-8 text. Rename it with plain letters",
        "docs/pipe.md:1: the file cannot be read (it is not an ordinary file). Check that the file is there and that you may open it",
    ]


def as_we_read_it(value: Any) -> Any:
    """What YAML 1.2 without floats in exponents makes of a value that YAML 1.1 wrote."""
    if isinstance(value, float):
        text = yaml.safe_dump(value).removesuffix("...\n").strip()
        return value if re.fullmatch(r"[-+]?[0-9]+\.[0-9]+([eE][-+]?[0-9]+)?", text) and math.isfinite(value) else text
    if isinstance(value, list):
        return [as_we_read_it(part) for part in value]
    if isinstance(value, dict):
        return {key: as_we_read_it(part) for key, part in value.items()}
    return value


def is_plain_for_both(text: str) -> bool:
    """Whether YAML 1.1 puts quotes where YAML 1.2 needs them, and the file may hold the signs at all."""
    return not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]", text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.floats() | st.text(max_size=20).filter(is_plain_for_both) | st.dates(date(1000, 1, 1)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8).filter(is_plain_for_both), inner, max_size=4),
    max_leaves=20,
)


@QUICK
@given(JSON)
@example({"no": "yes", "a": "12:30", "b": ["null", "~", "", "1", "1.5", "2026-01-02", "0x1F", "=", "<<"]})
def test_what_is_written_is_read_back(data: Any) -> None:
    problems: list[Problem] = []
    found, _ = parse_yaml("x.yml", yaml.safe_dump(data, allow_unicode=True), problems)
    assert problems == []
    assert found == as_we_read_it(data)


WORD = st.text("abcdefgh.,é", min_size=1, max_size=8)
BLOCKS = st.lists(st.lists(WORD, min_size=1, max_size=12), min_size=1, max_size=4)
SPACE = st.sampled_from([" ", "  ", "\n", " \n ", "\t"])


@pytest.fixture(scope="module")
def play(root: Path) -> Play:
    return load(root, {}).plays["safety/find-hazards"]


def with_text(play: Play, text: str) -> Play:
    tips = play.body[1].model_copy(update={"text": text})
    return play.model_copy(update={"body": (play.body[0], tips), "monday": text})


@QUICK
@given(blocks=BLOCKS, data=st.data())
def test_a_fingerprint_minds_words_and_not_white_space(play: Play, blocks: list[list[str]], data: st.DataObject) -> None:
    text = "\n\n".join(" ".join(words) for words in blocks)
    wrapped = "\n\n".join("".join(word + data.draw(SPACE) for word in words).strip() for words in blocks)
    assert fingerprint(with_text(play, text)) == fingerprint(with_text(play, wrapped))
    changed = data.draw(st.integers(0, len(blocks) - 1))
    blocks[changed] = [*blocks[changed], "word"]
    assert fingerprint(with_text(play, text)) != fingerprint(with_text(play, "\n\n".join(" ".join(words) for words in blocks)))


def test_a_fingerprint_minds_where_blocks_end(play: Play) -> None:
    assert fingerprint(with_text(play, "a b\n\nc")) != fingerprint(with_text(play, "a\n\nb c"))


def test_a_fingerprint_minds_no_line_number(play: Play) -> None:
    moved = play.model_copy(update={"body": tuple(section.model_copy(update={"line": section.line + 9}) for section in play.body)})
    assert fingerprint(play) == fingerprint(moved)
