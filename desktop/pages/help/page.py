"""The page Help: topics at the left, one of them to read."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QFont,
    QImage,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QFrame, QListWidget, QPushButton, QTextBrowser
from typing_extensions import override

from desktop.page import Page
from desktop.pages.help.guide import read_guide
from desktop.qtkit.fonts import text_font
from desktop.qtkit.layouts import column, row
from desktop.qtkit.texts import TextRole, styled, text_label
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr

_TOPICS_PX = 220
_TEXT_PX = 760
_TOPIC_HEIGHT_PX = 34
# Against what else wants room.
_ALL = 100
_HEADING_PX = 22
_TEXT_SIZE_PX = 14
_LINE_PERCENT = 145.0
_PARAGRAPH_PX, _ITEM_PX = 14, 6
# Room of the text beside its pictures: margins and the bar to scroll.
_BESIDE_PX = 20


class HelpPage(Page):
    """The guide, which needs no network."""

    # The list of all keys is wanted.
    keys_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._topics = read_guide()
        self._list = QListWidget()
        self._list.setAccessibleName(tr("Topics of the guide"))
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._text = _Text()
        self._keys = QPushButton(tr("Show the keys"))
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
                text_label(tr("Help"), TextRole.TITLE),
                self._list,
                self._keys,
                spacing_px=12,
                margin_px=16,
            )
        )
        sheet = styled(QFrame(), look="card")
        sheet.setMaximumWidth(_TEXT_PX)
        sheet.setLayout(column(self._text, margin_px=20))
        layout = row(side, spacing_px=16, margin_px=20)
        layout.addWidget(sheet, _ALL)
        layout.addStretch(1)
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
        self.setAccessibleName(tr("Text of the topic"))
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
        _set_in_type(self.document())
        self.moveCursor(QTextCursor.MoveOperation.Start)


def _set_in_type(document: QTextDocument) -> None:
    """Give text from Markdown the program's sizes, weights and distances."""
    cursor = QTextCursor(document)
    block = document.begin()
    while block.isValid():
        cursor.setPosition(block.position())
        form = block.blockFormat()
        form.setBottomMargin(_ITEM_PX if block.textList() is not None else _PARAGRAPH_PX)
        percent = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
        # What stretches lines would stretch pictures too.
        if "\ufffc" not in block.text():
            form.setLineHeight(_LINE_PERCENT, percent)
        cursor.setBlockFormat(form)
        size_px = _HEADING_PX if form.headingLevel() else _TEXT_SIZE_PX
        for start, end, is_strong in _spans(block):
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            weight = QFont.Weight.DemiBold if is_strong else QFont.Weight.Normal
            typed = QTextCharFormat()
            typed.setFont(text_font(size_px, weight=weight))
            cursor.mergeCharFormat(typed)
        block = block.next()


def _spans(block: QTextBlock) -> list[tuple[int, int, bool]]:
    """Return the stretches of a paragraph's text: begin, end, whether it is strong."""
    spans = []
    found = block.begin()
    while not found.atEnd():
        piece = found.fragment()
        if not piece.charFormat().isImageFormat():
            is_strong = piece.charFormat().fontWeight() > QFont.Weight.Medium
            spans.append((piece.position(), piece.position() + piece.length(), is_strong))
        found += 1
    return spans
