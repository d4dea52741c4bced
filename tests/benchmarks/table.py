"""The table that `make bench` prints, in Markdown."""

from __future__ import annotations


def head() -> None:
    """Begin the table."""
    print("| what | figure |\n|---|---|", flush=True)


def row(what: str, figure: str) -> None:
    """Print one line of it."""
    print(f"| {what} | {figure} |", flush=True)
