"""The label page: the image in the middle, all that helps to answer around it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from desktop.actions.action import Action
from desktop.actions.key_map import KeyMap
from desktop.canvas.keys import CanvasKeys
from desktop.canvas.minimap import Minimap
from desktop.canvas.picture_feed import PictureFeed, RenderedPicture
from desktop.canvas.style import CanvasStyle
from desktop.canvas.tools.offered import first_tool, tools_of
from desktop.canvas.tools.tool import ToolName
from desktop.canvas.view import CanvasView
from desktop.canvas.window_gesture import WindowGesture
from desktop.page import Page
from desktop.pages.label.class_palette import ClassPalette
from desktop.pages.label.filmstrip import Filmstrip
from desktop.pages.label.hand_keeper import HandKeeper
from desktop.pages.label.page_actions import (
    canvas_bindings,
    keys_in_force,
    label_actions,
    label_hints,
)
from desktop.pages.label.presenter import LabelPresenter
from desktop.pages.label.reason import Badge, ReasonLine
from desktop.pages.label.reason_bar import ReasonBar
from desktop.pages.label.side_panel import SidePanel
from desktop.pages.label.standstill import Standstill
from desktop.pages.label.status_words import status_words
from desktop.pages.label.tool_rail import ToolRail
from desktop.pages.label.tracing import Tracing
from desktop.qtkit.focus import focus_first_button
from desktop.qtkit.keycap import KeyHint
from desktop.qtkit.layouts import column, row
from desktop.qtkit.page_states import PageStates, Way
from desktop.qtkit.regions import go_to_region
from desktop.qtkit.theme import Theme
from desktop.qtkit.tokens import Tokens
from desktop.qtkit.translation import tr
from desktop.reporting.messages import MessageCenter
from desktop.settings.schema import (
    ANSWER_FIRST,
    CROSSHAIR,
    KEEP_PLACE,
    MINIMAP,
    RECORD_VISITS,
)
from desktop.settings.settings import Settings
from desktop.tasks.project_session import ProjectSession
from desktop.viewmodels.edits import ObjectId
from engine.domain.changes import Changes
from engine.domain.errors import DataError, EngineError
from engine.domain.identifiers import ImageId
from engine.domain.rounds import QuestionState
from engine.loop.bootstrap import Project

_SIGNS = frozenset(
    {
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,
    }
)


class LabelPage(Page):
    """Answer the questions of the round, or label any image. GUI thread only."""

    def __init__(
        self,
        project: Project,
        session: ProjectSession,
        *,
        theme: Theme,
        messages: MessageCenter,
        settings: Settings,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._settings = settings
        self.presenter = LabelPresenter(
            project, session, self, messages=messages, settings=settings
        )
        model = self.presenter.edit_model
        self.canvas = CanvasView(model, style=_style(theme.tokens))
        self._hand = HandKeeper(project.viewing, session.thread, self.canvas)
        self._key_map = KeyMap(settings)
        self._canvas_keys = CanvasKeys(self.canvas, bindings=canvas_bindings(self._key_map))
        WindowGesture(self.canvas.viewport(), self.presenter.view_keeper.state)
        self.picture = PictureFeed(session.pool, self.canvas.canvas_scene.image_item)
        self.minimap = Minimap(self.canvas, style=_style(theme.tokens))
        self.reason_bar = ReasonBar()
        self.tools = ToolRail(theme, self._acts())
        self.side = SidePanel(self.presenter, theme)
        self.tracing = Tracing(
            project.assist,
            self.canvas.toolbox.tracer,
            self.side.trace,
            record=lambda: self.presenter.record,
            view_state=self.presenter.view_keeper.state,
            settings=settings,
            session=session,
        )
        self.filmstrip = Filmstrip(self.presenter.feed.model, theme)
        self._canvas_states = PageStates(theme, self.canvas)
        self.states = PageStates(theme, self._content())
        self.setLayout(column(self.states))
        self.class_palette = ClassPalette(model, theme, self)
        self.setFocusProxy(self.canvas)
        self._pointer: tuple[int, int] | None = None
        self._is_saving = False
        self._hints: tuple[KeyHint, ...] = ()
        self._actions = tuple(
            label_actions(
                self.canvas,
                self.presenter,
                settings,
                add_class=self.side.classes.start_typing,
                choose_class=self.class_palette.open,
                list_objects=self.side.list_objects,
                go_to_region=partial(go_to_region, self._regions()),
            )
        )
        self._connect_signals()
        self._show_undo()
        self._name_keys()
        # It draws, and a click selects: with it both questions and suggestions are answered.
        self._on_task_changed()
        for setting in (CROSSHAIR, KEEP_PLACE, MINIMAP, ANSWER_FIRST):
            self._on_setting_changed(setting.key)

    def recheck(self) -> None:
        """Go through the images that were labeled before a class was there."""
        self.presenter.recheck()

    def open_image(self, image_id: ImageId) -> None:
        """Open any image of the project; from there on the images follow by number."""
        self.presenter.browse(image_id)

    @override
    def page_actions(self) -> Iterable[Action]:
        return self._actions

    @override
    def key_hints(self) -> tuple[KeyHint, ...]:
        return self._hints

    @override
    def refresh(self, changes: Changes) -> None:
        self.presenter.refresh(changes)

    @override
    def entered(self) -> None:
        self.presenter.enter()
        self._hand.read()

    @override
    def left(self) -> None:
        self._hand.store()
        self.presenter.leave()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS:
            self.presenter.visits.note_sign()
        return super().eventFilter(watched, event)

    # What the presenter asks for.

    def show_standstill(self, said: Standstill) -> None:
        """Show words in place of everything."""
        had_focus = self.canvas.hasFocus()
        ways = [Way(way.value, partial(self.presenter.go, way)) for way in said.ways]
        if said.is_busy:
            self.states.show_busy(said.title, *ways, text=said.text)
        elif said.is_failed:
            self.states.show_failed(DataError(said.title, hint=said.text), *ways)
        else:
            self.states.show_empty(said.icon, said.title, said.text, *ways)
        if had_focus:
            focus_first_button(self.states)
        self._show_status()

    def show_image(self, thumbnail: QImage | None) -> None:
        """Show the canvas with another image, of which there is a thumbnail at most."""
        was_hidden = not self.canvas.isVisible()
        self.states.show_content()
        self._canvas_states.show_content()
        self.picture.clear()
        # A thumbnail is plain: under other settings it would flash.
        if thumbnail is not None and self.presenter.view_keeper.state.settings.is_plain:
            self.canvas.set_image(thumbnail)
        if was_hidden and self.isVisible():
            self.canvas.setFocus()
        self.filmstrip.show_current(self.presenter.edit_model.state.image.image_id)
        self._show_status()

    def show_picture(self, rendered: RenderedPicture) -> None:
        """Show the pixels of the image."""
        self.presenter.view_keeper.state.set_stats(rendered.shown.picture.stats)
        self.picture.show(rendered)
        self.tracing.prepare()
        self._show_status()

    def show_unreadable(self, error: EngineError) -> None:
        """Say in place of the canvas why the image cannot be shown."""
        had_focus = self.canvas.hasFocus()
        retry = Way(tr("Try again"), self.presenter.retry)
        if self.presenter.has_question:
            on = Way(tr("Skip it"), partial(self.presenter.pass_over, QuestionState.SKIPPED))
        else:
            on = Way(tr("Next image"), partial(self.presenter.step, 1))
        self._canvas_states.show_failed(error, on, retry)
        if had_focus:
            focus_first_button(self._canvas_states)
        self._show_status()

    def show_reason(self, line: ReasonLine, *, is_browsing: bool) -> None:
        """Say why the image is shown."""
        self.reason_bar.set_line(line, is_browsing=is_browsing)

    def show_badge(self, shown: Badge) -> None:
        """Say how the image stands."""
        self.reason_bar.set_badge(shown)

    def show_progress(self, text: str, caption: str, ahead: str) -> None:
        """Say how far the round is, and what was asked ahead."""
        self.filmstrip.set_progress(text, caption, ahead)
        self.filmstrip.setVisible(self.presenter.feed.model.rowCount() > 0)

    def show_suggestion_note(self, note: str) -> None:
        """Say why there are no suggestions, or nothing."""
        self.side.suggestions.set_note(note)

    def show_silence(self, text: str) -> None:
        """Say which classes are not suggested any more, or nothing."""
        self.side.suggestions.set_silence(text)

    def show_saving(self, *, is_busy: bool) -> None:
        """Say whether all is stored."""
        self._is_saving = is_busy
        self._show_status()

    def _content(self) -> QWidget:
        picture = column(self.reason_bar, spacing_px=0)
        picture.addWidget(self._canvas_states, 1)
        work = row(self.tools, spacing_px=0)
        work.addLayout(picture, 1)
        left = column(spacing_px=0)
        left.addLayout(work, 1)
        left.addWidget(self.filmstrip)
        content = QFrame()
        layout = row(spacing_px=0)
        layout.addLayout(left, 1)
        layout.addWidget(self.side)
        content.setLayout(layout)
        return content

    def _regions(self) -> tuple[QWidget, ...]:
        """Return the parts of the page that F6 goes through, as Tab walks on the canvas."""
        return (self.canvas, *self.side.regions, self.filmstrip, self.tools)

    def _acts(self) -> dict[str, tuple[str, str, partial[None]]]:
        group = self.presenter.edit_model.undo_group
        return {
            "undo": (tr("Undo"), "Ctrl+Z", partial(group.undo)),
            "redo": (tr("Redo"), "Ctrl+Y", partial(group.redo)),
            "fit": (tr("Fit the image"), "F", partial(self.canvas.zoom_to_fit)),
        }

    def _connect_signals(self) -> None:
        presenter, canvas, model = self.presenter, self.canvas, self.presenter.edit_model
        presenter.page_requested.connect(self.open_page_requested)
        view_state = presenter.view_keeper.state
        view_state.changed.connect(lambda: self.picture.set_view(view_state.settings))
        self.picture.failed.connect(presenter.fail_picture)
        self.picture.shown.connect(self.minimap.follow)
        self.tools.tool_requested.connect(canvas.set_tool)
        canvas.tool_changed.connect(self._on_tool_changed)
        canvas.navigation_requested.connect(presenter.step)
        canvas.zoom_changed.connect(lambda _: self._show_status())
        canvas.pointer_moved.connect(self._on_pointer_moved)
        for watched in (canvas, canvas.viewport()):
            watched.installEventFilter(self)
        self.reason_bar.questions_requested.connect(presenter.back_to_questions)
        canvas.toolbox.tracer.slow_changed.connect(self._show_status)
        self.side.typing_ended.connect(canvas.setFocus)
        self.side.object_selected.connect(self._reveal)
        self.class_palette.class_requested.connect(self.side.say_class)
        self.class_palette.add_requested.connect(self.side.add_class)
        self.filmstrip.question_requested.connect(presenter.open_question)
        model.task_changed.connect(self._on_task_changed)
        toolbox = canvas.toolbox
        for changed in (
            model.objects_changed,
            model.image_opened,
            model.selection_changed,
            toolbox.sketching_changed,
            canvas.canvas_scene.grip_chosen,
        ):
            changed.connect(self._show_hints)
        self._theme.changed.connect(self._on_theme_changed)
        model.undo_group.canUndoChanged.connect(self._show_undo)
        model.undo_group.canRedoChanged.connect(self._show_undo)
        self._settings.changed.connect(self._on_setting_changed)
        self._key_map.changed.connect(self._on_keys_changed)

    def _on_task_changed(self) -> None:
        task = self.presenter.edit_model.task
        self.tools.offer(tools_of(task))
        self.canvas.set_tool(first_tool(task))

    def _on_tool_changed(self, name: ToolName) -> None:
        self.tools.set_tool(name)
        self.tracing.set_active(is_active=name is ToolName.TRACE)
        self._show_hints()

    def _on_keys_changed(self) -> None:
        self._canvas_keys.set_bindings(canvas_bindings(self._key_map))
        self._name_keys()

    def _name_keys(self) -> None:
        in_force = keys_in_force(self._key_map)
        self.tools.set_keys(in_force)
        self.side.set_keys(in_force)
        self.class_palette.set_keys(in_force)

    def _reveal(self, object_id: ObjectId) -> None:
        self.canvas.look.at(self.presenter.edit_model.state.box(object_id))

    def _on_pointer_moved(self, place: tuple[int, int] | None) -> None:
        self._pointer = place
        self._show_status()

    def _on_theme_changed(self, tokens: Tokens) -> None:
        self.canvas.set_style(_style(tokens))
        self.minimap.set_style(_style(tokens))

    def _on_setting_changed(self, key: str) -> None:
        if key == CROSSHAIR.key:
            self.canvas.show_crosshair(shown=self._settings.get(CROSSHAIR))
        elif key == KEEP_PLACE.key:
            self.canvas.keep_place(is_kept=self._settings.get(KEEP_PLACE))
        elif key == MINIMAP.key:
            self.minimap.set_wanted(is_wanted=self._settings.get(MINIMAP))
        elif key == RECORD_VISITS.key:
            self._show_status()
        elif key == ANSWER_FIRST.key:
            self.presenter.edit_model.ask_before_showing(active=self._settings.get(ANSWER_FIRST))

    def _show_hints(self) -> None:
        hints = label_hints(self.canvas, self.presenter)
        if hints != self._hints:
            self._hints = hints
            self.key_hints_changed.emit()

    def _show_undo(self) -> None:
        group = self.presenter.edit_model.undo_group
        for name, can, why_not in (
            ("undo", group.canUndo(), tr("There is nothing to undo on this image.")),
            ("redo", group.canRedo(), tr("There is nothing to redo on this image.")),
        ):
            self.tools.set_act_enabled(name, is_enabled=can, why_not=why_not)

    def _show_status(self) -> None:
        model = self.presenter.edit_model
        if not model.has_image or not self.states.is_content_shown:
            self.status_changed.emit("")
            return
        image = model.state.image
        self.status_changed.emit(
            status_words(
                (image.width, image.height),
                zoom=self.canvas.zoom,
                is_reading=self.picture.picture is None,
                pointer=self._pointer,
                is_timed=self._settings.get(RECORD_VISITS),
                is_saving=self._is_saving,
            )
        )


def _style(tokens: Tokens) -> CanvasStyle:
    return CanvasStyle(
        surround=tokens.image_surround, accent=tokens.accent, line_px=2.5, dashed_line_px=2.0
    )
