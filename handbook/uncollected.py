"""Work that makes many values which live on, during which looking for circles among them is a waste."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """The garbage collector rests for the time of a block: at a thousand pages it takes as long as reading them.

    What the block has made counts as old afterwards, so that the next collection does not walk through it all.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.unfreeze()
            gc.enable()
