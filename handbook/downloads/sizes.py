"""How large the published files are, for the page where readers choose some."""

from __future__ import annotations

import json
from collections.abc import Mapping

SIZES = "documents/files/sizes.json"


def size_file(files: Mapping[str, bytes]) -> dict[str, str]:
    """The sizes in bytes by the names of the files, as a file of the site by its path."""
    sizes = {path.rpartition("/")[2]: len(content) for path, content in sorted(files.items())}
    return {SIZES: json.dumps(sizes, indent=0) + "\n"} if files else {}
