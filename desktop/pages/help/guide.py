"""The guide's topics, read from the files that come with the program."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from desktop.qtkit.translation import spoken_language

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
    """Return the topics in their order, in English where the language in force has none.

    A picture that is not at hand is left out.
    """
    folder = Path(str(resources.files("resources") / "guide"))
    paths = sorted((folder / spoken_language()).glob("*.md")) or sorted(folder.glob("*.md"))
    return tuple(_topic(path) for path in paths)


def _topic(path: Path) -> Topic:
    heading, _, rest = path.read_text("utf-8").partition("\n")

    def placed(found: re.Match[str]) -> str:
        picture = (path.parent / found.group(2)).resolve()
        return f"![{found.group(1)}]({picture.as_uri()})\n\n" if picture.exists() else ""

    return Topic(heading.removeprefix("# "), f"{heading}\n{_PICTURE.sub(placed, rest)}")
