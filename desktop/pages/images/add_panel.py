"""What there is to say about images before they are added."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QPushButton, QWidget

from desktop.forms.group_rule import GroupRuleField
from desktop.pages.images.overview import AddOffer
from desktop.qtkit.layouts import column, row
from desktop.qtkit.texts import ElidedLabel, TextRole, styled, text_label
from desktop.qtkit.translation import tr
from desktop.wishes import AddWish

_FORMAT_NAMES = {"yolo": "YOLO", "coco": "COCO", "voc": "Pascal VOC"}


class AddPanel(QFrame):
    """Groups, copies and, for a dataset, its labels. GUI thread only."""

    # The user wants them added: AddWish.
    add_requested = Signal(object)
    # The user changed their mind.
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, look="card")
        self._offer = AddOffer((), "", has_images=False)
        self._title = text_label("", TextRole.STRONG)
        self._where = ElidedLabel(role=TextRole.CAPTION)
        self._labels = QCheckBox()
        self._empty = QCheckBox(tr("Images without a label file hold nothing to find"))
        self._holdout = QCheckBox(tr("Its validation and test images join the holdout"))
        self._copy = QCheckBox(tr("Copy the images into the project"))
        self._rule = GroupRuleField()
        self._add = QPushButton(tr("Add"))
        self._cancel = styled(QPushButton(tr("Cancel")), look="quiet")
        self._build()
        self._connect_signals()

    def show_offer(self, offer: AddOffer) -> None:
        """Ask about these images."""
        self._offer = offer
        first = offer.sources[0]
        several = len(offer.sources) > 1
        self._title.setText(
            tr("Add {num_sources} folders").format(num_sources=len(offer.sources))
            if several
            else tr("Add {name}").format(name=first.name)
        )
        self._where.setText(", ".join(str(path) for path in offer.sources))
        name = _FORMAT_NAMES.get(offer.format_name, offer.format_name)
        self._labels.setText(tr("Read it as a {name} dataset, with its labels").format(name=name))
        self._labels.setChecked(bool(offer.format_name))
        self._empty.setChecked(False)
        self._holdout.setChecked(False)
        self._on_changed()

    def _build(self) -> None:
        dataset = column(self._labels, self._empty, self._holdout, spacing_px=6)
        self._empty.setContentsMargins(24, 0, 0, 0)
        top = row(self._title, self._where, spacing_px=12)
        top.setStretch(1, 1)
        self.setLayout(
            column(
                top,
                dataset,
                self._copy,
                text_label(tr("Groups"), TextRole.HEADING),
                self._rule,
                row(None, self._cancel, self._add),
                spacing_px=10,
                margin_px=16,
            )
        )

    def _connect_signals(self) -> None:
        self._labels.toggled.connect(self._on_changed)
        self._rule.changed.connect(self._on_changed)
        self._add.clicked.connect(self._on_add)
        self._cancel.clicked.connect(self.cancelled)

    def _on_changed(self) -> None:
        is_dataset = bool(self._offer.format_name)
        with_labels = is_dataset and self._labels.isChecked()
        self._labels.setVisible(is_dataset)
        self._empty.setVisible(with_labels)
        self._holdout.setVisible(with_labels and self._offer.has_images)
        self._copy.setVisible(not with_labels)
        problem = self._rule.problem
        self._add.setEnabled(not problem)
        self._add.setToolTip(problem)

    def _on_add(self) -> None:
        with_labels = bool(self._offer.format_name) and self._labels.isChecked()
        self.add_requested.emit(
            AddWish(
                self._offer.sources,
                rule=self._rule.rule,
                is_copied=self._copy.isChecked() and not with_labels,
                with_labels=with_labels,
                missing_means_empty=self._empty.isChecked(),
                as_holdout=self._holdout.isChecked(),
            )
        )
