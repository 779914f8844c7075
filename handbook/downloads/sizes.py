"""How large the files are that readers may choose, for the page where they do."""

from __future__ import annotations

import json
from collections.abc import Mapping

SIZES = "documents/files/sizes.json"


def sizes(files: Mapping[str, int]) -> str:
    """The sizes in bytes by the paths of the files on the site, as JSON."""
    return json.dumps(dict(sorted(files.items())), indent=0) + "\n"
