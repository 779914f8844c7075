"""MkDocs run from our command line: quiet, strict, and swapped in whole."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path

from mkdocs.commands import serve as mkdocs_serve
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError

from handbook.cli.folders import swapped_in
from handbook.problems import HandbookError, Problem

MARKER = "handbook.json"


class _Collected(logging.Handler):
    """MkDocs's own warnings and errors, as problems."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.problems: list[Problem] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one warning."""
        self.problems.append(Problem("mkdocs.yml", 1, f"MkDocs says: {record.getMessage().strip()}"))


def publish(root: Path, target: Path, organisation: str = "", layers: Mapping[str, str] = {}) -> int:
    """Build the site into `target`. Returns the number of its HTML pages. Raises HandbookError; the last good site stays then.

    `organisation` is the folder of the layer that the site is built from, in place of what the environment says.
    `layers` names folders of the site and the layer that each is built from; all are swapped in together.
    """
    with swapped_in(target, root, MARKER) as folder:
        with _environment(HANDBOOK_ORGANISATION=organisation) if organisation else nullcontext():
            _build(root, folder)
        for name, layer in layers.items():
            if (folder / name).exists():
                raise HandbookError([Problem(layer, 1, f"the base's site has a folder '{name}' too", "Rename the organisation's folder")])
            address = os.environ.get("SITE_URL", "")
            with _environment(HANDBOOK_ORGANISATION=layer, SITE_URL=f"{address.rstrip('/')}/{name}/" if address else ""):
                _build(root, folder / name)
        return sum(1 for _ in folder.rglob("*.html"))


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


def _build(root: Path, folder: Path) -> None:
    collected = _Collected()
    logger = logging.getLogger("mkdocs")
    logger.propagate = False
    logger.addHandler(collected)
    try:
        config = load_config(str(root / "mkdocs.yml"), site_dir=str(folder), strict=True)
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
    except (Abort, ConfigurationError) as error:
        raise HandbookError(collected.problems or [Problem("mkdocs.yml", 1, str(error))]) from error
    finally:
        logger.removeHandler(collected)


def serve(root: Path, host: str, port: int) -> None:
    """Serve the handbook with live reload until interrupted."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    for name in ("mkdocs.plugins.mkdocs_macros", "watchdog"):
        logging.getLogger(name).setLevel(logging.WARNING)
    mkdocs_serve.serve(str(root / "mkdocs.yml"), livereload=True, dev_addr=f"{host}:{port}", strict=False)
