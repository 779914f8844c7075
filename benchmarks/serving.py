"""How long a preview takes: from its start to the first page, and from saving a file to its new text being served."""

from __future__ import annotations

import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from benchmarks.measure import RunFailed

PATIENCE = 600.0


def served(command: Callable[[int], Sequence[str]], folder: Path, environment: Mapping[str, str], page: str, save: Callable[[], str]) -> tuple[float, float]:
    """Seconds to the first page, and from a save to its text. `save` changes a file and returns a word that `page` holds then.

    Raises RunFailed where the server ends, or is not done within some minutes.
    """
    port = _free_port()
    started = time.perf_counter()
    with _running(command(port), folder, environment) as process:
        _until(process, port, "", lambda status, _: status == 200)
        first = time.perf_counter() - started
        _until(process, port, page, lambda status, _: status == 200)
        time.sleep(1)  # a reader looks at the page; a server that watches files has begun to watch
        started = time.perf_counter()
        word = save().encode()
        _until(process, port, page, lambda _, content: word in content)
        return first, time.perf_counter() - started


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def _running(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT)
        try:
            yield process
        finally:
            process.terminate()
            process.wait()


def _until(process: subprocess.Popen[bytes], port: int, path: str, holds: Callable[[int, bytes], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RunFailed(f"the server ended with exit code {process.returncode}")
        status, content = _asked(port, path)
        if holds(status, content):
            return
        time.sleep(0.002)
    raise RunFailed(f"the server did not show what was expected at /{path}")


def _asked(port: int, path: str) -> tuple[int, bytes]:
    """What an address gives; nothing while nobody answers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", f"/{path}")
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (HTTPException, OSError):
        return 0, b""
    finally:
        connection.close()
