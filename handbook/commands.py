"""The words of the command line: each command with its arguments."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click

from handbook.check import MANIFEST, manifest_text, uncited_facts
from handbook.cli.drift import DRIFT_FORMATS, accept
from handbook.cli.export import export
from handbook.cli.migrate import migrate
from handbook.cli.new import new_organisation, new_play
from handbook.cli.pack import write_pack, write_pdf
from handbook.cli.recall import add_recall
from handbook.cli.report import FORMATS, as_text
from handbook.cli.review import add_review
from handbook.cli.tool import TOOL_FORMATS, answered, questions
from handbook.cli.update import REPORT_FORMATS, mark_seen, update_since
from handbook.layer import Adapted, moved
from handbook.pack import FORMATS as PACKED
from handbook.pipeline import compile_handbook, examine_layer, examine_with_warnings, load
from handbook.problems import HandbookError, Problem
from handbook.read import Memory, Reading, read
from handbook.read.organisation import AGREED_FILE, ORGANISATION_FILE
from handbook.reference import schema_files
from handbook.runs import Run, inputs, project

P = ParamSpec("P")


def _root() -> Path:
    """The project: the nearest folder upwards with a `mkdocs.yml` and `playbooks/`."""
    root = project(Path.cwd())
    if root is None:
        raise click.ClickException("this is not a handbook: no mkdocs.yml and playbooks/ here or above. Go into the project's folder first.")
    return root


def _say(what: str) -> None:
    """Tell somebody who waits at a terminal what is being done."""
    if sys.stderr.isatty():
        click.echo(f"{what} …", err=True)


def _telling_problems(command: Callable[P, None]) -> Callable[P, None]:
    """Print problems instead of a traceback, and exit with 1."""

    @wraps(command)
    def run(*arguments: P.args, **named: P.kwargs) -> None:
        try:
            command(*arguments, **named)
        except HandbookError as error:
            click.echo(as_text(error.problems), err=True)
            sys.exit(1)

    return run


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="clinical-product-handbook")
def main() -> None:
    """Compile Markdown plays and YAML into a clinical product handbook."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")


@main.command()
@click.option("--format", "form", type=click.Choice(sorted(FORMATS)), default="text", help="How problems are told.")
@click.option("--uncited", is_flag=True, help="List the facts that nothing cites.")
@click.option("--strict", is_flag=True, help="Exit with 1 for a warning as well, such as a tool that nobody has read again in time.")
def check(form: str, uncited: bool, strict: bool) -> None:
    """Find every problem, and what is worth a look; publish nothing."""
    root = _root()
    read_before = inputs(root)
    found = examine_with_warnings(root, memory=Memory(root))
    names = uncited_facts(found.book) if uncited else []
    told = ["\n".join([*names, f"{len(names)} facts of {len(found.book.facts)} are cited by nothing."])] if uncited else []
    told.append(FORMATS[form](found.problems, found.warnings))
    click.echo("\n".join(told))
    code = 1 if found.problems or (strict and found.warnings) else 0
    Run.asked(root).keep(read_before, "\n".join(told), code)
    sys.exit(code)


@main.command()
@click.option("--site-dir", default="site", show_default=True, help="Where the site goes.")
@click.option("--organisation", default="", help="The organisation's folder to build, in place of organisation/.")
@click.option("--all", "every", default="", help="A folder of organisations: the base, and each of them in a folder of its own below it.")
@click.option("-v", "--verbose", is_flag=True, help="Tell how many pages were converted and framed anew.")
@_telling_problems
def build(site_dir: str, organisation: str, every: str, verbose: bool) -> None:
    """Check, compose and build the site. The last good one stays if anything is wrong."""
    root = _root()
    layers = _layers(root, every) if every else {}
    read_before = inputs(root)
    _say(f"Building {len(layers) + 1} handbooks" if layers else "Building the handbook")
    from handbook.site.publish import publish

    done = publish(root, root / site_dir, organisation, layers)
    told = f"{sum(work.pages for work in done)} pages in {site_dir}/"
    click.echo("\n".join([told, *(f"{name or 'base'}: {work}" for name, work in zip(("", *layers), done, strict=True) if verbose)]))
    Run.asked(root).keep(read_before, told, written=root / site_dir)


