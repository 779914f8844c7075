"""A pack: what it takes, which files it holds, that its links lead somewhere, and its PDF."""

from __future__ import annotations

import posixpath
import re
import shutil
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner, Result
from lxml import html
from pypdf import PdfReader, PdfWriter
from pypdf.generic import Destination

from handbook.cli.pack import MARKER
from handbook.commands import main
from handbook.model import Organisation
from handbook.pack import choose, chromium, is_ours, pack_files, whole
from handbook.pack.paper import as_html, entries
from handbook.pack.pdf import settled
from handbook.pack.volume import Leaf, Part, bind
from handbook.pipeline import Compiled, compile_handbook
from tests.chromium import find
from tests.repository import ROOT, make

pytestmark = pytest.mark.xdist_group("pack")

TWO = ("safety/accept-residual-risk", "safety/run-a-hazard-workshop")
# Every sign here has a meaning in HTML or in CSS.
NAME = """A "B" & </style><C> \\22 'd' 100 % é"""
FILLED = """
title: Hazard log
format: docx
purpose: Records hazards.
owner: cpm
example: Invented.
sections:
  - {id: hazards, title: Hazards, prompt: Write them down., example: None yet.}
"""


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tiny handbook with a document to fill in, as the working folder."""
    ledger = "- {kind: renamed, play: safety/old-name, to: safety/find-hazards, because: Clearer., date: 2026-01-01}\n"
    withdrawn = "{play: safety/read-the-log, covered_by: [safety/find-hazards], because: Dull., approved_by: Head, date: 2026-01-01}"
    own = f"name: Larkfield\nsite_url: https://larkfield.example/hb/\nwithdrawn:\n  - {withdrawn}\n"
    files = {"library/documents/hazard-log.yml": FILLED, "library/ledger.yml": ledger, "organisation/organisation.yml": own}
    root = make(tmp_path, {"files": files})
    shutil.copy(ROOT / "mkdocs.yml", root)
    shutil.copytree(ROOT / "overrides", root / "overrides")
    monkeypatch.chdir(root)
    monkeypatch.delenv("HANDBOOK_ORGANISATION", raising=False)
    return root


def run(*words: str) -> Result:
    """One command; an exception that is not an exit fails the test."""
    return CliRunner(catch_exceptions=False).invoke(main, list(words))


def names(folder: Path) -> list[str]:
    """The files below a folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def dead_links(folder: Path) -> list[str]:
    """The relative links of the pack's index and texts that lead to nothing, with the file that they stand in."""
    found = []
    for path in folder.rglob("*"):
        text = path.read_text(encoding="utf-8") if path.suffix in {".md", ".html"} else ""
        for target in [*re.findall(r"\]\(([^)\s]+)\)", text), *re.findall(r'href="([^"]+)"', text)]:
            if "://" not in target and not target.startswith("mailto:"):
                there = posixpath.normpath(posixpath.join(path.parent.as_posix(), unquote(target)))
                if not Path(there).is_file():
                    found.append(f"{path.name}: {target}")
    return found


def test_every_unknown_id_is_told_at_once_with_a_cure(book: Path) -> None:
    result = run("pack", "safety/find-hazard", "hazard-lok", "safety/old-name", "safety/read-the-log", "xyz", "--out", "out")
    assert (result.exit_code, (book / "out").exists()) == (1, False)
    assert result.stderr.splitlines()[:5] == [
        "library/documents/hazard-lok.yml:1: no play, playbook or document is called 'hazard-lok'. Did you mean 'hazard-log'?",
        "library/documents/xyz.yml:1: no play, playbook or document is called 'xyz'. Allowed: hazard-log, safety, safety/find-hazards",
        "playbooks/safety/find-hazard.md:1: no play, playbook or document is called 'safety/find-hazard'. Did you mean 'safety/find-hazards'?",
        "playbooks/safety/old-name.md:1: there is no 'safety/old-name' any more. Take safety/find-hazards",
        "playbooks/safety/read-the-log.md:1: the play 'safety/read-the-log' is not used here. Take what covers it: safety/find-hazards",
    ]


@pytest.mark.parametrize(
    ("words", "files"),
    [
        (["safety/find-hazards", "--without-pdf"], ["documents/hazard-log.docx", "documents/hazard-log.md", "index.html", "plays/safety/find-hazards.md"]),
        (["safety", "--format", "docx"], ["documents/hazard-log.docx", "index.html"]),
        (["hazard-log", "--format", "md", "--format", "docx"], ["documents/hazard-log.docx", "documents/hazard-log.md", "index.html"]),
        (["hazard-log"], ["documents/hazard-log.docx", "documents/hazard-log.md", "index.html"]),
        (["all", "--format", "md"], ["documents/hazard-log.md", "index.html", "plays/safety/find-hazards.md"]),
    ],
    ids=["a play", "a playbook", "a document", "no PDF without a play", "all"],
)
def test_a_pack_holds_what_was_asked_for_and_its_index_names_it(words: list[str], files: list[str], book: Path) -> None:
    result = run("pack", *words, "--out", "out")
    assert (result.exit_code, result.stdout) == (0, f"{len(files)} files in out. Start with out/index.html.\n")
    assert names(book / "out") == [MARKER, *files]
    index = (book / "out" / "index.html").read_text(encoding="utf-8")
    assert sorted(re.findall(r'href="(?!https)([^"]+)"', index)) == [name for name in files if name != "index.html"]
    assert all(word in index for word in ("Larkfield", "Release 1.0 of 2 January 2026", "https://larkfield.example/hb/"))
    assert dead_links(book / "out") == []


