"""One transaction on the project database."""

from __future__ import annotations

from sqlalchemy import Connection

from engine.store.classes import ClassesRepository
from engine.store.images import ImagesRepository
from engine.store.jobs import JobsRepository
from engine.store.labels import LabelsRepository
from engine.store.project import ProjectRepository
from engine.store.splits import SplitsRepository


class Transaction:
    """The repositories, all on one connection.

    Valid inside the `with` block that gave it, on that thread.
    """

    def __init__(self, connection: Connection) -> None:
        self.project = ProjectRepository(connection)
        self.classes = ClassesRepository(connection)
        self.images = ImagesRepository(connection)
        self.splits = SplitsRepository(connection)
        self.labels = LabelsRepository(connection)
        self.jobs = JobsRepository(connection)
