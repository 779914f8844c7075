"""One command as one fresh process: how long it took, the most memory of its largest process, and the files that it left and touched."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Files = Mapping[str, tuple[int, int, int]]


class RunFailed(Exception):  # noqa: N818
    """A command that did not end well, with the last of what it said."""


@dataclass(frozen=True)
class Measured:
    """What one run cost. Files count as written where the last run's file is not there untouched."""

    seconds: float
    processor_seconds: float = 0
    megabytes: float = 0
    files: int = 0
    bytes: int = 0
    html_bytes: int = 0
    written: int = 0
    written_bytes: int = 0
    said: str = ""


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str], output: Path | None = None) -> Measured:
    """Run a command in a folder and wait for its end; `output` is the folder that it writes. Raises RunFailed."""
    before = seen(output)
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        told = said.read().decode(errors="replace")
        if process.returncode:
            raise RunFailed(f"{' '.join(command)}: exit code {process.returncode}\n{told[-2000:]}")
    after = seen(output)
    fresh = [name for name in after if after[name] != before.get(name)]
    return Measured(
        seconds,
        usage.ru_utime + usage.ru_stime,
        usage.ru_maxrss / 1024,
        len(after),
        sum(size for size, _, _ in after.values()),
        sum(size for name, (size, _, _) in after.items() if name.endswith(".html")),
        len(fresh),
        sum(after[name][0] for name in fresh),
        told[-200:],
    )


def seen(folder: Path | None) -> Files:
    """The files below a folder with size, time and inode; none while there is no such folder."""
    if folder is None:
        return {}
    found = {}
    for path, _, names in os.walk(folder):
        for name in names:
            status = Path(path, name).stat()
            found[str(Path(path, name).relative_to(folder))] = (status.st_size, status.st_mtime_ns, status.st_ino)
    return found
