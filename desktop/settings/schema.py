"""The one list of settings: key, kind, default, range and text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Generic, TypeVar

from typing_extensions import override

from desktop.language import LIKE_SYSTEM, SETTING_KEY
from desktop.qtkit.theme import ThemeMode
from desktop.qtkit.translation import tr
from engine.domain.errors import UsageError

KeyChoices = dict[str, list[str]]
V = TypeVar("V", bool, int, str, KeyChoices)


@unique
class Section(StrEnum):
    """Where a setting stands on the page."""

    APPEARANCE = tr("Appearance")
    LABELING = tr("Labeling")
    COMPUTER = tr("This computer")
    KEYS = tr("Keys")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Generic[V]):
    """One thing the user may choose.

    Attributes:
        key: Its name in the file, for good.
        text: What stands beside the control.
        help: One sentence on what it does.
        needs_restart: Whether it takes effect at the next start only.
    """

    key: str
    section: Section
    text: str
    default: V
    help: str = ""
    needs_restart: bool = False

    def check(self, value: object) -> V:
        """Return the value if it may be chosen.

        Raises:
            UsageError: It may not.
        """
        if type(value) is not type(self.default):
            raise self._refusal(value)
        return value

    def _refusal(self, value: object) -> UsageError:
        return UsageError(
            tr("{setting} cannot be {value!r}.").format(setting=self.text, value=value),
            hint=tr("Choose it on Settings."),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Toggle(Setting[bool]):
    """On or off."""


@dataclass(frozen=True, slots=True)
class Option:
    """One of the values of a choice, and its words."""

    value: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Setting[str]):
    """One of a few."""

    options: tuple[Option, ...]

    @override
    def check(self, value: object) -> str:
        for option in self.options:
            if option.value == value:
                return option.value
        raise self._refusal(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Setting[int]):
    """A whole number within limits, both included."""

    low: int
    high: int
    unit: str = ""

    @override
    def check(self, value: object) -> int:
        if type(value) is not int or not self.low <= value <= self.high:
            raise self._refusal(value)
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Setting[str]):
    """Any text, such as the path of a file."""


class KeyPreset(StrEnum):
    """Whose keys the program has."""

    DEFAULT = "default"
    LABELME = "labelme"
    CVAT = "cvat"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnKeys(Setting[KeyChoices]):
    """Keys the user chose, by action id."""

    @override
    def check(self, value: object) -> KeyChoices:
        if not isinstance(value, dict):
            raise self._refusal(value)
        for action_id, keys in value.items():
            if not isinstance(action_id, str) or not isinstance(keys, list):
                raise self._refusal(value)
            if not all(isinstance(key, str) for key in keys):
                raise self._refusal(value)
        return value


THEME = Choice(
    key="appearance.theme",
    section=Section.APPEARANCE,
    text=tr("Theme"),
    default=ThemeMode.SYSTEM.value,
    options=(
        Option(ThemeMode.SYSTEM.value, tr("As the system")),
        Option(ThemeMode.DARK.value, tr("Dark")),
        Option(ThemeMode.LIGHT.value, tr("Light")),
    ),
)
LANGUAGE = Choice(
    key=SETTING_KEY,
    text=tr("Language"),
    section=Section.APPEARANCE,
    needs_restart=True,
    default=LIKE_SYSTEM,
    options=(
        Option(LIKE_SYSTEM, tr("As the system")),
        # Each language calls itself by its own name.
        Option("en", "English"),
        Option("de", "Deutsch"),
    ),
)
KEY_HINTS = Toggle(
    key="appearance.key_hints",
    section=Section.APPEARANCE,
    text=tr("Show key hints in the status bar"),
    default=True,
    help=tr("The keys that work right now; F1 lists them all."),
)
TELL_WHEN_DONE = Toggle(
    key="appearance.tell_when_done",
    section=Section.APPEARANCE,
    text=tr("Tell the desktop when a long run ends"),
    default=True,
    help=tr("Of runs of more than a minute, while another window is in front."),
)
CROSSHAIR = Toggle(
    key="labeling.crosshair",
    section=Section.LABELING,
    text=tr("Show a crosshair while drawing boxes"),
    default=True,
)
KEEP_PLACE = Toggle(
    key="labeling.keep_place",
    section=Section.LABELING,
    text=tr("Keep zoom and place from image to image"),
    default=False,
    help=tr("For series of images that show the same place."),
)
MINIMAP = Toggle(
    key="labeling.minimap",
    section=Section.LABELING,
    text=tr("Show an overview while zoomed in"),
    default=True,
)
ANSWER_FIRST = Toggle(
    key="labeling.answer_first",
    section=Section.LABELING,
    text=tr("Hide suggestions until you have answered"),
    default=False,
    help=tr(
        "Enter then shows what the model sees besides. Validation and test images never have any."
    ),
)
RECORD_VISITS = Toggle(
    key="labeling.record_visits",
    section=Section.LABELING,
    text=tr("Record the seconds spent on each image"),
    default=True,
    help=tr("They tell what your time is worth, stay in the project, and leave it only as sums."),
)
DECODING_THREADS = Number(
    key="computer.decoding_threads",
    section=Section.COMPUTER,
    text=tr("Threads that read images"),
    default=2,
    low=1,
    high=16,
    help=tr("More makes thumbnails appear faster and leaves less for training."),
    needs_restart=True,
)

KEY_PRESET = Choice(
    key="keys.preset",
    section=Section.KEYS,
    text=tr("Keys as in"),
    default=KeyPreset.DEFAULT.value,
    options=(
        Option(KeyPreset.DEFAULT.value, "Loupe"),
        Option(KeyPreset.LABELME.value, "labelme, LabelImg"),
        Option(KeyPreset.CVAT.value, "CVAT"),
    ),
    help=tr("What you chose yourself stays."),
)
OWN_KEYS = OwnKeys(key="keys.own", section=Section.KEYS, text=tr("Your own keys"), default={})
TRACE_WITH_GRABCUT = "grabcut"
# The path of SAM weights, or GrabCut; empty: the best weights at hand, else GrabCut.
TRACE_WITH = Text(
    key="labeling.trace_with", section=Section.LABELING, text=tr("Trace with"), default=""
)
# They are chosen where they matter, not in the list.
UNLISTED: tuple[OwnKeys | Text, ...] = (OWN_KEYS, TRACE_WITH)

SETTINGS: tuple[Toggle | Choice | Number, ...] = (
    THEME,
    LANGUAGE,
    KEY_HINTS,
    TELL_WHEN_DONE,
    CROSSHAIR,
    ANSWER_FIRST,
    KEEP_PLACE,
    MINIMAP,
    RECORD_VISITS,
    DECODING_THREADS,
    KEY_PRESET,
)
