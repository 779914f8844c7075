"""MkDocs run from our command line: quiet, strict, and swapped in whole."""

from __future__ import annotations

import logging
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


def publish(root: Path, target: Path) -> int:
    """Build the site into `target`. Returns the number of its HTML pages. Raises HandbookError; the last good site stays then."""
    collected = _Collected()
    logger = logging.getLogger("mkdocs")
    logger.propagate = False
    logger.addHandler(collected)
    try:
        with swapped_in(target, root, MARKER) as folder:
            config = load_config(str(root / "mkdocs.yml"), site_dir=str(folder), strict=True)
            config.plugins.on_startup(command="build", dirty=False)
            build(config)
            return sum(1 for _ in folder.rglob("*.html"))
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
