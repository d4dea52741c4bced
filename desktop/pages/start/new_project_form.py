"""A new project in three steps: images and groups, task and classes, facts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from desktop.forms.facts import FactsField
from desktop.forms.files import ask_folder
from desktop.forms.folder_list import FolderListField
from desktop.forms.group_rule import GroupRuleField
from desktop.forms.task_field import TaskField
from desktop.pages.start.facts_preview import FactsPreviewField
from desktop.qtkit.engine_texts import said
from desktop.qtkit.layouts import Part, column, row
from desktop.qtkit.texts import ElidedLabel, TextRole, styled, text_label
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr
from desktop.wishes import AddWish, NewProject
from engine.domain.classes import check_class_names
from engine.domain.errors import EngineError, UsageError
from engine.domain.project import Task

_WIDTH_PX = 560
_CLASSES_HEIGHT_PX = 132
_STEPS = (tr("Images"), tr("Task and classes"), tr("Facts"))
_NAME_HINT = tr("Blood smears")
_FACTS_WHY = tr(
    "What you know of these images, no training will contradict: where left and "
    "right differ, no image is ever mirrored."
)
_CLASSES_WHY = tr(
    "What there is to find, one a line. Leave it empty where a dataset brings its "
    "own; you can add and rename classes at any time."
)
_HOLDOUT = tr("Then Loupe proposes which images only measure the model; you can adjust that first.")


class NewProjectForm(QWidget):
    """Asks for a new project, step by step. GUI thread only."""

    # The project is described: NewProject.
    create_requested = Signal(object)
    # The user went back before the first step.
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parent_dir = Path.home() / "Loupe"
        self._title = text_label("", TextRole.TITLE)
        self._problem = text_label("", TextRole.BAD, wrap=True)
        self._name = QLineEdit()
        self._place = ElidedLabel(role=TextRole.CAPTION)
        self._folders = FolderListField(theme)
        self._copy = QCheckBox(tr("Copy the images into the project"))
        self._rule = GroupRuleField()
        self._task = TaskField()
        self._classes = QPlainTextEdit()
        self._facts = FactsField()
        self._preview = FactsPreviewField()
        self._steps = QStackedWidget()
        self._back = QPushButton(tr("Back"))
        self._next = styled(QPushButton(tr("Next")), look="primary")
        self._build()
        self._connect_signals()

    @property
    def step(self) -> int:
        """The step in front, from 0."""
        return self._steps.currentIndex()

    def begin(self, sources: Sequence[Path] = ()) -> None:
        """Ask anew, with images from these folders."""
        self._folders.clear()
        self._folders.add(sources)
        self._name.setText(sources[0].stem if sources else "")
        self._task.show_task(Task.DETECT)
        self._classes.clear()
        self._go_to(0)
        self._name.setFocus()

    def stop(self) -> None:
        """End what goes on behind the form."""
        self._preview.stop()

    def show_problem(self, error: EngineError) -> None:
        """Say what is in the way."""
        self._problem.setText(said(str(error)))
        self._problem.show()

    def _build(self) -> None:
        self._name.setPlaceholderText(_NAME_HINT)
        self._name.setAccessibleName(tr("Name of the project"))
        self._classes.setPlaceholderText("RBC\nWBC\nPlatelets")
        self._classes.setAccessibleName(tr("Classes, one a line"))
        self._classes.setFixedHeight(_CLASSES_HEIGHT_PX)
        self._classes.setTabChangesFocus(True)
        for step in (self._images_step(), self._classes_step(), self._facts_step()):
            self._steps.addWidget(step)
        self._problem.hide()
        card = styled(QFrame(), look="card")
        card.setFixedWidth(_WIDTH_PX)
        card.setLayout(
            column(
                self._title,
                self._steps,
                self._problem,
                row(self._back, None, self._next),
                spacing_px=16,
                margin_px=24,
            )
        )
        inside = styled(QWidget(), look="clear")
        inside.setLayout(column(row(None, card, None), None, margin_px=24))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        self.setLayout(column(scroll))

    def _images_step(self) -> QWidget:
        change = styled(QPushButton(tr("Change…")), look="quiet")
        change.clicked.connect(self._on_change_place)
        place = row(self._place, change)
        place.setStretch(0, 1)
        return _step(
            text_label(tr("Name"), TextRole.HEADING),
            self._name,
            place,
            text_label(tr("Images"), TextRole.HEADING),
            self._folders,
            self._copy,
            text_label(tr("Groups"), TextRole.HEADING),
            self._rule,
        )

    def _classes_step(self) -> QWidget:
        return _step(
            text_label(tr("Task"), TextRole.HEADING),
            self._task,
            8,
            text_label(tr("Classes"), TextRole.HEADING),
            self._classes,
            text_label(_CLASSES_WHY, TextRole.CAPTION, wrap=True),
        )

    def _facts_step(self) -> QWidget:
        return _step(
            text_label(_FACTS_WHY, wrap=True),
            self._facts,
            8,
            self._preview,
            8,
            text_label(_HOLDOUT, TextRole.CAPTION, wrap=True),
        )

    def _connect_signals(self) -> None:
        self._back.clicked.connect(self._on_back)
        self._next.clicked.connect(self._on_next)
        self._name.textChanged.connect(self._on_name_changed)
        self._name.returnPressed.connect(self._on_next)
        self._folders.changed.connect(self._on_folders_changed)
        self._facts.changed.connect(self._preview.set_facts)

    def _go_to(self, step: int) -> None:
        self._problem.hide()
        self._steps.setCurrentIndex(step)
        self._title.setText(
            tr("New project, step {step} of {num_steps}: {title}").format(
                step=step + 1, num_steps=len(_STEPS), title=_STEPS[step]
            )
        )
        self._next.setText(tr("Make the project") if step == len(_STEPS) - 1 else tr("Next"))
        self._on_name_changed()
        if step == len(_STEPS) - 1:
            self._preview.show_sources(self._folders.paths)

    def _on_back(self) -> None:
        if self.step:
            self._go_to(self.step - 1)
        else:
            self.left.emit()

    def _on_next(self) -> None:
        try:
            self._check_step()
        except UsageError as error:
            self.show_problem(error)
            return
        if self.step < len(_STEPS) - 1:
            self._go_to(self.step + 1)
        else:
            self.create_requested.emit(self._wish())

    def _check_step(self) -> None:
        """Check what was entered.

        Raises:
            UsageError: Something is missing or wrong.
        """
        if self.step == 0:
            if not self._name.text().strip():
                raise UsageError(tr("The project needs a name."))
            _ = self._rule.rule
        elif self.step == 1:
            check_class_names(self._class_names())
            _ = self._task.skeleton

    def _class_names(self) -> list[str]:
        return [line.strip() for line in self._classes.toPlainText().splitlines() if line.strip()]

    def _wish(self) -> NewProject:
        sources = self._folders.paths
        images = AddWish(sources, rule=self._rule.rule, is_copied=self._copy.isChecked())
        return NewProject(
            folder=self._folder(),
            name=self._name.text().strip(),
            class_names=tuple(check_class_names(self._class_names())),
            task=self._task.task,
            skeleton=self._task.skeleton,
            facts=self._facts.facts,
            images=images if sources else None,
        )

    def _folder(self) -> Path:
        return self._parent_dir / folder_name(self._name.text())

    def _on_name_changed(self) -> None:
        self._place.setText(tr("Kept in {folder}").format(folder=self._folder()))

    def _on_folders_changed(self) -> None:
        paths = self._folders.paths
        if paths and not self._name.text().strip():
            self._name.setText(paths[0].stem)

    def _on_change_place(self) -> None:
        folder = ask_folder(self, tr("Where to keep the project"))
        if folder is not None:
            self._parent_dir = folder
            self._on_name_changed()


def folder_name(name: str) -> str:
    """Return a name for the folder of a project: "Blood smears" gives "blood-smears"."""
    words = re.findall(r"\w+", name.casefold())
    return "-".join(words) or "project"


def _step(*parts: Part) -> QWidget:
    result = QWidget()
    result.setLayout(column(*parts, None, spacing_px=8))
    return result
