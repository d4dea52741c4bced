"""The errors a person can act on; everything else is a bug."""

from __future__ import annotations


class EngineError(Exception):
    """Something went wrong that one clear sentence explains.

    The message says what happened, with the name of the thing; the hint says what to do.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class UsageError(EngineError):
    """The request cannot be done as asked."""


class DivergedError(UsageError):
    """A training's losses are not numbers any more: the recipe is bad, the machine is not."""


class DataError(EngineError):
    """A file, an image or a dataset is not what it should be."""


class ResourceError(EngineError):
    """Disk, memory, GPU or network is missing or full."""


class ConflictError(EngineError):
    """Something else holds the thing, or it has changed meanwhile."""


class NotFoundError(EngineError):
    """The thing asked for is not there."""
