"""Memory that Python has let go of, given back to the system."""

from __future__ import annotations

import ctypes
import sys


def give_back_memory() -> None:
    """Return what is free in the heap, as after large images. Any thread; some milliseconds.

    The C library of Linux keeps freed blocks of some megabytes for later, and after a few large
    images these are hundreds; other systems return them by themselves.
    """
    if sys.platform != "linux":
        return
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
