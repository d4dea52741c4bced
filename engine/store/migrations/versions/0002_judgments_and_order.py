"""What the expert did with suggestions, and which shape lies in front of which."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("annotations", sa.Column("z", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "judgments",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("image_id", sa.Integer(), nullable=False),
        sa.Column("suggested_by", sa.Text(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name="fk_judgments_class_id_classes"),
        sa.ForeignKeyConstraint(["image_id"], ["images.id"], name="fk_judgments_image_id_images"),
        sa.PrimaryKeyConstraint("key", name="pk_judgments"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_judgments_image_id", "judgments", ["image_id"])
    op.create_index("ix_judgments_suggested_by", "judgments", ["suggested_by", "class_id", "state"])
