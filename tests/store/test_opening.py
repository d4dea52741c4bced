"""Projects made, opened, held and shared between processes."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from engine.domain.errors import (
    ConflictError,
    DataError,
    NotFoundError,
    ResourceError,
    UsageError,
)
from engine.domain.project import DomainFacts, ProjectSettings
from engine.store import opening, surroundings
from engine.store.database import Store
from engine.store.lock import find_holder
from engine.store.opening import create_store, open_store
from tests.store.builders import add_images

_ROOT = Path(__file__).resolve().parents[2]
_HOLD = """
import sys
from pathlib import Path
from engine.store.opening import open_store
store = open_store(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
store.close()
"""
_DIE_WHILE_WRITING = """
import os, signal, sys
from pathlib import Path
from engine.store.opening import open_store
from tests.store.builders import new_image
store = open_store(Path(sys.argv[1]))
with store.write() as tx:
    tx.images.add([new_image(n) for n in range(10)])
with store.write() as tx:
    tx.images.add([new_image(n) for n in range(10, 30_000)])
    os.kill(os.getpid(), signal.SIGKILL)
"""


def _run(code: str, project: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, str(project)],
        cwd=_ROOT,
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def read_only_medium(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every folder looks as on a read-only medium; tests may run as root, who writes anywhere."""
    monkeypatch.setattr(opening, "is_writable", lambda folder: False)


def test_create_when_new_then_it_holds_settings_and_classes(tmp_path: Path) -> None:
    settings = ProjectSettings(name="blood", facts=DomainFacts(color_matters=True))
    create_store(tmp_path / "a" / "blood", settings, ["cell", " nucleus "]).close()
    with open_store(tmp_path / "a" / "blood") as store, store.read() as tx:
        assert tx.project.settings() == settings
        assert [c.name for c in tx.classes.all()] == ["cell", "nucleus"]
        assert store.notices == ()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no mode bits")
def test_create_when_done_then_its_files_are_the_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "blood"
    with create_store(path, ProjectSettings(name="blood"), []) as store:
        add_images(store, 1)
        modes = {entry.name: stat.S_IMODE(entry.stat().st_mode) for entry in path.iterdir()}
    assert "project.db-wal" in modes
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(path.stat().st_mode) == 0o700


def test_create_when_the_folder_holds_other_things_then_refused_untouched(tmp_path: Path) -> None:
    (tmp_path / "picture.jpg").touch()
    with pytest.raises(UsageError, match=r"picture\.jpg"):
        create_store(tmp_path, ProjectSettings(name="x"), [])
    assert [entry.name for entry in tmp_path.iterdir()] == ["picture.jpg"]


def test_create_when_there_is_a_project_then_refused(project_dir: Path) -> None:
    with pytest.raises(ConflictError, match="already"):
        create_store(project_dir, ProjectSettings(name="x"), [])


def test_create_when_it_was_interrupted_then_it_can_be_done_again(tmp_path: Path) -> None:
    for leftover in ("project.new", "project.new-journal", "project.lock"):
        (tmp_path / leftover).write_bytes(b"half")
    with pytest.raises(NotFoundError):
        open_store(tmp_path)
    with create_store(tmp_path, ProjectSettings(name="x"), ["cell"]) as store:
        add_images(store, 1)


def test_create_when_it_fails_then_the_lock_is_free_and_no_project_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(connection: object) -> None:
        raise sqlite3.OperationalError("interrupted")

    with monkeypatch.context() as patched:
        patched.setattr(opening.migrate, "upgrade", fail)
        with pytest.raises(sqlite3.OperationalError):
            create_store(tmp_path, ProjectSettings(name="x"), [])
    assert not (tmp_path / "project.db").exists()
    create_store(tmp_path, ProjectSettings(name="x"), []).close()


def test_create_when_the_disk_refuses_then_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ResourceError, match="cannot be used"):
        create_store(tmp_path / "file" / "project", ProjectSettings(name="x"), [])


def test_open_when_there_is_no_project_then_says_so(tmp_path: Path) -> None:
    for read_only in (False, True):
        with pytest.raises(NotFoundError, match="no Loupe project"):
            open_store(tmp_path / "nowhere", read_only=read_only)


def test_open_when_another_process_holds_it_then_names_it_and_reading_works(
    project_dir: Path,
) -> None:
    holder = _run(_HOLD, project_dir)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "open\n"
    try:
        with pytest.raises(ConflictError, match=f"process {holder.pid} on ") as refused:
            open_store(project_dir)
        assert "read-only" in refused.value.hint
        with open_store(project_dir, read_only=True) as reader, reader.read() as tx:
            assert len(tx.classes.all()) == 2
        found = find_holder(project_dir)
        assert found is not None
        assert found.pid == holder.pid
    finally:
        holder.communicate("")
    assert find_holder(project_dir) is None
    open_store(project_dir).close()


def test_open_when_the_holder_was_killed_then_the_lock_is_free(project_dir: Path) -> None:
    holder = _run(_HOLD, project_dir)
    assert holder.stdout is not None
    holder.stdout.readline()
    holder.kill()
    holder.communicate()
    assert find_holder(project_dir) is None
    open_store(project_dir).close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_write_when_killed_in_the_middle_then_what_was_committed_is_there(
    project_dir: Path,
) -> None:
    writer = _run(_DIE_WHILE_WRITING, project_dir)
    writer.communicate()
    assert writer.returncode == -9
    for read_only in (True, False):
        with open_store(project_dir, read_only=read_only) as store, store.read() as tx:
            assert tx.images.count() == 10
    with open_store(project_dir) as store:
        assert len(add_images(store, 5)) == 5


