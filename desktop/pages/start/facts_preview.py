"""What the facts let a training do to the user's own image: before, and after."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from desktop.qtkit.engine_texts import said
from desktop.qtkit.inputs import number_box
from desktop.qtkit.layouts import column, row
from desktop.qtkit.texts import TextRole, styled, text_label
from desktop.qtkit.translation import tr
from desktop.tasks.pool import Pool, Ticket
from engine.domain.errors import EngineError
from engine.domain.project import DomainFacts
from engine.loop.fact_previews import FactsPreview, SmallPicture, first_image, preview_facts

_SIDE_PX = 248
_MAX_SEED = 9_999
_NO_IMAGE = tr("Add images in the first step to see what this does to one of them.")
_LOOKING = tr("Looking for the first image.")
_WHY = tr(
    "One example of the strongest training that a search may try under these "
    "facts. Some images are also joined from four there."
)


class FactsPreviewField(QWidget):
    """Two small pictures that follow the facts. GUI thread only; pictures are made on a thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before, self._after = _picture(tr("Before")), _picture(tr("After"))
        self._name = text_label("", TextRole.CAPTION)
        self._seed = number_box(1, _MAX_SEED)
        self._another = styled(QPushButton(tr("Another")), look="quiet")
        self._note = text_label(_WHY, TextRole.CAPTION, wrap=True)
        self._pictures = QWidget()
        self._facts = DomainFacts()
        self._sources: tuple[Path, ...] = ()
        # Looking for the first image of a folder may take long: it is done once.
        self._found: Path | None = None
        self._pool: Pool | None = None
        self._asked: Ticket | None = None
        self._build()

    @property
    def is_settled(self) -> bool:
        """Whether the pictures show what was asked for last."""
        return self._pool is None or self._pool.is_idle

    def show_sources(self, sources: Sequence[Path]) -> None:
        """Take the image from these folders and files."""
        if tuple(sources) != self._sources:
            self._sources, self._found = tuple(sources), None
        self._ask()

    def set_facts(self, facts: DomainFacts) -> None:
        """Show what these facts allow."""
        self._facts = facts
        self._ask()

    def stop(self) -> None:
        """Make no more pictures, until the next is asked for."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(timeout_s=2.0)

    def _build(self) -> None:
        self._seed.setAccessibleName(tr("Number of the example"))
        self._seed.setToolTip(tr("The same number gives the same picture"))
        self._seed.setFixedWidth(84)
        sides = ((tr("As it is"), self._before), (tr("In training"), self._after))
        pictures = row(
            *(column(text_label(title, TextRole.HEADING), each) for title, each in sides),
            None,
            spacing_px=12,
        )
        example = row(self._name, None, text_label(tr("Example")), self._seed, self._another)
        self._pictures.setLayout(column(pictures, example, spacing_px=8))
        self.setLayout(column(self._pictures, self._note, spacing_px=8))
        self._seed.valueChanged.connect(self._ask)
        self._another.clicked.connect(self._on_another)
        self._show_none()

    def _on_another(self) -> None:
        self._seed.setValue(self._seed.value() % _MAX_SEED + 1)

    def _ask(self) -> None:
        if self._asked is not None:
            self._asked.cancel()
        if not self._sources:
            self._show_none()
            return
        if self._pictures.isHidden():
            self._note.setText(_LOOKING)
        if self._pool is None:
            self._pool = Pool("previews", num_threads=1, newest_first=True)
        sources, found, facts = self._sources, self._found, self._facts
        seed, side_px = self._seed.value(), round(_SIDE_PX * self.devicePixelRatioF())

        def _make() -> tuple[Path | None, FactsPreview | None]:
            path = found or first_image(sources)
            return path, preview_facts(path, facts, seed=seed, side_px=side_px) if path else None

        self._asked = self._pool.submit(_make, then=self._on_made, failed=self._on_failed)

    def _on_made(self, made: tuple[Path | None, FactsPreview | None]) -> None:
        self._found, preview = made
        if preview is None:
            self._show_none()
            return
        self._pictures.show()
        self._note.setText(_WHY)
        self._name.setText(preview.name)
        scale = self.devicePixelRatioF()
        self._before.setPixmap(_pixmap(preview.before, scale))
        self._after.setPixmap(_pixmap(preview.after, scale))

    def _on_failed(self, error: EngineError) -> None:
        self._pictures.hide()
        self._note.setText(said(str(error)))

    def _show_none(self) -> None:
        self._pictures.hide()
        self._note.setText(_NO_IMAGE)


def _picture(name: str) -> QLabel:
    label = QLabel()
    label.setAccessibleName(name)
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    return label


def _pixmap(picture: SmallPicture, scale: float) -> QPixmap:
    image = QImage(
        picture.rgb,
        picture.width,
        picture.height,
        3 * picture.width,
        QImage.Format.Format_RGB888,
    )
    shown = QPixmap.fromImage(image)
    shown.setDevicePixelRatio(scale)
    return shown
