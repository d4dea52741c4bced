"""Making and opening projects: for writing under the lock, or read-only."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import closing
from pathlib import Path

from engine.domain.classes import check_class_names
from engine.domain.errors import ConflictError, NotFoundError, ResourceError, UsageError
from engine.domain.project import ProjectSettings
from engine.store import migrate
from engine.store.connection import DATABASE_NAME, WRITES, connect, make_engine
from engine.store.database import Store
from engine.store.failures import known_failures
from engine.store.lock import ProjectLock
from engine.store.schema import APPLICATION_ID
from engine.store.surroundings import is_network_drive, is_writable
from engine.store.transaction import Transaction


def create_store(path: Path, settings: ProjectSettings, class_names: list[str]) -> Store:
    """Make a project in a new or empty folder and open it for writing.

    Raises:
        ConflictError: There is a project already, or another process is making one.
        UsageError: The folder holds other things, or a class name is not usable.
        ResourceError: The folder cannot be made or written.
    """
    names = check_class_names(class_names)
    _prepare_folder(path)
    lock = ProjectLock(path)
    lock.acquire()
    try:
        _make_database(path / DATABASE_NAME, settings, names)
        return _open_for_writing(path, lock)
    except BaseException:
        lock.release()
        raise


def open_store(path: Path, *, read_only: bool = False) -> Store:
    """Open the project in a folder, for writing unless asked otherwise.

    An older database is upgraded first, with a backup beside it. Read-only works beside a writer
    and on a read-only medium.

    Raises:
        NotFoundError: There is no project.
        ConflictError: Another process writes it, or a newer Loupe wrote it.
        DataError: The database is damaged or none of Loupe's.
        ResourceError: The folder cannot be read, or not written and `read_only` is not set.
    """
    if not (path / DATABASE_NAME).is_file():
        raise NotFoundError(
            f"There is no Loupe project in {path}.",
            hint="Choose another folder, or make a project there.",
        )
    if read_only:
        return _open_for_reading(path)
    if not is_writable(path):
        raise ResourceError(
            f"The project {path} is on a read-only medium or not yours to write.",
            hint="Open it read-only, or copy it to your own disk.",
        )
    lock = ProjectLock(path)
    lock.acquire()
    try:
        return _open_for_writing(path, lock)
    except BaseException:
        lock.release()
        raise


def _prepare_folder(path: Path) -> None:
    if (path / DATABASE_NAME).exists():
        raise ConflictError(
            f"There is a project in {path} already.", hint="Open it, or choose another folder."
        )
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        others = [entry.name for entry in path.iterdir() if not entry.name.startswith("project.")]
        if not others:
            path.chmod(0o700)
    except OSError as error:
        raise ResourceError(
            f"The folder {path} cannot be used: {error.strerror}.",
            hint="Choose a folder on a disk you may write.",
        ) from error
    if others:
        raise UsageError(
            f"The folder {path} is not empty: it holds {sorted(others)[0]}.",
            hint="Choose a new folder for the project; the images stay where they are.",
        )


def _make_database(database: Path, settings: ProjectSettings, class_names: list[str]) -> None:
    """Make the database under another name first, so that half a project is never found."""
    unfinished = database.with_suffix(".new")
    try:
        for leftover in unfinished.parent.glob(f"{unfinished.name}*"):
            leftover.unlink()
        unfinished.touch(mode=0o600, exist_ok=False)
        with known_failures(database):
            _fill(unfinished, settings, class_names)
        unfinished.replace(database)
    except OSError as error:
        raise ResourceError(
            f"The folder {database.parent} cannot be written: {error.strerror}.",
            hint="Choose a folder on a disk you may write.",
        ) from error


def _fill(database: Path, settings: ProjectSettings, class_names: list[str]) -> None:
    with closing(connect(database)) as plain:
        plain.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    _migrate(database)
    engine = make_engine(database)
    with engine.connect().execution_options(**WRITES) as connection, connection.begin():
        tx = Transaction(connection)
        tx.project.set_settings(settings)
        for name in class_names:
            tx.classes.add(name)


def _open_for_writing(path: Path, lock: ProjectLock) -> Store:
    database = path / DATABASE_NAME
    notices: list[str] = []
    with known_failures(database):
        with closing(connect(database)) as connection:
            revision = migrate.read_revision(connection, database)
        migrate.check_not_newer(revision, database)
        if revision != migrate.SCHEMA_REVISION:
            backup = migrate.backup_before_upgrade(database, revision)
            _migrate(database)
            notices.append(f"The project was upgraded; a backup is in {backup.name}.")
        notices += _choose_journal(database)
    return Store(path, engine=make_engine(database), lock=lock, notices=tuple(notices))


def _migrate(database: Path) -> None:
    engine = make_engine(database, foreign_keys=False)
    with engine.connect().execution_options(**WRITES) as connection, connection.begin():
        migrate.upgrade(connection)


def _choose_journal(database: Path) -> list[str]:
    """Set the journal mode, which the file remembers; return a notice where it is the slow one."""
    remote = is_network_drive(database.parent)
    with closing(connect(database)) as connection:
        wanted = "delete" if remote else "wal"
        (mode,) = connection.execute(f"PRAGMA journal_mode = {wanted}").fetchone()
    if mode == "wal":
        return []
    return [
        "The project is on a network drive or one like it: it works there, but a local disk is "
        "faster and safer."
    ]


def _open_for_reading(path: Path) -> Store:
    copy: tempfile.TemporaryDirectory[str] | None = None
    notices: tuple[str, ...] = ()
    file, options = path / DATABASE_NAME, "mode=ro"
    if not is_writable(path):
        # SQLite must write beside the file to bring in what a journal left there still holds.
        journals = [journal for journal in _journals(file) if journal.stat().st_size]
        if journals:
            copy = _copy_aside([file, *journals])
            file, options = Path(copy.name) / DATABASE_NAME, "mode=rw"
            notices = ("The project was not closed cleanly; a copy of its database is shown.",)
        else:
            options = "immutable=1"
    try:
        _check_readable(file, options=options, database=path / DATABASE_NAME)
        engine = make_engine(file, options=options)
        return Store(path, engine=engine, lock=None, notices=notices, copy=copy)
    except BaseException:
        if copy is not None:
            copy.cleanup()
        raise


def _journals(database: Path) -> list[Path]:
    names = (database.name + suffix for suffix in ("-wal", "-journal"))
    return [path for path in map(database.with_name, names) if path.exists()]


def _copy_aside(files: list[Path]) -> tempfile.TemporaryDirectory[str]:
    try:
        copy = tempfile.TemporaryDirectory(prefix="loupe-")
        for file in files:
            shutil.copyfile(file, Path(copy.name) / file.name)
    except OSError as error:
        raise ResourceError(
            f"The project {files[0].parent} cannot be read: {error.strerror}.",
            hint="Copy the project folder to your own disk and open the copy.",
        ) from error
    return copy


def _check_readable(file: Path, *, options: str, database: Path) -> None:
    with known_failures(database), closing(connect(file, options=options)) as connection:
        revision = migrate.read_revision(connection, database)
    migrate.check_not_newer(revision, database)
    if revision != migrate.SCHEMA_REVISION:
        raise ConflictError(
            f"{database} was written by an older Loupe and must be upgraded first.",
            hint="Open it once for writing, or copy it to your own disk and open the copy.",
        )