def test_read_only_when_beside_a_writer_then_sees_each_commit_and_writes_nothing(
    store: Store,
) -> None:
    with open_store(store.path, read_only=True) as reader:
        assert reader.read_only
        add_images(store, 3)
        with reader.read() as tx:
            assert tx.images.count() == 3
            add_images(store, 2)
            assert tx.images.count() == 3
        with reader.read() as tx:
            assert tx.images.count() == 5
        with pytest.raises(ConflictError, match="read-only"), reader.write():
            pass


@pytest.mark.usefixtures("read_only_medium")
def test_open_when_on_a_read_only_medium_then_reading_only(project_dir: Path) -> None:
    with pytest.raises(ResourceError, match="read-only medium"):
        open_store(project_dir)
    before = sorted(entry.name for entry in project_dir.iterdir())
    with open_store(project_dir, read_only=True) as store, store.read() as tx:
        assert len(tx.classes.all()) == 2
        assert sorted(entry.name for entry in project_dir.iterdir()) == before


@pytest.mark.usefixtures("read_only_medium")
def test_open_when_put_on_a_medium_while_in_use_then_its_last_commits_are_seen(
    template_dir: Path, tmp_path: Path
) -> None:
    shutil.copytree(template_dir, tmp_path / "used")
    lock = opening.ProjectLock(tmp_path / "used")
    with opening._open_for_writing(tmp_path / "used", lock) as used:
        add_images(used, 4)
        shutil.copytree(used.path, tmp_path / "burned")
    with open_store(tmp_path / "burned", read_only=True) as store:
        assert "copy" in store.notices[0]
        copy = Path(store._copy.name) if store._copy is not None else None
        with store.read() as tx:
            assert tx.images.count() == 4
    assert copy is not None
    assert not copy.exists()


@pytest.mark.parametrize("read_only", [False, True])
def test_open_when_a_newer_loupe_wrote_it_then_refused_unchanged(
    project_dir: Path, read_only: bool
) -> None:
    database = project_dir / "project.db"
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0900'")
    before = database.read_bytes()
    with pytest.raises(ConflictError, match="newer Loupe"):
        open_store(project_dir, read_only=read_only)
    assert database.read_bytes() == before


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("content", [b"", b"no database" * 1000, None], ids=["0", "text", "cut"])
def test_open_when_damaged_then_says_so_and_lets_go(
    project_dir: Path, content: bytes | None, read_only: bool
) -> None:
    database = project_dir / "project.db"
    whole = database.read_bytes()
    database.write_bytes(whole[:4096] + bytes(8192) if content is None else content)
    with pytest.raises(DataError, match=r"project\.db"):
        open_store(project_dir, read_only=read_only)
    database.write_bytes(whole)
    open_store(project_dir).close()


def test_open_when_the_database_is_of_another_program_then_says_so(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "project.db")) as connection:
        connection.execute("CREATE TABLE notes (text)")
    with pytest.raises(DataError, match="not a Loupe project"):
        open_store(tmp_path)


def test_open_when_on_a_network_drive_then_no_wal_and_a_notice(
    project_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_store(project_dir).close()
    with monkeypatch.context() as patched:
        patched.setattr(opening, "is_network_drive", lambda folder: True)
        with open_store(project_dir) as store:
            assert "network drive" in store.notices[0]
            add_images(store, 1)
            assert not (project_dir / "project.db-wal").exists()
    with open_store(project_dir) as store:
        assert store.notices == ()
        add_images(store, 1)
        assert (project_dir / "project.db-wal").exists()


@pytest.mark.parametrize(
    ("kind", "expected"), [("nfs4", True), ("cifs", True), ("ext4", False), ("fuse.sshfs", True)]
)
def test_is_network_drive_when_mounted_deeper_then_the_deepest_mount_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, expected: bool
) -> None:
    class Mount:
        def __init__(self, mountpoint: str, fstype: str) -> None:
            self.mountpoint, self.fstype = mountpoint, fstype

    mounts = [Mount(str(tmp_path), kind), Mount("/", "nfs" if kind == "ext4" else "ext4")]
    monkeypatch.setattr(surroundings.psutil, "disk_partitions", lambda **_: mounts)
    assert surroundings.is_network_drive(tmp_path / "project") is expected


def test_open_when_the_lock_note_is_garbage_then_it_does_not_matter(store: Store) -> None:
    (store.path / "project.lock.json").write_text("{half")
    with pytest.raises(ConflictError, match="another process"):
        open_store(store.path)


def test_close_when_called_twice_then_nothing_happens(project_dir: Path) -> None:
    store = open_store(project_dir)
    store.close()
    store.close()
    with pytest.raises(RuntimeError, match="closed"), store.read():
        pass
    with pytest.raises(RuntimeError, match="closed"), store.write():
        pass


def test_open_when_its_path_has_odd_signs_then_it_works(tmp_path: Path) -> None:
    path = tmp_path / "50 % off? #1 é"
    create_store(path, ProjectSettings(name="x"), []).close()
    with open_store(path, read_only=True) as store, store.read() as tx:
        assert tx.images.count() == 0


def test_open_store_when_used_then_alembic_is_not_needed(project_dir: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from engine.store.opening import open_store;"
        "open_store(Path(sys.argv[1])).close(); sys.exit('alembic' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(project_dir)],
        cwd=_ROOT,
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
        check=False,
    )
    assert done.returncode == 0
