"""Office files as packages with the same bytes for the same content."""

from __future__ import annotations

import zipfile
from io import BytesIO

_TIME = (1980, 1, 1, 0, 0, 0)


def settled(content: bytes) -> bytes:
    """The package with every part dated alike, in its own order."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for entry in source.infolist():
            part = zipfile.ZipInfo(entry.filename, _TIME)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            package.writestr(part, source.read(entry))
    return target.getvalue()
