"""Images answered twice, labels that were checked again, and what forecasts are made of."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("versions", sa.Column("draws", sa.Text()))
    op.add_column(
        "questions",
        sa.Column("purpose", sa.String(16), nullable=False, server_default="learn"),
    )
    op.create_table(
        "agreements",
        sa.Column("version_id", sa.Text(), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("num_images", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["versions.id"], name="fk_agreements_version_id_versions"
        ),
        sa.PrimaryKeyConstraint("version_id", name="pk_agreements"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "second_looks",
        sa.Column("round_number", sa.Integer(), nullable=False),
        sa.Column("image_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(16), nullable=False),
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("second", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.Float()),
        sa.ForeignKeyConstraint(
            ["round_number"], ["rounds.number"], name="fk_second_looks_round_number_rounds"
        ),
        sa.ForeignKeyConstraint(
            ["image_id"], ["images.id"], name="fk_second_looks_image_id_images"
        ),
        sa.PrimaryKeyConstraint("round_number", "image_id", name="pk_second_looks"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_second_looks_image_id", "second_looks", ["image_id"])
    op.create_table(
        "label_checks",
        sa.Column("image_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["image_id"], ["images.id"], name="fk_label_checks_image_id_images"
        ),
        sa.PrimaryKeyConstraint("image_id", name="pk_label_checks"),
        sqlite_with_rowid=False,
    )
