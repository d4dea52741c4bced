"""The page Help: topics at the left, one of them to read."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QImage, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QFrame, QListWidget, QPushButton, QTextBrowser
from typing_extensions import override

from desktop.page import Page
from desktop.pages.help.guide import read_guide
from desktop.qtkit.layouts import column, row
from desktop.qtkit.texts import TextRole, styled, text_label
from desktop.qtkit.theme import Theme

_TOPICS_PX = 220
_TEXT_PX = 760
_TOPIC_HEIGHT_PX = 34
# Room of the text beside its pictures: margins and the bar to scroll.
_BESIDE_PX = 28


class HelpPage(Page):
    """The guide, which needs no network."""

    # The list of all keys is wanted.
    keys_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._topics = read_guide()
        self._list = QListWidget()
        self._list.setAccessibleName("Topics of the guide")
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._text = _Text()
        self._keys = QPushButton("Show the keys")
        self._build()
        self._list.currentRowChanged.connect(self._on_topic_chosen)
        self._keys.clicked.connect(self.keys_requested)
        theme.changed.connect(self._show_topic)
        self._list.setCurrentRow(0)

    @override
    def entered(self) -> None:
        self._list.setFocus()

    def _build(self) -> None:
        for topic in self._topics:
            self._list.addItem(topic.title)
        for number in range(self._list.count()):
            self._list.item(number).setSizeHint(QSize(0, _TOPIC_HEIGHT_PX))
        side = styled(QFrame(), look="card")
        side.setFixedWidth(_TOPICS_PX)
        side.setLayout(
            column(
                text_label("Help", TextRole.TITLE),
                self._list,
                self._keys,
                spacing_px=12,
                margin_px=16,
            )
        )
        self._text.setMaximumWidth(_TEXT_PX)
        layout = row(side, spacing_px=24, margin_px=20)
        layout.addWidget(self._text, 1)
        layout.addStretch(0)
        self.setLayout(layout)

    def _on_topic_chosen(self, _number: int) -> None:
        self._show_topic()

    def _show_topic(self) -> None:
        number = self._list.currentRow()
        if number >= 0:
            self._text.setMarkdown(self._topics[number].text)


class _Text(QTextBrowser):
    """Text whose pictures are as wide as the text at most."""

    def __init__(self) -> None:
        super().__init__()
        self._markdown = ""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Text of the topic")
        self.setOpenLinks(False)

    @override
    def loadResource(self, kind: int, name: QUrl | str) -> object:
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        path = (name if isinstance(name, QUrl) else QUrl(name)).toLocalFile()
        picture = QImage(path)
        width = max(1, self.viewport().width() - _BESIDE_PX)
        if picture.width() > width:
            picture = picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        return picture

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.setMarkdown(self._markdown)

    @override
    def setMarkdown(self, markdown: str) -> None:
        self._markdown = markdown
        super().setMarkdown(markdown)
