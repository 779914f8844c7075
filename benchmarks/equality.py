"""Whether a build on what was kept is a build from nothing, over hundreds of random edits.

Run `python -m benchmarks.equality [EDITS]`. It prints each edit that made a difference, and exits with 1 if there was any.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
from pathlib import Path

from tests.edits import EDITS, Edited

AFTER = 5


def main() -> None:
    """Edit a small handbook at random; after every few edits compare its site with one built from nothing."""
    os.environ |= {"NO_MKDOCS_2_WARNING": "1", "SITE_URL": "https://example.org/handbook/"}
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    choice = random.Random(wanted)
    different: list[list[str]] = []
    done = refused = 0
    while done < wanted:
        with tempfile.TemporaryDirectory() as folder:
            book = Edited.start(Path(folder))
            for _ in range(4):
                names = [choice.choice(sorted(EDITS)) for _ in range(AFTER)]
                for name in names:
                    done += 1
                    book.edit(name, done)
                    book.build()
                if book.built() != book.cold():
                    different.append(names)
            refused += book.refused
    print(f"{done} edits of {len(EDITS)} kinds, {refused} of them refused by the check: {len(different)} differences.")
    for names in different:
        print("  after " + ", ".join(names))
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
