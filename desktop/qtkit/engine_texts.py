"""What the engine says, in the language of the window.

The engine knows nothing of languages: it says finished English sentences, on the command line and in
its records alike. So the window recognizes a sentence by what stays the same in it, takes out what was
filled in, and fills it into the translation. What it does not recognize stays English.
"""

from __future__ import annotations

import functools
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from importlib import resources

_FIELD = re.compile(r"\{(\d)\}")
# Between parts that the engine joins: reasons of a question, sentences, what is listed.
_JOINTS = (" · ", "; ")
_SENTENCE_END = re.compile(r"(?<=[.!?]) (?=[A-Z0-9“])")


def said(text: str) -> str:
    """Return what the engine says in the language that was chosen; English where it has no words.

    What is in that language already comes back as it is.
    """
    return _said(text) if _known else text


def speak_for_engine(language: str) -> None:
    """Translate what the engine says into a language from now on; without a translation not.

    Args:
        language: Its code ("de").
    """
    _said.cache_clear()
    _known.clear()
    path = resources.files("resources").joinpath("translations", f"engine_{language}.ts")
    if path.is_file():
        _known.extend(sorted(_templates(path.read_text("utf-8")), key=_Template.order))


class _Template:
    """A sentence of the engine with places to fill in ("Answer {0} questions")."""

    def __init__(self, source: str, translation: str) -> None:
        literals = _FIELD.split(source)[::2]
        self._places = [int(each) for each in _FIELD.findall(source)]
        self._pattern = re.compile("(.+?)".join(map(re.escape, literals)), re.DOTALL)
        self._translation = translation
        self._num_fixed = sum(map(len, literals))

    def order(self) -> int:
        """What says most of itself is tried first."""
        return -self._num_fixed

    def translate(self, text: str) -> str | None:
        """Return a text in the other language; None where it is no such sentence."""
        found = self._pattern.fullmatch(text)
        if found is None:
            return None
        filled = {
            place: _said(each) for place, each in zip(self._places, found.groups(), strict=True)
        }
        return _FIELD.sub(lambda field: filled[int(field[1])], self._translation)


@functools.lru_cache(maxsize=4096)
def _said(text: str) -> str:
    return _whole(text) or _joined(text) or text


def _whole(text: str) -> str | None:
    for template in _known:
        translated = template.translate(text)
        if translated is not None:
            return translated
    return None


def _joined(text: str) -> str | None:
    """Return a text of several parts, where all of them are known; None otherwise."""
    sentences = _SENTENCE_END.split(text)
    for joint, parts in ((" ", sentences), *((joint, text.split(joint)) for joint in _JOINTS)):
        if len(parts) > 1:
            known = [_whole(each) or _as_begun(each) for each in parts]
            if all(known):
                return joint.join(str(each) for each in known)
    return _as_begun(text)


def _as_begun(text: str) -> str | None:
    """Return a phrase that begins a sentence here, and elsewhere stands within one."""
    found = _whole(text[:1].lower() + text[1:])
    return found[:1].upper() + found[1:] if found and text[:1].isupper() else None


def _templates(text: str) -> Iterator[_Template]:
    for message in ElementTree.fromstring(text).iter("message"):
        translation = message.findtext("translation")
        if translation:
            yield _Template(message.findtext("source", ""), translation)


_known: list[_Template] = []
