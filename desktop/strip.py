"""The loop strip: where the loop stands, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)
from typing_extensions import override

from desktop.qtkit.icons import pixmap
from desktop.qtkit.layouts import column, row
from desktop.qtkit.texts import ElidedLabel, TextRole, styled
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr

_HEIGHT_PX = 56
_GAP_PX = 24
_NAME_PX = 200
_REASON_PX = 220


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The next action the engine recommends.

    Attributes:
        text: What the button says.
        reason: Why, in one or two short lines.
        action_id: The action the button runs.
        is_enabled: Whether it can be done now.
        why_disabled: Why not.
    """

    text: str
    reason: str
    action_id: str
    is_enabled: bool = True
    why_disabled: str = ""


@dataclass(frozen=True, slots=True)
class LoopStatus:
    """Where the loop stands, in words ready to be shown.

    Attributes:
        project: Its name ("Blood smears").
        task: Task and classes ("detect, 3 classes").
        round: "Round 3".
        pool: "84 of 1,240 labeled".
        accuracy: "0.41 ± 0.05", or "not measured yet".
        accuracy_caption: The yardstick with its split and size ("test mAP50-95, 62 images").
        expert_time: "1 h 12 min".
        job: What runs ("Trial 7 of 20"); empty = nothing does.
        job_caption: Where, and the time left ("GPU, 14 min left").
        job_share: Which part of it is done, 0 to 1; None while unknown.
    """

    project: str
    task: str
    round: str
    pool: str
    accuracy: str
    accuracy_caption: str
    expert_time: str
    job: str = ""
    job_caption: str = ""
    job_share: float | None = None
    recommendation: Recommendation | None = None


class LoopStrip(QFrame):
    """Always on top; its one primary button is the recommended next action. GUI thread only."""

    # The user does as recommended: the action's id.
    action_requested = Signal(str)
    # The user wants to see what runs.
    jobs_requested = Signal()

    def __init__(self, theme: Theme, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, look="strip")
        self.setFixedHeight(_HEIGHT_PX)
        self._theme = theme
        self._recommendation: Recommendation | None = None
        self._logo = self._make_logo(menu)
        self._project = _Figure(max_width_px=_NAME_PX)
        self._round = _Figure()
        self._accuracy = _Figure()
        self._expert_time = _Figure()
        self._job = _JobFigure()
        self._reason = ElidedLabel(role=TextRole.CAPTION, max_lines=2)
        self._reason.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._reason.setFixedWidth(_REASON_PX)
        self._action = styled(QPushButton(), look="primary")
        self._build()
        self._connect_signals()
        self.set_status(None)
        self._tint()

    def set_status(self, status: LoopStatus | None) -> None:
        """Show where the loop stands; None while no project is open."""
        for figure in self._figures:
            figure.setVisible(status is not None)
        self._set_recommendation(status.recommendation if status else None)
        if status is None:
            return
        self._project.set_texts(status.project, status.task)
        self._round.set_texts(status.round, status.pool)
        self._accuracy.set_texts(status.accuracy, status.accuracy_caption)
        self._expert_time.set_texts(status.expert_time, tr("expert time"))
        self._job.set_texts(status.job, status.job_caption)
        self._job.setVisible(bool(status.job))

    @property
    def _figures(self) -> tuple[QWidget, ...]:
        return (self._project, self._round, self._accuracy, self._expert_time, self._job)

    def _make_logo(self, menu: QMenu) -> QToolButton:
        logo = styled(QToolButton(), look="logo")
        logo.setText("Loupe")
        logo.setToolTip(tr("All commands, as a menu"))
        logo.setAccessibleName(tr("Menu"))
        logo.setIconSize(QSize(24, 24))
        logo.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        logo.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        logo.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        logo.setMenu(menu)
        return logo

    def _build(self) -> None:
        layout = row(self._logo, *self._figures, spacing_px=_GAP_PX)
        layout.addStretch(1)
        layout.addLayout(row(self._reason, self._action, spacing_px=12))
        layout.setContentsMargins(8, 0, 16, 1)
        self.setLayout(layout)

    def _connect_signals(self) -> None:
        self._action.clicked.connect(self._on_action_clicked)
        self._job.clicked.connect(self.jobs_requested)
        self._theme.changed.connect(self._tint)

    def _set_recommendation(self, recommendation: Recommendation | None) -> None:
        self._recommendation = recommendation
        for widget in (self._reason, self._action):
            widget.setVisible(recommendation is not None)
        if recommendation is None:
            return
        shown = recommendation.reason if recommendation.is_enabled else recommendation.why_disabled
        self._reason.setText(shown)
        self._action.setText(recommendation.text)
        self._action.setEnabled(recommendation.is_enabled)
        self._action.setToolTip(shown)

    def _on_action_clicked(self) -> None:
        if self._recommendation is not None:
            self.action_requested.emit(self._recommendation.action_id)

    def _tint(self) -> None:
        scale = self.devicePixelRatioF()
        mark = pixmap("loupe", self._theme.tokens.accent, size_px=24, scale=scale)
        self._logo.setIcon(QIcon(mark))


class _JobFigure(QAbstractButton):
    """What runs, as a button that leads to the jobs."""

    def __init__(self) -> None:
        super().__init__()
        self._figure = _Figure(max_width_px=_NAME_PX)
        self._figure.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setLayout(column(self._figure, spacing_px=0))
        self.setMaximumWidth(_NAME_PX)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(tr("Show the jobs"))

    def set_texts(self, value: str, caption: str) -> None:
        self._figure.set_texts(value, caption)
        self.setAccessibleName(tr("Jobs: {value}, {caption}").format(value=value, caption=caption))

    @override
    def sizeHint(self) -> QSize:
        return self._figure.sizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        return self._figure.minimumSizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.hasFocus():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().accent(), 2))
        painter.drawRoundedRect(self.rect().adjusted(1, 6, -1, -6), 6, 6)


class _Figure(QWidget):
    """A value with its caption below; where room is short both end in an ellipsis."""

    def __init__(self, *, max_width_px: int | None = None) -> None:
        super().__init__()
        self._value = ElidedLabel(role=TextRole.STRONG)
        self._caption = ElidedLabel(role=TextRole.CAPTION)
        self.setLayout(column(None, self._value, self._caption, None, spacing_px=3))
        # Only names may give way; figures keep their room.
        is_name = max_width_px is not None
        policy = QSizePolicy.Policy.Preferred if is_name else QSizePolicy.Policy.Fixed
        for label in (self._value, self._caption):
            label.setSizePolicy(policy, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy, QSizePolicy.Policy.Preferred)
        if max_width_px is not None:
            self.setMaximumWidth(max_width_px)

    def set_texts(self, value: str, caption: str) -> None:
        self._value.setText(value)
        self._caption.setText(caption)
