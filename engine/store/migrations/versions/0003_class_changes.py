"""Changes of the class list are kept, and versions know their classes by id."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Plain SQL: a batch would build the table anew, for columns that SQLite can add.
    op.execute(
        "ALTER TABLE classes ADD COLUMN merged_into INTEGER "
        "CONSTRAINT fk_classes_merged_into REFERENCES classes (id)"
    )
    op.execute("ALTER TABLE classes ADD COLUMN revision INTEGER DEFAULT '0' NOT NULL")
    op.create_table(
        "class_changes",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("is_undone", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_class_changes"),
    )
    op.create_table(
        "image_scores",
        sa.Column("image_id", sa.Integer(), nullable=False),
        sa.Column("top_score", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["image_id"], ["images.id"], name="fk_image_scores_image_id"),
        sa.PrimaryKeyConstraint("image_id", name="pk_image_scores"),
    )
    op.create_index("ix_image_scores_top_score", "image_scores", ["top_score"], unique=False)
    _tell_versions_their_classes(op.get_bind())


def _tell_versions_their_classes(connection: sa.Connection) -> None:
    """Find the classes of each version by their names, where all of them are still called so."""
    # The class in use last, so that it wins over a removed one of the same name.
    known = "SELECT name, id FROM classes ORDER BY removed_at IS NULL, removed_at"
    ids = {row.name: row.id for row in connection.execute(sa.text(known))}
    for version_id, text in connection.execute(sa.text("SELECT id, record FROM versions")).all():
        record = json.loads(text)
        names = record["class_names"]
        if not all(name in ids for name in names):
            continue
        record["class_ids"] = [ids[name] for name in names]
        record["objective"] = " ".join(sorted(f"{ids[name]}.0" for name in names))
        told = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
        connection.execute(
            sa.text("UPDATE versions SET record = :record WHERE id = :id"),
            {"id": version_id, "record": told},
        )
