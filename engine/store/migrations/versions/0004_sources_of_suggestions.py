"""Suggestions that no model made are kept; a source that was silenced can be asked again."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("judgments", sa.Column("at", sa.Float(), nullable=False, server_default="0"))
    op.create_table(
        "asked_again",
        sa.Column("suggested_by", sa.Text(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["class_id"], ["classes.id"], name="fk_asked_again_class_id_classes"
        ),
        sa.PrimaryKeyConstraint("suggested_by", "class_id", name="pk_asked_again"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "suggestions",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("image_id", sa.Integer(), nullable=False),
        sa.Column("suggested_by", sa.Text(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("shape", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["class_id"], ["classes.id"], name="fk_suggestions_class_id_classes"
        ),
        sa.ForeignKeyConstraint(["image_id"], ["images.id"], name="fk_suggestions_image_id_images"),
        sa.PrimaryKeyConstraint("key", name="pk_suggestions"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_suggestions_image_id", "suggestions", ["image_id"])
