"""The guide's topics, read from the files that come with the program."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)\n*")


@dataclass(frozen=True, slots=True)
class Topic:
    """One page of the guide.

    Attributes:
        title: Its heading.
        text: Markdown, with pictures by absolute path.
    """

    title: str
    text: str


def read_guide() -> tuple[Topic, ...]:
    """Return the topics in their order. A picture that is not at hand is left out."""
    folder = Path(str(resources.files("resources") / "guide"))
    return tuple(_topic(path) for path in sorted(folder.glob("*.md")))


def _topic(path: Path) -> Topic:
    heading, _, rest = path.read_text("utf-8").partition("\n")

    def placed(found: re.Match[str]) -> str:
        picture = (path.parent / found.group(2)).resolve()
        return f"![{found.group(1)}]({picture.as_uri()})\n\n" if picture.exists() else ""

    return Topic(heading.removeprefix("# "), f"{heading}\n{_PICTURE.sub(placed, rest)}")
