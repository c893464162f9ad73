"""When Python looks for garbage: not while a great deal is made that stays, and not in the middle of an interview."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Loading makes a great many objects that stay; to look for garbage among them takes most of the time."""
    looks = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # with the next line: what was made goes straight to the oldest generation,
        gc.unfreeze()  # instead of being looked through three times on its way there
        if looks:
            gc.enable()


def hold() -> None:
    """From now on look for garbage only among what is made after this, until `tidy`.

    Once a record is open: a look at all there is takes as long as several answers, and would come in the middle of one.
    """
    gc.freeze()


def tidy() -> None:
    """Look for garbage among all there is. Between two records."""
    gc.unfreeze()
    gc.collect()
