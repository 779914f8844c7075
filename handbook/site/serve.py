"""The preview over HTTP, for one author on one machine."""

from __future__ import annotations

import logging
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from handbook.site.preview import RELOAD, Answer, Preview

log = logging.getLogger("mkdocs.plugins.handbook")
STATE = "_state/"
_WAIT = 20.0
_SCRIPT = b"""/* Loads the page again once the handbook has changed; asks this server only. */
(async shown => {
  for (;;) {
    try {
      const now = await (await fetch("/_state/" + shown, { cache: "no-store" })).text();
      if (now !== shown) return location.reload();
    } catch (error) { /* the server is starting again */
      await new Promise(done => setTimeout(done, 500));
    }
  }
})(document.currentScript.dataset.state);
"""


def serve(root: Path, host: str, port: int) -> None:
    """Serve the handbook until interrupted, following every edit. Raises HandbookError if it has problems to begin with."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    for name in ("mkdocs.plugins.mkdocs_macros", "watchdog"):
        logging.getLogger(name).setLevel(logging.WARNING)
    address = f"http://{host}:{port}/"
    preview = Preview(root, address)
    with Server((host, port), preview) as server:
        log.info("The handbook is at %s – press Ctrl+C to stop", address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            log.info("Stopped.")


class Server(ThreadingHTTPServer):
    """A thread for each request; a browser keeps one open to hear of changes."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], preview: Preview) -> None:
        self.preview = preview
        super().__init__(address, _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path).removeprefix("/")
        if path == RELOAD:
            self._send(Answer(200, "text/javascript", _SCRIPT))
        elif path.startswith(STATE):
            self._send(Answer(200, "text/plain", self._changed(path.removeprefix(STATE)).encode()))
        else:
            self._page(path)

    def _page(self, path: str) -> None:
        answer = self.server.preview.answer(path)
        if answer.status == 404 and not path.endswith("/") and self.server.preview.answer(f"{path}/").status == 200:
            self.send_response(301)
            self.send_header("Location", f"/{path}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self._send(answer)

    def _changed(self, known: str) -> str:
        """The state's number, once it is another one than the browser knows or the wait is over."""
        end = time.monotonic() + _WAIT
        while True:
            began = time.monotonic()
            state = self.server.preview.follow()
            if state != known or began > end:
                return state
            time.sleep(max(0.15, 5 * (time.monotonic() - began)))

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        charset = "; charset=utf-8" if answer.kind.startswith("text/") or answer.kind.endswith(("json", "javascript")) else ""
        self.send_header("Content-Type", answer.kind + charset)
        self.send_header("Content-Length", str(len(answer.content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(answer.content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of each request; faults are told by the preview."""
