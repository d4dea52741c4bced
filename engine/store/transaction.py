"""One transaction on the project database."""

from __future__ import annotations

from sqlalchemy import Connection

from engine.store.class_changes import ClassChangesRepository
from engine.store.class_labels import ClassLabelsRepository
from engine.store.classes import ClassesRepository
from engine.store.images import ImagesRepository
from engine.store.jobs import JobsRepository
from engine.store.judgments import JudgmentsRepository
from engine.store.label_checks import LabelChecksRepository
from engine.store.labels import LabelsRepository
from engine.store.look_alikes import LookAlikesRepository
from engine.store.project import ProjectRepository
from engine.store.rounds import RoundsRepository
from engine.store.searches import SearchesRepository
from engine.store.second_looks import SecondLooksRepository
from engine.store.snapshots import SnapshotsRepository
from engine.store.splits import SplitsRepository
from engine.store.sufficiency import SufficiencyRepository
from engine.store.suggestions import SuggestionsRepository
from engine.store.versions import ExportsRepository, VersionsRepository
from engine.store.visits import VisitsRepository


class Transaction:
    """The repositories, all on one connection.

    Valid inside the `with` block that gave it, on that thread.
    """

    def __init__(self, connection: Connection) -> None:
        self.project = ProjectRepository(connection)
        self.classes = ClassesRepository(connection)
        self.class_changes = ClassChangesRepository(connection)
        self.class_labels = ClassLabelsRepository(connection)
        self.images = ImagesRepository(connection)
        self.splits = SplitsRepository(connection)
        self.look_alikes = LookAlikesRepository(connection)
        self.labels = LabelsRepository(connection)
        self.judgments = JudgmentsRepository(connection)
        self.suggestions = SuggestionsRepository(connection)
        self.sufficiency = SufficiencyRepository(connection)
        self.visits = VisitsRepository(connection)
        self.rounds = RoundsRepository(connection)
        self.label_checks = LabelChecksRepository(connection)
        self.second_looks = SecondLooksRepository(connection)
        self.jobs = JobsRepository(connection)
        self.searches = SearchesRepository(connection)
        self.versions = VersionsRepository(connection)
        self.exports = ExportsRepository(connection)
        self.snapshots = SnapshotsRepository(connection)
