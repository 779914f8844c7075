"""How large the files are that readers may choose, for the page where they do."""

from __future__ import annotations

import json
from collections.abc import Mapping

SIZES = "documents/files/sizes.json"


def sizes(files: Mapping[str, bytes]) -> str:
    """The sizes in bytes by the paths of the files on the site, as JSON."""
    return json.dumps({path: len(content) for path, content in sorted(files.items())}, indent=0) + "\n"