def _layers(root: Path, folder: str) -> dict[str, str]:
    """The organisations below a folder, by the name of their own folder."""
    found = sorted((root / folder).glob(f"*/{ORGANISATION_FILE}"))
    if not found:
        raise HandbookError([Problem(folder, 1, f"no organisation here: no folder below it holds an {ORGANISATION_FILE}", "Check the folder's name")])
    return {path.parent.name: f"{folder.rstrip('/')}/{path.parent.name}" for path in found}


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to answer on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to answer on.")
@_telling_problems
def serve(host: str, port: int) -> None:
    """Show the handbook in a browser and follow every edit."""
    root = _root()
    _say("Reading and checking the handbook")
    from handbook.site.serve import serve as run

    run(root, host, port)


@main.command("compile")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@_telling_problems
def compile_(folder: Path) -> None:
    """Write the handbook as plain Markdown into FOLDER. A plain mkdocs.yml comes with it."""
    root = _root()
    _say("Composing the handbook")
    pages = export(root, compile_handbook(root), folder)
    click.echo(f"{pages} pages in {folder}/docs, with {folder}/mkdocs.yml")


@main.command("pack")
@click.argument("names", metavar="PLAY...", nargs=-1, required=True)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The folder to write; one that an earlier run wrote is replaced.")
@click.option("--format", "formats", type=click.Choice(PACKED), multiple=True, help="Only files of this kind; once for each kind. Without it, all.")
@click.option("--without-pdf", is_flag=True, help="Leave out the PDF, which needs a Chromium, Chrome or Edge.")
@_telling_problems
def pack_command(names: tuple[str, ...], out: Path, formats: tuple[str, ...], without_pdf: bool) -> None:
    """Write plays, their documents and an index into one folder.

    PLAY is the id of a play, such as safety/run-a-hazard-workshop; of a playbook, for all its plays; of a document; or `all`.
    """
    root = _root()
    _say("Making the pack")
    kinds = set(formats or PACKED) - ({"pdf"} if without_pdf else set())
    files = write_pack(root, compile_handbook(root), names, out, kinds)
    click.echo(f"{len(files)} files in {out}. Start with {out / files[0]}.")


@main.command("pdf")
@click.option("--out", type=click.Path(path_type=Path), default=Path("handbook.pdf"), show_default=True, help="The PDF to write.")
@_telling_problems
def pdf_command(out: Path) -> None:
    """Write the whole handbook as one PDF. It has contents, page numbers and bookmarks, and needs a Chromium, Chrome or Edge."""
    root = _root()
    _say("Printing the handbook: this takes some minutes")
    size = write_pdf(root, compile_handbook(root), out)
    click.echo(f"{out}: {size / 1e6:.1f} MB")


@main.group()
def new() -> None:
    """Start a new file with every field explained."""


@new.command("play")
@click.argument("name", required=False)
@click.option("--title", help="Verb first, 4 to 12 words.")
@_telling_problems
def new_play_command(name: str | None, title: str | None) -> None:
    """Start the play NAME, such as safety/run-a-drill."""
    root = _root()
    chosen = name or click.prompt("The play's id, such as safety/run-a-drill")
    heading = title or (click.prompt("Its title, verb first") if name is None else chosen.rpartition("/")[2].replace("-", " ").capitalize())
    written = new_play(root, read(root).book, chosen, heading)
    click.echo(f"{written.relative_to(root)} is there. Fill it in, then run `make check`: it tells what is still empty.")