def test_a_folder_that_no_pack_wrote_stays(book: Path) -> None:
    (book / "out").mkdir()
    (book / "out" / "mine.txt").write_text("mine")
    result = run("pack", "safety", "--without-pdf", "--out", "out")
    assert (result.exit_code, names(book / "out")) == (1, ["mine.txt"])
    assert "out:1: this folder holds other files (no .handbook-pack in it). Choose an empty folder; nothing was changed" in result.stderr


def test_a_pack_is_replaced_whole_and_is_the_same_each_time(book: Path) -> None:
    contents = []
    for words in (["safety"], ["hazard-log"], ["safety"]):
        assert run("pack", *words, "--without-pdf", "--out", "out").exit_code == 0
        contents.append({name: (book / "out" / name).read_bytes() for name in names(book / "out")})
    assert contents[0] == contents[2] != contents[1]


@pytest.mark.parametrize(
    ("command", "broken"),
    [(["pack", "safety", "--out", "out"], "missing"), (["pdf", "--out", "out.pdf"], "false"), (["pdf", "--out", "out.pdf"], "not there")],
    ids=["none", "one that prints nothing", "one that is not there"],
)
def test_without_a_chromium_the_cure_is_told(command: list[str], broken: str, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {name for name in names(book) if not name.startswith(".cache")}
    if broken == "missing":
        monkeypatch.setattr(chromium, "find", lambda: None)
    else:
        monkeypatch.setenv("CHROMIUM", shutil.which(broken) or "/not/there")
    result = run(*command)
    assert (result.exit_code, {name for name in names(book) if not name.startswith(".cache")}) == (1, before)
    assert "Install Chromium, Chrome or Edge, or name one in $CHROMIUM" in result.stderr


@pytest.mark.parametrize(
    ("name", "message"),
    [("docs/index.md", "this is no name for a PDF"), ("mine.pdf", "another file of this name stands there"), ("other.pdf", "another file of this name")],
    ids=["a page", "no PDF at all", "a PDF of somebody else"],
)
def test_a_pdf_is_not_written_over_something_else(name: str, message: str, book: Path) -> None:
    (book / "mine.pdf").write_text("mine")
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(book / "other.pdf")
    before = (book / name).read_bytes()
    result = run("pdf", "--out", name)
    assert (result.exit_code, f"{name}:1: {message}" in result.stderr, (book / name).read_bytes()) == (1, True, before)


def test_a_chromium_is_found_by_its_variable_first() -> None:
    assert chromium.find({"CHROMIUM": "/my/own", "PATH": "/usr/bin"}) == "/my/own"


def test_plays_of_the_real_handbook_are_plain_and_lead_somewhere(compiled: Compiled, tmp_path: Path) -> None:
    files = pack_files(compiled.book, compiled.pages, ROOT, choose(compiled.book, ["all"]), {"md", "docx", "xlsx", "csv", "yml"})
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    assert len(files) == len(names(tmp_path)) > len(compiled.book.plays) + 1
    assert dead_links(tmp_path) == []
    plays = {path: content.decode() for path, content in files.items() if path.startswith("plays/")}
    marks = re.compile(r"(?m)</?(?:div|p|small|strong|span)\b|\{[:#.]|^=== |^:   |^\*\[|\n\n\n")
    assert [path for path, text in plays.items() if marks.search(text)] == []
    assert [path for path, text in plays.items() if not text.startswith("# ")] == []


@pytest.fixture(scope="module")
def pdf(compiled: Compiled) -> PdfReader:
    """The PDF of two plays."""
    path = find()
    assert path, "no Chromium: run `make test`, which installs one"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHROMIUM", path)
        book = compiled.book.model_copy(update={"organisation": Organisation(name=NAME)})
        files = pack_files(book, compiled.pages, ROOT, choose(book, TWO), {"pdf"})
    assert list(files) == ["index.html", "plays.pdf"]
    return PdfReader(BytesIO(files["plays.pdf"]))


def titles(compiled: Compiled) -> list[str]:
    """The titles of the two plays."""
    return [compiled.book.plays[name].title for name in TWO]


def bookmarks(pdf: PdfReader) -> list[tuple[str, int]]:
    """The bookmarks of the first level, with their pages."""
    return [(str(item.title), (pdf.get_destination_page_number(item) or 0) + 1) for item in pdf.outline if isinstance(item, Destination)]


@pytest.fixture(scope="module")
def texts(pdf: PdfReader) -> list[str]:
    """The words of each page; those at its foot come first."""
    return [page.extract_text() for page in pdf.pages]


@pytest.mark.browser
def test_the_contents_name_the_pages_on_which_the_plays_stand(pdf: PdfReader, texts: list[str], compiled: Compiled) -> None:
    contents = re.findall(r"(?m)^(.+?)\s*(\d+)$", texts[1].split("Contents\n", 1)[1])
    starts = {title: number for title in titles(compiled) for number, text in enumerate(texts, 1) if text.split("\n")[1] == title}
    assert {title: int(number) for title, number in contents} == starts
    assert bookmarks(pdf)[2:] == list(starts.items())


@pytest.mark.browser
def test_every_page_but_the_cover_says_where_it_belongs(texts: list[str], compiled: Compiled) -> None:
    release = compiled.book.site.release
    feet = [re.search(r"Page (\d+) of (\d+)", text) for text in texts]
    assert feet[0] is None
    assert [(int(foot[1]), int(foot[2])) for foot in feet if foot] == [(number, len(texts)) for number in range(2, len(texts) + 1)]
    assert all(f"{NAME} · {compiled.book.site.name} {release.version} of" in text for text in texts[1:])
    assert NAME in texts[0]


@pytest.mark.browser
def test_the_pdf_is_tagged_titled_and_dated_with_the_release(pdf: PdfReader, compiled: Compiled) -> None:
    root = pdf.root_object
    assert (str(root["/Lang"]), "/StructTreeRoot" in root, "/Outlines" in root) == ("en", True, True)
    assert pdf.metadata is not None
    assert (pdf.metadata.title, pdf.metadata.author) == ("2 plays of the Clinical Product Handbook", NAME)
    assert str(pdf.metadata["/CreationDate"]) == f"D:{compiled.book.site.release.date:%Y%m%d}000000Z"


@pytest.mark.browser
def test_links_lead_within_the_pdf_or_to_another_site(pdf: PdfReader) -> None:
    known = set(pdf.named_destinations)
    links = [note.get_object() for page in pdf.pages for note in page.get("/Annots", [])]
    named = [str(link["/Dest"]) for link in links if "/Dest" in link]
    away = [str(link["/A"]["/URI"]) for link in links if "/URI" in link.get("/A", {})]
    assert len(named) + len(away) == len(links)
    assert set(named) <= known
    assert "/safety.run-a-hazard-workshop" in named
    assert away
    assert all(address.startswith("https://") for address in away)


@pytest.mark.browser
def test_a_pdf_is_the_same_each_time(compiled: Compiled, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<title>A</title><h1>A</h1>")
    printed = [tmp_path / f"{number}.pdf" for number in range(2)]
    for path in printed:
        chromium.print_pdf(find() or "", tmp_path / "page.html", path)
    contents = [settled(path, compiled.book, "A title") for path in printed]
    assert contents[0] == contents[1]
    assert not is_ours(printed[0])
    printed[0].write_bytes(contents[0])
    assert is_ours(printed[0])


def test_the_whole_handbook_is_bound_in_the_order_of_its_menu(book: Path) -> None:
    made = compile_handbook(book)
    parts = whole(made.book, made.pages, book)
    assert [(part.title, [leaf.path for leaf in part.leaves]) for part in parts] == [
        ("Tiny Handbook", ["index.md"]),
        ("Build safety in", ["safety/index.md", "safety/find-hazards.md"]),
        ("Library", ["library/glossary.md", "library/roles.md", "library/facts-uk.md", "library/sources.md"]),
        ("Documents", ["library/documents.md", "documents/hazard-log.md"]),
        ("Larkfield", ["ours/not-used.md"]),
    ]


def test_bound_pages_have_unique_ids_and_no_dead_link(compiled: Compiled) -> None:
    kept = tuple(item for item in compiled.book.site.nav if item.title in {"Home", "Tools and guides"})
    book = compiled.book.model_copy(update={"site": compiled.book.site.model_copy(update={"nav": kept})})
    parts = whole(book, compiled.pages, ROOT)
    page = html.document_fromstring(as_html(book, ROOT, "All", parts, dict.fromkeys(entries(parts), 7)))
    ids = [str(element.get("id")) for element in page.iter() if element.get("id")]
    assert sorted(ids) == sorted(set(ids))
    targets = [str(link.get("href")) for link in page.iter("a")]
    assert [target for target in targets if target.startswith("#") and target[1:] not in ids] == []
    assert [target for target in targets if not target.startswith(("#", "https://", "http://", "mailto:"))] == []
    assert page.xpath("//script | //input | //details[not(@open)] | //*[@class='tabbed-labels']") == []


@pytest.mark.parametrize(
    ("site", "target"),
    [("https://a.example/hb/", "https://a.example/hb/library/roles/#cso"), ("", None)],
    ids=["to the organisation's site", "nowhere without one"],
)
def test_a_link_out_of_a_pack_leads(site: str, target: str | None) -> None:
    leaf = Leaf("safety/rate.md", "Rate", html.fragment_fromstring('<article>Ask <a href="../library/roles.md#cso">the officer</a>.</article>'))
    bind([Part("", (leaf,))], site)
    assert [link.get("href") for link in leaf.article.iter("a")] == ([target] if target else [])
    assert leaf.article.text_content().startswith("Ask the officer")
