"""A project of many images and annotations, made in seconds: rows alone, no pictures."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from engine.domain.project import HoldoutPlan
from engine.loop.bootstrap import Project, open_project
from engine.store.connection import DATABASE_NAME, connect
from tests.loop.builders import Script, SteppedExecutor, make_project

_BOX = '{"kind":"box","xyxy":[%d.0,2.0,%d.0,12.0]}'
_NEAR_DUPLICATES = 10
_GROUP = 3


@dataclass(frozen=True, slots=True)
class Crowd:
    """How much there is.

    Attributes:
        num_images: All; one in ten looks nearly like the one before, three share a group.
        num_labeled: Of these, the first so many are labeled for both classes.
        boxes_each: Annotations of a labeled image, of either class in turn.
    """

    num_images: int = 100_000
    num_labeled: int = 25_000
    boxes_each: int = 2


def make_crowd(folder: Path, crowd: Crowd) -> Path:
    """Make the project and return its folder; everything in it is settled, nothing is drawn."""
    project = make_project(folder, executor=SteppedExecutor(Script()), plan=HoldoutPlan())
    project.close()
    with closing(connect(project.path / DATABASE_NAME)) as connection:
        connection.execute("BEGIN")
        _write(connection, crowd)
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return project.path


def open_crowd(path: Path) -> Project:
    """Open it; its jobs wait to be stepped."""
    return open_project(path, executor=SteppedExecutor(Script()))


def _write(connection: sqlite3.Connection, crowd: Crowd) -> None:
    at = time.time()
    connection.executemany(
        "INSERT INTO images (id, path, content_hash, width, height, size_bytes, modified_ns,"
        " group_name, split, state, reason, added_at, fingerprint, num_settled, num_partial)"
        " VALUES (?, ?, ?, 640, 480, 99, 9, ?, 'train', 'ready', '', ?, ?, ?, 0)",
        _images(crowd, at),
    )
    labeled = range(1, crowd.num_labeled + 1)
    boxes = [(n, k) for n in labeled for k in range(crowd.boxes_each)]
    connection.executemany(
        "INSERT INTO annotations (id, image_id, class_id, shape, source) VALUES (?, ?, ?, ?, ?)",
        ((f"{n}-{k}", n, 1 + k % 2, _BOX % (k, k + 9), "expert") for n, k in boxes),
    )
    said = [(n, class_id) for n in labeled for class_id in (1, 2)]
    connection.executemany("INSERT INTO answers VALUES (?, ?, 'complete')", said)
    connection.executemany(
        "INSERT INTO label_history (image_id, at, who, annotation_id, before, after)"
        " VALUES (?, ?, 'benchmark', ?, ?, ?)",
        (
            *((n, at, f"{n}-{k}", None, "{}") for n, k in boxes),
            *((n, at, None, "{}", '{"1":"complete","2":"complete"}') for n in labeled),
        ),
    )


def _images(crowd: Crowd, at: float) -> Iterator[tuple[object, ...]]:
    chance, look = random.Random(0), 0
    for number in range(1, crowd.num_images + 1):
        is_near = number % _NEAR_DUPLICATES == 0
        look = look ^ 1 if is_near else chance.getrandbits(64) - 2**63
        settled = 2 if number <= crowd.num_labeled else 0
        group = f"group-{number // _GROUP}"
        yield (number, f"/pictures/{number:07d}.jpg", f"{number:064x}", group, at, look, settled)
