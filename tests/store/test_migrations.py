"""Migrations: what they make, and what an interrupted one leaves."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from engine.domain.errors import ConflictError, DataError, ResourceError
from engine.store import migrate
from engine.store.database import Store
from engine.store.opening import open_store
from engine.store.schema import metadata

_DATA = Path(__file__).parent / "data"
_ROOT = Path(__file__).resolve().parents[2]
_NEWEST = migrate.SCHEMA_REVISION
_NEWER = f"{int(_NEWEST) + 1:04}"
_NEXT = """
import os
import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{down_revision}"


def upgrade():
    with op.batch_alter_table("classes") as batch:
        batch.add_column(sa.Column("shortcut", sa.Text()))
    {ending}
"""
_UPGRADE = """
import sys
from pathlib import Path
from engine.store import migrate
from engine.store.opening import open_store
migrate.SCHEMA_REVISION, migrate.MIGRATIONS_DIR = sys.argv[3], Path(sys.argv[2])
migrate.upgrade.__kwdefaults__["migrations_dir"] = Path(sys.argv[2])
open_store(Path(sys.argv[1]))
"""


def _next_migration(tmp_path: Path, *, ending: str) -> Path:
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.MIGRATIONS_DIR, folder)
    text = _NEXT.format(ending=ending, revision=_NEWER, down_revision=_NEWEST)
    (folder / "versions" / f"{_NEWER}_next.py").write_text(text)
    return folder


def _use(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(migrate, "SCHEMA_REVISION", _NEWER)
    monkeypatch.setitem(migrate.upgrade.__kwdefaults__, "migrations_dir", folder)


def _column_names(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return [row[1] for row in connection.execute("PRAGMA table_info(classes)")]


def test_schema_when_migrated_then_is_what_the_tables_say(store: Store) -> None:
    with store.read() as tx:
        context = MigrationContext.configure(tx.project._connection)
        assert compare_metadata(context, metadata) == []


def test_revision_when_read_without_alembic_then_is_its_newest() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.MIGRATIONS_DIR))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_current_head() == migrate.SCHEMA_REVISION


@pytest.mark.parametrize("dump", sorted(_DATA.glob("schema_*.sql")), ids=lambda path: path.stem)
def test_open_when_an_earlier_schema_wrote_it_then_all_is_there(dump: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "project.db")) as connection:
        connection.executescript(dump.read_text(encoding="utf-8"))
    with open_store(tmp_path) as store, store.write() as tx:
        assert tx.project.settings().name == "blood"
        assert [c.name for c in tx.classes.all()] == ["cell", "nucleus"]
        (first, *_) = tx.images.page(0, 10)
        assert len(tx.labels.get(first.id).annotations) == 1
        assert tx.labels.complete_ids() == [first.id]
        assert len(tx.labels.history(first.id)) == 2


def test_upgrade_when_older_then_done_with_a_backup(
    project_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _use(monkeypatch, _next_migration(tmp_path, ending="pass"))
    with pytest.raises(ConflictError, match="older Loupe"):
        open_store(project_dir, read_only=True)
    with open_store(project_dir) as store:
        assert f"project.backup-{_NEWEST}.db" in store.notices[0]
        with store.read() as tx:
            assert [c.name for c in tx.classes.all()] == ["cell", "nucleus"]
    assert "shortcut" in _column_names(project_dir / "project.db")
    assert "shortcut" not in _column_names(project_dir / f"project.backup-{_NEWEST}.db")
    if sys.platform != "win32":
        assert (project_dir / f"project.backup-{_NEWEST}.db").stat().st_mode & 0o777 == 0o600
    with open_store(project_dir) as store:
        assert store.notices == ()


@pytest.mark.parametrize("ending", ["raise OSError('power')", "os.kill(os.getpid(), 9)"])
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_upgrade_when_interrupted_then_the_old_project_is_whole(
    project_dir: Path, tmp_path: Path, ending: str
) -> None:
    folder = _next_migration(tmp_path, ending=ending)
    done = subprocess.run(
        [sys.executable, "-c", _UPGRADE, str(project_dir), str(folder), _NEWER],
        cwd=_ROOT,
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (1, -9), done.stderr
    assert "shortcut" not in _column_names(project_dir / "project.db")
    with open_store(project_dir) as store, store.read() as tx:
        assert [c.name for c in tx.classes.all()] == ["cell", "nucleus"]


def test_upgrade_when_rows_point_at_nothing_then_refused_and_undone(
    project_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = "op.execute(\"INSERT INTO answers VALUES (99, 99, 'empty')\")"
    _use(monkeypatch, _next_migration(tmp_path, ending=broken))
    with pytest.raises(DataError, match="point at nothing"):
        open_store(project_dir)
    assert "shortcut" not in _column_names(project_dir / "project.db")


def test_upgrade_when_no_backup_can_be_made_then_nothing_changes(
    project_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _use(monkeypatch, _next_migration(tmp_path, ending="pass"))
    (project_dir / f"project.backup-{_NEWEST}.db").mkdir()
    with pytest.raises(ResourceError, match="no backup"):
        open_store(project_dir)
    assert "shortcut" not in _column_names(project_dir / "project.db")