@new.command("organisation")
@click.option("--name", help="The organisation's name.")
@click.option("--site-url", default="", help="Where the site will be published.")
@click.option("--repository", default="", help="The fork's address, for edit links.")
@click.option("--contact", default="", help="A team address to ask, never a private one.")
@click.option("--market", "markets", multiple=True, help="Id of a market that the organisation is in, such as uk; once for each.")
@_telling_problems
def new_organisation_command(name: str | None, site_url: str, repository: str, contact: str, markets: tuple[str, ...]) -> None:
    """Start organisation/organisation.yml, with a comment on each key. Without --name it asks."""
    root = _root()
    book = read(root, {}).book
    if name is None:
        name = click.prompt("The organisation's name")
        own = ", ".join(market.id for market in book.markets.values() if not market.shared)
        markets = markets or tuple(click.prompt(f"Its markets, of {own}; empty for all", default="", show_default=False).replace(",", " ").split())
        site_url = site_url or click.prompt("Where its handbook will be published, such as https://name.github.io/handbook/", default="", show_default=False)
    values = {"name": name, "site_url": site_url, "repository": repository, "contact": contact}
    written = new_organisation(root, book, values, markets)
    click.echo(f"{written.relative_to(root)} is there. Take the # from a line to use it, then run `make check`.")


def _sound_layer(root: Path) -> tuple[Reading, Adapted]:
    """The reading and what comes of it, once the layer's own files are without problems: what cannot be read can neither be agreed nor have drifted.

    A ledger of agreements that somebody has typed in is no hindrance, since agreeing anew mends it.
    """
    reading = read(root)
    ledger = f"{reading.layer}/{AGREED_FILE}"
    adapted, problems = examine_layer(root)
    own = [problem for problem in problems if reading.layer and problem.path.startswith(f"{reading.layer}/")]
    if hindering := [problem for problem in own if problem.path != ledger or problem in reading.problems]:
        raise HandbookError(hindering)
    return reading, adapted


@main.command()
@click.option("--format", "form", type=click.Choice(sorted(DRIFT_FORMATS)), default="text", help="How it is told.")
@_telling_problems
def drift(form: str) -> None:
    """Tell which of the organisation's changes wait to be agreed. The base has moved on, or nobody has agreed yet."""
    root = _root()
    found = _sound_layer(root)[1].drifts
    click.echo(DRIFT_FORMATS[form](found))
    sys.exit(1 if found else 0)


