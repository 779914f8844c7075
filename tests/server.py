"""A server that answers as GitHub Pages does: a sub-path, `index.html` for folders, `404.html`, and files that a browser keeps for ten minutes."""

from __future__ import annotations

import gzip
import mimetypes
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

_PACKED = {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt"}


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that closes a page breaks off its requests; anything else is told."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Served:
    """A running server: its address, and the folder that it shows."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.folder = Path()
        self.server = _Server(("127.0.0.1", 0), self._handler())

    @property
    def address(self) -> str:
        """Where the site begins, with a slash at the end."""
        return f"http://127.0.0.1:{self.server.server_port}{self.prefix}"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        served = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = unquote(urlsplit(self.path).path)
                if path.startswith(served.prefix):
                    target = served.folder / path.removeprefix(served.prefix)
                    if target.is_dir() and not path.endswith("/"):
                        self._redirect(path + "/")
                        return
                    file = target / "index.html" if target.is_dir() else target
                    if file.is_file():
                        self._answer(200, file)
                        return
                self._answer(404, served.folder / "404.html")

            def _redirect(self, path: str) -> None:
                self.send_response(301)
                self.send_header("Location", path)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def _answer(self, code: int, file: Path) -> None:
                body = file.read_bytes()
                self.send_response(code)
                if file.suffix in _PACKED and "gzip" in self.headers.get("Accept-Encoding", ""):
                    body = gzip.compress(body, mtime=0)
                    self.send_header("Content-Encoding", "gzip")
                self.send_header("Content-Type", mimetypes.guess_type(file.name)[0] or "application/octet-stream")
                self.send_header("Cache-Control", "max-age=600")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing: a test prints what it needs."""

        return Handler


@contextmanager
def serving(prefix: str) -> Iterator[Served]:
    """A server on a free port until the block ends."""
    served = Served(prefix)
    thread = threading.Thread(target=served.server.serve_forever, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        served.server.shutdown()
        served.server.server_close()
        thread.join()
