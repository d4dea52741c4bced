"""What the engine says, in the language of the window.

The engine knows nothing of languages: it says finished English sentences, on the command line and
in its records alike. So the window recognizes a sentence by what stays the same in it, takes out
what was filled in, and puts that into the translation. What it does not recognize stays English.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from importlib import resources

# In a sentence: a place to fill in, {0:g} with a number alone. In its translation also [0], for
# what the engine says there too.
_PLACE = re.compile(r"(\{\d(?::g)?\})")
_PLACES = re.compile(r"([{\[])(\d)[}\]]")
# Between parts that the engine joins: reasons of a question, and what it lists.
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
        parts = _PLACE.split(source)
        self._places = [part[1] for part in parts[1::2]]
        self._pattern = re.compile("".join(map(_pattern, parts)), re.DOTALL)
        self._translation = translation
        # Such as a title, which begins many a sentence; what follows a colon may be one.
        self._is_phrase = not re.search(r"(\.|: \{\d\})$", source)
        self._num_fixed = sum(map(len, parts[::2]))

    def order(self) -> int:
        """Sentences that fix most are tried first."""
        return -self._num_fixed

    def translate(self, text: str) -> str | None:
        """Return a text in the other language; None where it is no such sentence."""
        match = self._pattern.fullmatch(text)
        if match is None or (self._is_phrase and text.endswith(".")):
            return None
        filled = dict(zip(self._places, match.groups(), strict=True))

        def _fill(place: re.Match[str]) -> str:
            value = filled[place[2]]
            return _said(value) if place[1] == "[" else value

        return _PLACES.sub(_fill, self._translation)


def _pattern(part: str) -> str:
    if not _PLACE.fullmatch(part):
        return re.escape(part)
    return r"([-+]?[\d.]+)" if part.endswith(":g}") else "(.+?)"


@functools.lru_cache(maxsize=4096)
def _said(text: str) -> str:
    # Sentence by sentence first: what is filled in may hold anything but another sentence.
    return _joined(text) or _whole(text) or _begun(text) or text


def _whole(text: str) -> str | None:
    found = (template.translate(text) for template in _known)
    return next((each for each in found if each is not None), None)


def _joined(text: str) -> str | None:
    """Return a text of several parts, where all of them are known."""
    for joint, parts in (
        (" ", _SENTENCE_END.split(text)),
        *((joint, text.split(joint)) for joint in _JOINTS),
    ):
        known = [_whole(each) or _begun(each) for each in parts]
        if len(parts) > 1 and all(known):
            return joint.join(filter(None, known))
    return None


def _begun(text: str) -> str | None:
    """Return a phrase that begins a sentence here and elsewhere stands within one."""
    found = _whole(text[:1].lower() + text[1:]) if text[:1].isupper() else None
    return found[:1].upper() + found[1:] if found else None


def _templates(text: str) -> Iterator[_Template]:
    # English does without it.
    from xml.etree import ElementTree

    for message in ElementTree.fromstring(text).iter("message"):
        yield _Template(message.findtext("source", ""), message.findtext("translation", ""))


_known: list[_Template] = []