@main.command("accept")
@click.argument("play")
@click.argument("part", default="")
@click.option("--by", required=True, help="Who agrees, by role: never a private name.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), default=date.today().isoformat(), show_default="today", help="The day to record.")
@_telling_problems
def accept_command(play: str, part: str, by: str, on: datetime) -> None:
    """Record that the changes to PLAY, or to its PART, are agreed. What counts is the base as it stands now."""
    root = _root()
    reading, adapted = _sound_layer(root)
    parts = accept(root, reading.layer, adapted.levels[-1].reading.book, play, part, by, on.date())
    click.echo(f"Agreed: {play} {', '.join(parts)}")


@main.command("migrate")
@_telling_problems
def migrate_command() -> None:
    """Bring the organisation's files to the base's present ids."""
    root = _root()
    reading, _ = _sound_layer(root)
    done = migrate(root, reading.layer, reading.book)
    click.echo("\n".join(done) or "Nothing to migrate.")


@main.command("report")
@click.option("--format", "form", type=click.Choice(sorted(REPORT_FORMATS)), default="text", help="How it is told.")
@click.option("--seen", is_flag=True, help="Record what the base says now, so that the next report starts here.")
@click.option("--by", default="", help="With --seen: who has read the update, by role.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), default=date.today().isoformat(), show_default="today", help="The day to record.")
@_telling_problems
def report_command(form: str, seen: bool, by: str, on: datetime) -> None:
    """Tell what changed in the base since somebody last looked. That is recalls, plays, facts and upstream's notes."""
    root = _root()
    reading, adapted = _sound_layer(root)
    if reading.problems:
        raise HandbookError(reading.problems)
    base = moved(reading.book)
    if seen and not by:
        raise click.UsageError("--seen needs --by: who has read the update, by role.")
    if seen:
        click.echo(f"{mark_seen(root, adapted.layer or 'organisation', base, by, on.date()).relative_to(root)}: recorded")
    else:
        click.echo(REPORT_FORMATS[form](update_since(base, base.seen, adapted.layer)))


@main.command("recall")
@click.argument("play")
@click.argument("part")
@click.option("--because", required=True, help="Why the text does not hold any more, in a sentence for its readers.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), default=date.today().isoformat(), show_default="today", help="The day to record.")
@_telling_problems
def recall_command(play: str, part: str, because: str, on: datetime) -> None:
    """Recall the text of PART of PLAY as it stands. Every organisation that still builds on it fails; run it before you mend the text."""
    root = _root()
    click.echo(add_recall(root, read(root, {}).book, play, part, because, on.date()), nl=False)


@main.command("tool")
@click.argument("tool")
@click.option("--answers", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A YAML or JSON file: under each part's id the answers.")
@click.option("--format", "form", type=click.Choice(sorted(TOOL_FORMATS)), default="text", help="How the result is told.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), default=date.today().isoformat(), show_default="today", help="The date on the result.")
@_telling_problems
def tool_command(tool: str, answers: Path | None, form: str, on: datetime) -> None:
    """Run TOOL, such as risk-matrix, on the answers in a file. Without --answers, print a file to fill in."""
    book = load(_root())
    if answers is None:
        click.echo(questions(book, tool), nl=False)
        return
    outcome, data = answered(book, tool, str(answers), answers.read_bytes())
    root = book.organisation.site_url if book.organisation else None
    click.echo(TOOL_FORMATS[form](outcome, data, on.date(), f"{root.rstrip('/')}/" if root else ""), nl=False)


@main.command("import")
@click.argument("document")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The YAML file to write; without it, the rows are printed.")
@click.option("--draft", is_flag=True, help="Take rows that still lack a needed cell, and tell which.")
@_telling_problems
def import_command(document: str, file: Path, out: Path | None, draft: bool) -> None:
    """Read FILE, a filled workbook of DOCUMENT, back to YAML. DOCUMENT is an id such as hazard-log. Nothing in the file runs."""
    from handbook.cli.import_ import imported, write_out

    text, notes = imported(load(_root()), document, file, draft)
    for note in notes:
        click.echo(f"warning: {note}", err=True)
    if out is None:
        click.echo(text, nl=False)
        return
    write_out(out, text)
    click.echo(f"{out}: {text.count(chr(10) + '    - ')} rows")


@main.command()
def manifest() -> None:
    """Write the digests of the base's files. From them a fork sees what it edited in place; upstream runs it before a release."""
    root = _root()
    text = manifest_text(root)
    (root / MANIFEST).write_text(text, encoding="utf-8")
    click.echo(f"{MANIFEST}: {len(text.splitlines())} files")


@main.command()
def schemas() -> None:
    """Write the JSON Schemas for editors into schemas/."""
    folder = _root() / "schemas"
    folder.mkdir(exist_ok=True)
    files = schema_files()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    click.echo(f"{len(files)} schemas in schemas/")


@main.command()
@click.argument("play")
@click.option("--by", required=True, help="Who read it, by role: never a private name.")
@click.option("--kind", type=click.Choice(["review", "self-grade"]), default="review", show_default=True, help="By a named role, or by its authors.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), default=date.today().isoformat(), show_default="today", help="The day to record.")
@click.option("--scores", default="", help="The twelve points of the rubric, such as 3,2,3,3,2,2,3,3,2,2,3,3.")
@click.option("--note", default="", help="What was found, or what is weakest.")
@_telling_problems
def review(play: str, by: str, kind: str, on: datetime, scores: str, note: str) -> None:
    """Record in the ledger that PLAY was read as it stands."""
    root = _root()
    points = tuple(int(point) if point.strip().isdigit() else -1 for point in scores.split(",")) if scores else ()
    click.echo(add_review(root, read(root).layer, load(root), play, kind, by, on.date(), points, note), nl=False)
