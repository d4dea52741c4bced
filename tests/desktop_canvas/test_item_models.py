"""Lists and tables: Qt's own consistency checks, and what each shows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QColor, QImage

from desktop.viewmodels import review
from desktop.viewmodels.class_list_model import ClassListModel, ClassRole
from desktop.viewmodels.image_grid_model import PAGE_SIZE, ImageGridModel, ImageTile, PageRequest
from desktop.viewmodels.question_strip_model import QuestionRole, QuestionStripModel, QuestionTile
from desktop.viewmodels.record_table_model import TableRole, Tone
from desktop.viewmodels.suggestion_list_model import SuggestionListModel, SuggestionRole
from desktop.viewmodels.trials_table_model import TrialsTableModel
from desktop.viewmodels.versions_table_model import VersionsTableModel
from engine.domain.identifiers import ImageId, JobId, SnapshotId, VersionId
from engine.domain.images import ImageRecord
from engine.domain.metrics import Accuracy, Interval, Yardstick
from engine.domain.recipes import Recipe
from engine.domain.rounds import Pick, Question, QuestionState
from engine.domain.searches import RungValue, TrialRecord, TrialState
from engine.domain.versions import ModelVersion, Start
from tests.desktop_canvas.builders import CLASSES, RBC, WBC, open_image, suggestion


def _texts(model, row):
    return [model.data(model.index(row, column)) for column in range(model.columnCount())]


def _thumbnail():
    thumbnail = QImage(4, 4, QImage.Format.Format_RGB32)
    thumbnail.fill(QColor("#36b8a6"))
    return thumbnail


def _tile(number):
    path = Path(f"/images/{number}.png")
    return ImageTile(ImageRecord(ImageId(number), path, f"hash{number}", 640, 480, "group"))


def _question(number, state=QuestionState.OPEN):
    pick = Pick(ImageId(number), 1.0, "near the border of two classes")
    return QuestionTile(Question(0, number, pick, state=state), expected_s=20.0)


def _trial(number, state=TrialState.COMPLETE, value=0.5, **kwargs):
    return TrialRecord(number, state, Recipe(), value=value, **kwargs)


def _version(number, *accuracies, round_number=None):
    return ModelVersion(
        VersionId(f"v{number}"),
        number,
        1.7e9,
        "models/v/best.pt",
        SnapshotId("s"),
        JobId("j"),
        Recipe(),
        0,
        Start.SCRATCH,
        "yolo11n.yaml",
        {},
        ("RBC",),
        accuracies,
        84,
        round_number,
    )


class TestClassList:
    def test_is_a_sound_model(self, qtmodeltester, qapp):
        model = ClassListModel()
        qtmodeltester.check(model)
        model.set_classes(CLASSES)
        qtmodeltester.check(model)

    def test_rows_tell_name_color_count_key_and_which_is_current(self, qapp):
        model = ClassListModel()
        model.set_classes(reversed(CLASSES))
        model.set_counts({RBC: 1012})
        model.set_current(WBC)
        index = model.index(model.row_of(RBC))
        assert index.row() == 1
        assert index.data() == "RBC"
        assert index.data(Qt.ItemDataRole.DecorationRole) == QColor("#56b4e9")
        assert index.data(ClassRole.COUNT) == 1012
        assert index.data(ClassRole.KEY) == "2"
        assert not index.data(ClassRole.IS_CURRENT)
        assert model.index(2).data(ClassRole.IS_CURRENT)

    def test_keys_beyond_nine_need_shift_and_end_at_eighteen(self, qapp):
        model = ClassListModel()
        model.set_classes(replace(CLASSES[0], position=position) for position in range(20))
        keys = [model.index(row).data(ClassRole.KEY) for row in (8, 9, 17, 18)]
        assert keys == ["9", "Shift+1", "Shift+9", ""]


class TestSuggestionList:
    def test_is_a_sound_model(self, qtmodeltester, model):
        model.open(open_image(suggestions=(suggestion("a", 0, 0, 9, 9),)))
        qtmodeltester.check(SuggestionListModel(model))

    def test_follows_the_edit_model(self, model):
        shown = SuggestionListModel(model)
        doubtful = suggestion("a", 0, 0, 9, 9, confidence=0.3)
        asked = suggestion("b", 0, 0, 9, 9, confidence=0.6, question="RBC or WBC?")
        model.open(open_image(suggestions=(doubtful, asked)))
        assert shown.rowCount() == 2
        first = shown.index(0)
        assert first.data(SuggestionRole.QUESTION) == "RBC or WBC?"
        model.select([asked.id])
        assert shown.index(0).data(SuggestionRole.IS_SELECTED)
        review.reject_selected(model)
        assert shown.rowCount() == 1
        assert shown.index(0).data(SuggestionRole.CONFIDENCE) == 0.3
        assert shown.index(0).data() == "RBC"


class TestQuestionStrip:
    @pytest.fixture
    def strip(self, qapp):
        strip = QuestionStripModel()
        strip.set_tiles([_question(2), _question(1, QuestionState.ANSWERED), _question(3)])
        return strip

    def test_is_a_sound_model(self, qtmodeltester, strip):
        qtmodeltester.check(strip)

    def test_rows_are_in_the_order_of_rank(self, strip):
        ids = [strip.index(row).data(QuestionRole.IMAGE_ID) for row in range(3)]
        assert ids == [1, 2, 3]
        assert strip.index(0).data(Qt.ItemDataRole.ToolTipRole) == "near the border of two classes"

    def test_current_moves_and_tells_both_rows(self, strip, qtbot):
        strip.set_current(ImageId(1))
        with qtbot.waitSignals([strip.dataChanged, strip.dataChanged]):
            strip.set_current(ImageId(3))
        current = [strip.index(row).data(QuestionRole.IS_CURRENT) for row in range(3)]
        assert current == [False, False, True]

    def test_thumbnail_outlives_new_tiles_as_long_as_it_is_asked_about(self, strip):
        strip.set_thumbnail(ImageId(2), _thumbnail())
        strip.set_thumbnail(ImageId(99), _thumbnail())
        strip.set_tiles([_question(2), _question(5)])
        assert strip.index(0).data(Qt.ItemDataRole.DecorationRole) == _thumbnail()
        strip.set_tiles([_question(5)])
        strip.set_tiles([_question(2)])
        assert strip.index(0).data(Qt.ItemDataRole.DecorationRole) is None


class TestImageGrid:
    def _fill(self, grid, request):
        rows = range(request.first_row, request.first_row + request.num_rows)
        grid.set_page(request, [_tile(row) for row in rows])

    def test_is_a_sound_model(self, qtmodeltester, qapp):
        grid = ImageGridModel()
        grid.page_requested.connect(lambda request: self._fill(grid, request))
        grid.reset(PAGE_SIZE + 3)
        qtmodeltester.check(grid)

    def test_looking_at_a_row_asks_for_its_page_once(self, qtbot):
        grid = ImageGridModel()
        grid.reset(100_000)
        requests = []
        grid.page_requested.connect(requests.append)
        with qtbot.waitSignal(grid.page_requested):
            assert grid.index(PAGE_SIZE + 1).data() is None
            assert grid.index(PAGE_SIZE + 2).data() is None
        assert requests == [PageRequest(1, PAGE_SIZE, PAGE_SIZE)]
        self._fill(grid, requests[0])
        assert grid.index(PAGE_SIZE + 1).data() == f"{PAGE_SIZE + 1}.png"

    def test_last_page_is_as_short_as_it_is(self, qtbot):
        grid = ImageGridModel()
        grid.reset(PAGE_SIZE + 3)
        with qtbot.waitSignal(grid.page_requested) as asked:
            grid.index(PAGE_SIZE).data()
        assert asked.args == [PageRequest(1, PAGE_SIZE, 3)]

    def test_page_asked_for_before_a_reset_is_dropped(self, qtbot):
        grid = ImageGridModel()
        grid.reset(10)
        grid.reset(10)
        grid.set_page(PageRequest(1, 0, 10), [_tile(row) for row in range(10)])
        assert grid.index(0).data() is None

    def test_only_the_pages_looked_at_last_are_kept(self, qapp):
        grid = ImageGridModel()
        grid.reset(100 * PAGE_SIZE)
        for page in range(100):
            self._fill(grid, PageRequest(1, page * PAGE_SIZE, PAGE_SIZE))
        assert grid.index(0).data() is None
        assert grid.index(99 * PAGE_SIZE).data() == f"{99 * PAGE_SIZE}.png"

    def test_thumbnails_are_asked_for_together_and_shown_when_they_come(self, qtbot):
        grid = ImageGridModel()
        grid.reset(3)
        self._fill(grid, PageRequest(1, 0, 3))
        with qtbot.waitSignal(grid.thumbnails_requested) as asked:
            for row in range(3):
                assert grid.index(row).data(Qt.ItemDataRole.DecorationRole) is None
        assert asked.args == [(0, 1, 2)]
        with qtbot.waitSignal(grid.dataChanged):
            grid.set_thumbnail(ImageId(1), _thumbnail())
        assert grid.index(1).data(Qt.ItemDataRole.DecorationRole) == _thumbnail()

    def test_refresh_asks_again_and_shows_the_old_page_meanwhile(self, qtbot):
        grid = ImageGridModel()
        grid.reset(3)
        self._fill(grid, PageRequest(1, 0, 3))
        with qtbot.waitSignal(grid.page_requested):
            grid.refresh()
        assert grid.index(0).data() == "0.png"


class TestTrialsTable:
    def test_is_a_sound_model(self, qtmodeltester, qapp):
        model = TrialsTableModel()
        model.set_records([_trial(0), _trial(1)])
        qtmodeltester.check(model)

    def test_trial_zero_is_named_the_defaults(self, qapp):
        model = TrialsTableModel()
        model.put(_trial(0, rungs=(RungValue(33, 0.4), RungValue(100, 0.5)), seconds=90))
        texts = _texts(model, 0)
        assert texts[:4] == ["0, defaults", "done", "0.500", "100 of 100"]
        assert texts[-1] == "1.5 min"

    def test_put_updates_the_row_of_the_number(self, qapp, qtbot):
        model = TrialsTableModel()
        model.put(_trial(0, TrialState.RUNNING, None))
        with qtbot.waitSignal(model.dataChanged):
            model.put(_trial(0, TrialState.FAIL, None, reason="out of memory"))
        assert model.rowCount() == 1
        assert _texts(model, 0)[1:3] == ["failed", ""]
        assert model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole) == "out of memory"

    def test_mark_best_takes_complete_trials_only_and_the_first_of_equals(self, qapp):
        model = TrialsTableModel()
        model.mark_best()
        trials = [_trial(0), _trial(1, value=0.6), _trial(2, value=0.6)]
        model.set_records([*trials, _trial(3, TrialState.PRUNED, 0.9)])
        model.mark_best()
        marked = [model.index(row, 0).data(TableRole.IS_MARKED) for row in range(4)]
        assert marked == [False, True, False, False]
        assert [_texts(model, row)[1] for row in range(4)] == ["done", "best", "done", "pruned"]
        assert model.index(1, 1).data(TableRole.TONE) is Tone.ACCENT

    def test_show_keeps_rows_that_only_grew_or_changed(self, qapp, qtbot):
        model = TrialsTableModel()
        model.set_records([_trial(0), _trial(1, TrialState.RUNNING, None)])
        with qtbot.assertNotEmitted(model.modelReset):
            model.show([_trial(0), _trial(1, value=0.7), _trial(2)])
        assert [trial.value for trial in model.records] == [0.5, 0.7, 0.5]
        with qtbot.waitSignal(model.modelReset):
            model.show([_trial(1)])

    def test_sort_key_puts_trials_without_a_value_last(self, qapp):
        model = TrialsTableModel()
        model.set_records([_trial(0, TrialState.RUNNING, None), _trial(1, value=0.01)])
        keys = [model.index(row, 2).data(TableRole.SORT_KEY) for row in range(2)]
        assert keys[0] < keys[1]
        assert model.headerData(2, Qt.Orientation.Horizontal) == "Accuracy, val"
        assert model.headerData(2, Qt.Orientation.Vertical) is None
        assert model.data(QModelIndex()) is None


class TestVersionsTable:
    def test_is_a_sound_model(self, qtmodeltester, qapp):
        model = VersionsTableModel()
        model.set_records([_version(1)])
        qtmodeltester.check(model)

    def test_accuracy_has_its_interval_and_small_yardsticks_say_nothing(self, qapp):
        val = Accuracy(Yardstick.VAL, 62, 0.8, 0.41, 0.8, 0.7, Interval(0.36, 0.46))
        test = Accuracy(Yardstick.TEST, 9, 0.8, 0.5, 0.8, 0.7)
        model = VersionsTableModel()
        model.set_records([_version(3, val, test, round_number=2)])
        texts = _texts(model, 0)
        assert texts[0] == "3"
        assert texts[2:6] == ["2", "84", "0.41 (0.36 to 0.46) on 62", "not measured yet"]
        told = model.index(0, 4).data(Qt.ItemDataRole.ToolTipRole)
        assert told == "mAP50-95 on 62 validation images"

    def test_fold_stands_in_for_validation_and_says_so(self, qapp):
        fold = Accuracy(Yardstick.FOLD, 20, 0.8, 0.41, 0.8, 0.7)
        model = VersionsTableModel()
        model.set_records([_version(1, fold)])
        assert _texts(model, 0)[4] == "0.41 on 20, fold"

    def test_current_version_is_marked(self, qapp):
        model = VersionsTableModel()
        model.set_records([_version(1), _version(2)])
        model.mark(VersionId("v2"))
        marked = [model.index(row, 0).data(TableRole.IS_MARKED) for row in range(2)]
        assert marked == [False, True]
