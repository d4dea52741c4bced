"""What the user sees of an unexpected error."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QPushButton, QWidget

from desktop.qtkit.layouts import column, row
from desktop.qtkit.texts import TextRole, styled, text_label
from desktop.qtkit.translation import tr
from desktop.reporting.crash_reports import CrashReport


class CrashDialog(QDialog):
    """Says that Loupe broke, that the labels are safe, and what the report has. Never blocks.

    Later reports are added to the one that is open: a bug in a timer must not open a hundred.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Unexpected error"))
        self.setModal(False)
        self.resize(640, 420)
        self._reports: list[CrashReport] = []
        self._summary = text_label("", TextRole.BODY, wrap=True)
        self._where = text_label("", TextRole.CAPTION, wrap=True)
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._copy = QPushButton(tr("Copy the report"))
        self._open_folder = QPushButton(tr("Open its folder"))
        self._close = styled(QPushButton(tr("Go on working")), look="primary")
        self._close.setDefault(True)
        self._build()
        self._connect_signals()

    @property
    def num_reports(self) -> int:
        """How many errors it shows."""
        return len(self._reports)

    def add(self, report: CrashReport) -> None:
        """Show one more error."""
        if not self.isVisible():
            self._reports.clear()
            self._text.clear()
        self._reports.append(report)
        count = self.num_reports
        self._summary.setText(
            report.summary if count == 1 else tr("{count} errors so far.").format(count=count)
        )
        self._text.appendPlainText(report.text)
        self._where.setText(
            tr("The report is in {path}.").format(path=report.path)
            if report.path
            else tr("The report could not be kept.")
        )
        self._open_folder.setEnabled(report.path is not None)
        self.show()

    def _build(self) -> None:
        buttons = row(self._copy, self._open_folder, None, self._close)
        safe = tr("Everything you labeled is stored. Nothing was sent anywhere.")
        self.setLayout(
            column(
                text_label(tr("Loupe met an error it did not expect"), TextRole.TITLE),
                text_label(safe, wrap=True),
                self._summary,
                self._text,
                self._where,
                buttons,
                margin_px=16,
            )
        )

    def _connect_signals(self) -> None:
        self._copy.clicked.connect(self._on_copy_clicked)
        self._open_folder.clicked.connect(self._on_open_folder_clicked)
        self._close.clicked.connect(self.accept)

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._text.toPlainText())

    def _on_open_folder_clicked(self) -> None:
        path = self._reports[-1].path
        if path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
