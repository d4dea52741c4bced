"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# What the code never does the database refuses, too.
TRIGGERS = (
    """
    CREATE TRIGGER label_history_is_not_changed BEFORE UPDATE ON label_history
    BEGIN SELECT RAISE(ABORT, 'the label history is append-only'); END
    """,
    """
    CREATE TRIGGER label_history_is_not_deleted BEFORE DELETE ON label_history
    BEGIN SELECT RAISE(ABORT, 'the label history is append-only'); END
    """,
    """
    CREATE TRIGGER frozen_splits_stay BEFORE UPDATE OF split, group_name, split_frozen_at ON images
    WHEN OLD.split_frozen_at IS NOT NULL AND (
        NEW.split IS NOT OLD.split
        OR NEW.group_name IS NOT OLD.group_name
        OR NEW.split_frozen_at IS NOT OLD.split_frozen_at
    )
    BEGIN SELECT RAISE(ABORT, 'the split of this image is frozen'); END
    """,
    """
    CREATE TRIGGER images_are_not_deleted BEFORE DELETE ON images
    BEGIN SELECT RAISE(ABORT, 'images are never deleted'); END
    """,
)


def upgrade() -> None:
    op.create_table(
        "classes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("color", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_classes"),
    )
    op.create_index(
        "uq_classes_name_in_use",
        "classes",
        ["name"],
        unique=True,
        sqlite_where=sa.text("removed_at IS NULL"),
    )
    op.create_table(
        "images",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("modified_ns", sa.Integer(), nullable=False),
        sa.Column("group_name", sa.Text(), nullable=False),
        sa.Column("split", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("added_at", sa.Float(), nullable=False),
        sa.Column("holdout_order", sa.Integer(), nullable=True),
        sa.Column("split_frozen_at", sa.Float(), nullable=True),
        sa.Column("fingerprint", sa.Integer(), nullable=True),
        sa.Column("num_settled", sa.Integer(), server_default="0", nullable=False),
        sa.Column("num_partial", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_images"),
        sa.UniqueConstraint("content_hash", name="uq_images_content_hash"),
    )
    op.create_index("ix_images_group_name", "images", ["group_name"], unique=False)
    op.create_index("ix_images_path", "images", ["path"], unique=False)
    op.create_index(
        "ix_images_progress",
        "images",
        ["split", "state", "num_settled", "num_partial"],
        unique=False,
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("last_seq", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
    )
    op.create_index("ix_jobs_state", "jobs", ["state"], unique=False)
    op.create_table(
        "project_values",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_project_values"),
    )
    op.create_table(
        "rejected_files",
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("path", name="pk_rejected_files"),
    )
    op.create_table(
        "rounds",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("strategy", sa.Text(), nullable=False),
        sa.Column("query_size", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=True),
        sa.Column("version_id", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_rounds"),
    )
    op.create_table(
        "searches",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.Column("spec", sa.Text(), nullable=False),
        sa.Column("confirmation", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_searches"),
    )
    op.create_table(
        "snapshots",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_snapshots"),
    )
    op.create_table(
        "versions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_versions"),
        sa.UniqueConstraint("number", name="uq_versions_number"),
    )
    op.create_table(
        "annotations",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("image_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("shape", sa.Text(), nullable=False),
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("attributes", sa.Text(), nullable=True),
        sa.Column("suggested_by", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("is_deleted", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name="fk_annotations_class_id"),
        sa.ForeignKeyConstraint(["image_id"], ["images.id"], name="fk_annotations_image_id"),
        sa.PrimaryKeyConstraint("number", name="pk_annotations"),
        sa.UniqueConstraint("id", name="uq_annotations_id"),
    )
    op.create_index(
        "ix_annotations_class_id", "annotations", ["class_id", "is_deleted"], unique=False
    )
    op.create_index("ix_annotations_image_id", "annotations", ["image_id"], unique=False)
    op.create_table(
        "answers",
        sa.Column("image_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(16), nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name="fk_answers_class_id"),
        sa.ForeignKeyConstraint(["image_id"], ["images.id"], name="fk_answers_image_id"),
        sa.PrimaryKeyConstraint("image_id", "class_id", name="pk_answers"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_answers_class_id", "answers", ["class_id", "answer"], unique=False)
    op.create_table(
        "duplicate_files",
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("image_id", sa.Integer(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("modified_ns", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["image_id"], ["images.id"], name="fk_duplicate_files_image_id"),
        sa.PrimaryKeyConstraint("path", name="pk_duplicate_files"),
    )
    op.create_index("ix_duplicate_files_image_id", "duplicate_files", ["image_id"], unique=False)
    op.create_table(
        "exports",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name="fk_exports_version_id"),
        sa.PrimaryKeyConstraint("number", name="pk_exports"),
        sa.UniqueConstraint("version_id", "path", name="uq_exports_version_id_path"),
    )
    op.create_table(
        "label_history",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("image_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("annotation_id", sa.Text(), nullable=True),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "before IS NOT NULL OR after IS NOT NULL", name="ck_label_history_tells_something"
        ),
        sa.ForeignKeyConstraint(["image_id"], ["images.id"], name="fk_label_history_image_id"),
        sa.PrimaryKeyConstraint("number", name="pk_label_history"),
    )
    op.create_index("ix_label_history_image_id", "label_history", ["image_id"], unique=False)
    op.create_table(
        "questions",
        sa.Column("round_number", sa.Integer(), nullable=False),
        sa.Column("image_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("utility", sa.Float(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("is_holdout", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.ForeignKeyConstraint(["image_id"], ["images.id"], name="fk_questions_image_id"),
        sa.ForeignKeyConstraint(
            ["round_number"], ["rounds.number"], name="fk_questions_round_number"
        ),
        sa.PrimaryKeyConstraint("round_number", "image_id", name="pk_questions"),
    )
    op.create_index("ix_questions_image_id", "questions", ["image_id"], unique=False)
    op.create_table(
        "trials",
        sa.Column("search_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["search_id"], ["searches.id"], name="fk_trials_search_id"),
        sa.PrimaryKeyConstraint("search_id", "number", name="pk_trials"),
    )
    op.create_table(
        "visits",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("image_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.Float(), nullable=False),
        sa.Column("active_s", sa.Float(), nullable=False),
        sa.Column("num_drawn", sa.Integer(), nullable=False),
        sa.Column("num_adjusted", sa.Integer(), nullable=False),
        sa.Column("num_accepted", sa.Integer(), nullable=False),
        sa.Column("num_rejected", sa.Integer(), nullable=False),
        sa.Column("num_class_changes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["image_id"], ["images.id"], name="fk_visits_image_id"),
        sa.PrimaryKeyConstraint("number", name="pk_visits"),
    )
    op.create_index("ix_visits_image_id", "visits", ["image_id"], unique=False)
    op.create_index("ix_visits_started_at", "visits", ["started_at"], unique=False)
    for trigger in TRIGGERS:
        op.execute(trigger)
