"""MkDocs run from our command line: quiet, strict, and swapped in whole."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from mkdocs.config import load_config
from mkdocs.exceptions import BuildError, ConfigurationError

from handbook.cli.folders import swapped_in
from handbook.kept import Kept
from handbook.problems import HandbookError, Problem
from handbook.site.build import Work, build_site
from handbook.site.output import Output, before, keep_record

MARKER = "handbook.json"
PAGES = Path(".cache", "pages")
SITES = Path(".cache", "sites")


class _Collected(logging.Handler):
    """MkDocs's own warnings and errors, as problems."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.problems: list[Problem] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one warning."""
        self.problems.append(Problem("mkdocs.yml", 1, f"MkDocs says: {record.getMessage().strip()}"))


def publish(root: Path, target: Path, organisation: str = "", layers: Mapping[str, str] = {}) -> list[Work]:
    """Build the site into `target`. Returns what was done, for the site and for each layer. Raises HandbookError; the last good site stays then.

    `organisation` is the folder of the layer that the site is built from, in place of what the environment says.
    `layers` names folders of the site and the layer that each is built from; all are swapped in together.
    """
    address = os.environ.get("SITE_URL", "")
    parts = {"": {"HANDBOOK_ORGANISATION": organisation} if organisation else {}}
    for name, layer in layers.items():
        parts[name] = {"HANDBOOK_ORGANISATION": layer, "SITE_URL": f"{address.rstrip('/')}/{name}/" if address else ""}
    done: list[Work] = []
    records: dict[Path, Output] = {}
    problems: list[Problem] = []
    with swapped_in(target, root, MARKER) as folder:
        for name, values in parts.items():
            try:
                if name and (folder / name).exists():
                    raise HandbookError([Problem(layers[name], 1, f"the base's site has a folder '{name}' too", "Rename the organisation's folder")])
                with _environment(**values):
                    done.append(_build(root, folder / name, target / name, records))
            except HandbookError as error:
                problems += error.problems
        if problems:
            raise HandbookError(tuple(dict.fromkeys(problems)))
    for record, output in records.items():
        keep_record(record, output)
    return done


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    """Environment variables for the time of a block: MkDocs's configuration reads them."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _build(root: Path, folder: Path, last: Path, records: dict[Path, Output]) -> Work:
    collected = _Collected()
    logger = logging.getLogger("mkdocs")
    logger.propagate = False
    logger.addHandler(collected)
    record = root / SITES / f"{hashlib.sha256(str(last.resolve()).encode()).hexdigest()[:16]}.json"
    records[record] = output = Output(folder, last, before(record))
    try:
        config = load_config(str(root / "mkdocs.yml"), site_dir=str(folder), strict=True)
        config.plugins.on_startup(command="build", dirty=False)
        done = build_site(config, Kept(root / PAGES), output)
    except (BuildError, ConfigurationError) as error:
        if isinstance(error.__cause__, HandbookError):
            raise error.__cause__ from None
        raise HandbookError(collected.problems or [Problem("mkdocs.yml", 1, str(error))]) from error
    finally:
        logger.removeHandler(collected)
    if collected.problems:
        raise HandbookError(collected.problems)
    return done
