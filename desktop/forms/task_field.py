"""What a project is to learn, as a choice; for pose with its keypoints."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from desktop.qtkit.blocked import blocked
from desktop.qtkit.elided_combo import ElidedComboBox
from desktop.qtkit.layouts import column
from desktop.qtkit.texts import TextRole, text_label
from desktop.qtkit.translation import tr
from engine.domain.errors import UsageError
from engine.domain.project import Task
from engine.domain.skeleton import PERSON, Skeleton, pairs_in_words, read_skeleton

TASK_WORDS = {
    Task.DETECT: tr("Boxes around objects"),
    Task.SEGMENT: tr("Outlines of objects"),
    Task.OBB: tr("Rotated boxes"),
    Task.POSE: tr("Boxes and keypoints"),
    Task.CLASSIFY: tr("Classes of whole images"),
}
_NAMES_HEIGHT_PX = 96
_PERSON, _OWN = tr("A person's 17 keypoints"), tr("Keypoints of your own")
_EDGES_HINT = tr("1-2, 1-3")


class TaskField(QWidget):
    """A choice of the five tasks. GUI thread only."""

    # Another task, or other keypoints.
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = ElidedComboBox(min_letters=16)
        for task, words in TASK_WORDS.items():
            self._tasks.addItem(f"{words} ({task})", task)
        self._tasks.setAccessibleName(tr("Task"))
        self._skeleton = SkeletonField()
        self._tasks.currentIndexChanged.connect(self._on_changed)
        self._skeleton.changed.connect(self.changed)
        self.setLayout(column(self._tasks, self._skeleton, spacing_px=8))
        self._skeleton.setVisible(False)

    @property
    def task(self) -> Task:
        """The task chosen."""
        return Task(self._tasks.currentData())

    @property
    def skeleton(self) -> Skeleton | None:
        """The keypoints for pose; UsageError where they are none."""
        return self._skeleton.skeleton if self.task is Task.POSE else None

    def show_task(self, task: Task, skeleton: Skeleton | None = None) -> None:
        """Show a task and its keypoints."""
        with blocked(self._tasks):
            self._tasks.setCurrentIndex(self._tasks.findData(task))
        if skeleton is not None:
            self._skeleton.show_skeleton(skeleton)
        self._skeleton.setVisible(task is Task.POSE)

    def _on_changed(self) -> None:
        self._skeleton.setVisible(self.task is Task.POSE)
        self.changed.emit()


class SkeletonField(QWidget):
    """The keypoints of an object: those of a person, or names with lines and mirrored pairs.

    Points called alike but for left and right mirror each other, until somebody says otherwise.
    """

    # Other keypoints.
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = QComboBox()
        self._kind.addItems([_PERSON, _OWN])
        self._names = QPlainTextEdit()
        self._edges, self._mirrored = QLineEdit(), QLineEdit()
        self._is_mirrored_by_hand = False
        self._own = QWidget()
        self._own.setLayout(
            column(
                text_label(tr("Names, one a line"), TextRole.CAPTION),
                self._names,
                text_label(tr("Lines between them, by number"), TextRole.CAPTION),
                self._edges,
                text_label(tr("Mirror images of each other (left, right)"), TextRole.CAPTION),
                self._mirrored,
                spacing_px=4,
            )
        )
        self._dress()
        self._kind.currentIndexChanged.connect(self._on_changed)
        self._names.textChanged.connect(self._on_changed)
        self._edges.textChanged.connect(self._on_changed)
        self._mirrored.textEdited.connect(self._on_mirrored_by_hand)
        self.setLayout(column(self._kind, self._own, spacing_px=8))
        self._own.setVisible(False)

    @property
    def skeleton(self) -> Skeleton:
        """The keypoints; UsageError where they are none."""
        if self._kind.currentText() == _PERSON:
            return PERSON
        mirrored = self._mirrored.text() if self._is_mirrored_by_hand else None
        return read_skeleton(self._name_list(), edges=self._edges.text(), mirrored=mirrored)

    def show_skeleton(self, skeleton: Skeleton) -> None:
        """Show these keypoints."""
        pairs = [(a, b) for a, b in enumerate(skeleton.flip_idx) if a < b]
        with blocked(self._kind), blocked(self._names), blocked(self._edges):
            self._kind.setCurrentText(_PERSON if skeleton == PERSON else _OWN)
            self._names.setPlainText("\n".join(skeleton.names))
            self._edges.setText(pairs_in_words(skeleton.edges))
        self._mirrored.setText(pairs_in_words(pairs))
        self._is_mirrored_by_hand = True
        self._own.setVisible(self._kind.currentText() == _OWN)

    def _dress(self) -> None:
        self._kind.setAccessibleName(tr("Keypoints"))
        self._names.setAccessibleName(tr("Names of the keypoints, one a line"))
        self._names.setPlaceholderText(tr("nose\nleft eye\nright eye"))
        self._names.setFixedHeight(_NAMES_HEIGHT_PX)
        self._names.setTabChangesFocus(True)
        self._edges.setAccessibleName(tr("Lines between keypoints, by number"))
        self._edges.setPlaceholderText(_EDGES_HINT)
        self._mirrored.setAccessibleName(tr("Keypoints that mirror each other, by number"))
        self._mirrored.setPlaceholderText("2-3")

    def _name_list(self) -> list[str]:
        lines = self._names.toPlainText().splitlines()
        return [line.strip() for line in lines if line.strip()]

    def _on_changed(self) -> None:
        self._own.setVisible(self._kind.currentText() == _OWN)
        if not self._is_mirrored_by_hand:
            self._mirrored.setText(self._guessed_pairs())
        self.changed.emit()

    def _on_mirrored_by_hand(self) -> None:
        self._is_mirrored_by_hand = True
        self.changed.emit()

    def _guessed_pairs(self) -> str:
        try:
            skeleton = read_skeleton(self._name_list())
        except UsageError:
            return ""
        return pairs_in_words((a, b) for a, b in enumerate(skeleton.flip_idx) if a < b)
