"""The texts in the code of the window: which are marked for translation, and which are not."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]

# What reads like words for a person: several words, or one that begins with a capital.
_READS_LIKE_TEXT = re.compile(r"[A-Za-z]{2}.* |[ ].*[A-Za-z]{2}|^[A-Z][a-z]+$")
_UNITS_AND_NAME = re.compile(r"\b(px|ms|min|Loupe)\b")
_KEY = re.compile(
    r"^((Ctrl|Shift|Alt)\+)*(Ctrl|Shift|Alt|Return|Enter|Esc|Tab|Space|Backspace|Del|Left|Right|Up"
    r"|Down|PgUp|PgDown|F\d+|.)?$"
)
# Calls whose words are for who writes code, or name something to Qt or to the system.
_NOT_SHOWN = re.compile(
    r"^(tr|ValueError|TypeVar|NewType|add_argument|ArgumentParser|_log\.\w+|.*\._is|_is"
    r"|setStyle|strftime|compile)$"
)
_NAMES = {
    "Loupe",
    "Pascal VOC",
    "GrabCut",
    "labelme, LabelImg",
    "English",
    "Deutsch",
    "Inter",
}
# Words on the terminal before there is a window, and the report that goes to who mends Loupe.
_UNTRANSLATED = {
    "desktop/__main__.py",
    "desktop/reporting/crash_reports.py",
    "desktop/qtkit/fonts.py",
}
_NO_DISPLAY = "loupe: there is no display"
# Where a single word in small letters is a text too, by the place of the argument or its name.
_SHOWN = {
    "text_label": (0,),
    "QLabel": (0,),
    "QPushButton": (0,),
    "QCheckBox": (0,),
    "setText": (0,),
    "setToolTip": (0,),
    "setAccessibleName": (0,),
    "setPlaceholderText": (0,),
    "setWindowTitle": (0,),
    "set_title": (0,),
    "unavailable": (0,),
    "KeyHint": (1,),
    "Action": (1,),
    "CanvasCommand": (1,),
    "Badge": (0,),
    "Card": (0,),
    "Column": (0,),
    "NamedValue": (0, 1),
    "FigureText": (1,),
    "Way": (0,),
}
_SHOWN_BY_NAME = {"hint", "text", "tip", "help", "empty_text", "why_not", "caption"}


@dataclass(frozen=True, slots=True)
class Marked:
    """A text in a call of `tr`."""

    source: str
    about: str
    is_counted: bool


def code_of_the_window() -> list[Path]:
    return sorted((ROOT / "desktop").rglob("*.py"))


def marked_texts() -> set[Marked]:
    return {marked for path in code_of_the_window() for marked in _marked(_tree(path))}


def unmarked_texts() -> list[str]:
    """Return "file:line text" of what a person may read and nobody can translate."""
    return [
        f"{path.relative_to(ROOT)}:{line} {text!r}"
        for path in code_of_the_window()
        if str(path.relative_to(ROOT)) not in _UNTRANSLATED
        for line, text in unmarked_in(_tree(path))
    ]


def unmarked_in(tree: ast.Module) -> Iterator[tuple[int, str]]:
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        text = _literal(node, parents)
        if text is None or text in _NAMES or _KEY.match(text) or text.startswith(_NO_DISPLAY):
            continue
        if _is_not_shown(node, parents):
            continue
        words = _UNITS_AND_NAME.sub("", text)
        if _READS_LIKE_TEXT.search(words) or (text.isalpha() and _is_shown(node, parents)):
            yield node.lineno, text


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def _marked(tree: ast.Module) -> Iterator[Marked]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) == "tr":
            given = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args[:2]]
            assert all(isinstance(each, str) for each in given), ast.unparse(node)
            yield Marked(str(given[0]), str(given[1]) if given[1:] else "", len(node.args) > 2)


def _literal(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> str | None:
    """Return the letters of a literal; None for docstrings, keys of mappings and other nodes."""
    if isinstance(node, ast.JoinedStr):
        parts = (each.value if isinstance(each, ast.Constant) else "" for each in node.values)
        return "".join(map(str, parts))
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return None
    parent = parents[node]
    if isinstance(parent, ast.Expr | ast.JoinedStr | ast.Compare | ast.Subscript | ast.Assert):
        return None
    return None if isinstance(parent, ast.Dict) and node in parent.keys else node.value


def _is_not_shown(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    while node in parents and not isinstance(node, ast.stmt):
        node = parents[node]
        if isinstance(node, ast.Call) and _NOT_SHOWN.match(_name(node.func)):
            return True
    return isinstance(node, ast.Assert)


def _is_shown(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    parent = parents[node]
    if isinstance(parent, ast.keyword):
        return parent.arg in _SHOWN_BY_NAME
    if not isinstance(parent, ast.Call) or node not in parent.args:
        return False
    places = _SHOWN.get(_name(parent.func).rpartition(".")[2], ())
    return parent.args.index(node) in places


def _name(func: ast.expr) -> str:
    if isinstance(func, ast.Name):
        return func.id
    if isinstance(func, ast.Attribute):
        owner = _name(func.value)
        return f"{owner}.{func.attr}" if owner == "_log" else func.attr
    return ""
