"""The tables of the project database.

What is here is what the migrations make; a test compares the two. The triggers that keep the label
history append-only and frozen splits in place stand in the migrations alone. Times are seconds
since 1970; shapes, recipes and other nested records are JSON text.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.types import Boolean

from engine.domain.annotations import Source
from engine.domain.images import Answer, ImageState, Split
from engine.domain.jobs import JobKind, JobState
from engine.domain.rounds import Purpose, QuestionState, RoundState
from engine.domain.searches import TrialState
from engine.domain.suggestions import SuggestionState
from engine.store.column_types import LabelWord, PathText, words

APPLICATION_ID = 0x4C6F7570
"""Says in the file's header that an SQLite database is a Loupe project ("Loup")."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


project_values = Table(
    "project_values",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

classes = Table(
    "classes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("color", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("removed_at", Float),
    # What it became part of when it was merged.
    Column("merged_into", ForeignKey("classes.id")),
    Column("revision", Integer, nullable=False, server_default="0"),
)

class_changes = Table(
    "class_changes",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", Float, nullable=False),
    Column("who", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("is_undone", Boolean, nullable=False, server_default=false()),
)

images = Table(
    "images",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("path", PathText, nullable=False, index=True),
    Column("content_hash", Text, nullable=False, unique=True),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("modified_ns", Integer, nullable=False),
    Column("group_name", Text, nullable=False, index=True),
    Column("split", words(Split), nullable=False),
    Column("state", words(ImageState), nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("added_at", Float, nullable=False),
    Column("holdout_order", Integer),
    Column("split_frozen_at", Float),
    Column("fingerprint", Integer),
    # Classes in use that are settled or partial here: kept by the repositories, as counting the
    # answers of 100,000 images at every gesture would take seconds.
    Column("num_settled", Integer, nullable=False, server_default="0"),
    Column("num_partial", Integer, nullable=False, server_default="0"),
    Index("ix_images_progress", "split", "state", "num_settled", "num_partial"),
)

image_scores = Table(
    "image_scores",
    metadata,
    Column("image_id", ForeignKey("images.id"), primary_key=True),
    Column("top_score", Float, nullable=False, index=True),
)

duplicate_files = Table(
    "duplicate_files",
    metadata,
    Column("path", PathText, primary_key=True),
    Column("image_id", ForeignKey("images.id"), nullable=False, index=True),
    Column("size_bytes", Integer, nullable=False),
    Column("modified_ns", Integer, nullable=False),
)

rejected_files = Table(
    "rejected_files",
    metadata,
    Column("path", PathText, primary_key=True),
    Column("reason", Text, nullable=False),
)

# Not `annotations`, which the import from __future__ takes in every module.
annotations_table = Table(
    "annotations",
    metadata,
    # An own number keeps the order in which annotations were made through undo and redo.
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("image_id", ForeignKey("images.id"), nullable=False),
    Column("class_id", ForeignKey("classes.id"), nullable=False),
    Column("shape", Text, nullable=False),
    Column("source", LabelWord(Source), nullable=False),
    Column("attributes", Text),
    Column("suggested_by", Text),
    Column("confidence", Float),
    Column("z", Integer, nullable=False, server_default="0"),
    Column("is_deleted", Boolean, nullable=False, server_default=false()),
    Index("ix_annotations_image_id", "image_id"),
    Index("ix_annotations_class_id", "class_id", "is_deleted"),
)

answers = Table(
    "answers",
    metadata,
    Column("image_id", ForeignKey("images.id"), nullable=False),
    Column("class_id", ForeignKey("classes.id"), nullable=False),
    Column("answer", LabelWord(Answer), nullable=False),
    PrimaryKeyConstraint("image_id", "class_id"),
    Index("ix_answers_class_id", "class_id", "answer"),
    sqlite_with_rowid=False,
)

label_history = Table(
    "label_history",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("image_id", ForeignKey("images.id"), nullable=False, index=True),
    Column("at", Float, nullable=False),
    Column("who", Text, nullable=False),
    # An annotation's id; NULL where the entry tells of the image's answers.
    Column("annotation_id", Text),
    Column("before", Text),
    Column("after", Text),
    CheckConstraint("before IS NOT NULL OR after IS NOT NULL", name="tells_something"),
)

judgments = Table(
    "judgments",
    metadata,
    Column("key", Text, primary_key=True),
    Column("image_id", ForeignKey("images.id"), nullable=False, index=True),
    Column("suggested_by", Text, nullable=False),
    Column("class_id", ForeignKey("classes.id"), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("state", words(SuggestionState), nullable=False),
    Column("at", Float, nullable=False, server_default="0"),
    Index("ix_judgments_suggested_by", "suggested_by", "class_id", "state"),
    sqlite_with_rowid=False,
)

# Judgments up to this time no longer count against a source.
asked_again = Table(
    "asked_again",
    metadata,
    Column("suggested_by", Text, nullable=False),
    Column("class_id", ForeignKey("classes.id"), nullable=False),
    Column("at", Float, nullable=False),
    PrimaryKeyConstraint("suggested_by", "class_id"),
    sqlite_with_rowid=False,
)

# Those that no score cache holds, as no model made them.
suggestions_table = Table(
    "suggestions",
    metadata,
    Column("key", Text, primary_key=True),
    Column("image_id", ForeignKey("images.id"), nullable=False, index=True),
    Column("suggested_by", Text, nullable=False),
    Column("class_id", ForeignKey("classes.id"), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("shape", Text, nullable=False),
    sqlite_with_rowid=False,
)

visits = Table(
    "visits",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("image_id", ForeignKey("images.id"), nullable=False, index=True),
    Column("started_at", Float, nullable=False, index=True),
    Column("active_s", Float, nullable=False),
    Column("num_drawn", Integer, nullable=False),
    Column("num_adjusted", Integer, nullable=False),
    Column("num_accepted", Integer, nullable=False),
    Column("num_rejected", Integer, nullable=False),
    Column("num_class_changes", Integer, nullable=False),
)

rounds = Table(
    "rounds",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("state", words(RoundState), nullable=False),
    Column("strategy", Text, nullable=False),
    Column("query_size", Integer, nullable=False),
    Column("seed", Integer, nullable=False),
    Column("asked_by", Text),
    Column("version_id", Text),
)

questions = Table(
    "questions",
    metadata,
    Column("round_number", ForeignKey("rounds.number"), nullable=False),
    Column("image_id", ForeignKey("images.id"), nullable=False, index=True),
    Column("rank", Integer, nullable=False),
    Column("utility", Float, nullable=False),
    Column("reason", Text, nullable=False),
    Column("terms", Text, nullable=False),
    Column("is_holdout", Boolean, nullable=False),
    Column("state", words(QuestionState), nullable=False),
    Column("purpose", words(Purpose), nullable=False, server_default=Purpose.LEARN),
    PrimaryKeyConstraint("round_number", "image_id"),
)

# What was answered blindly about labeled images; `first` is what was there when it was asked.
second_looks = Table(
    "second_looks",
    metadata,
    Column("round_number", ForeignKey("rounds.number"), nullable=False),
    Column("image_id", ForeignKey("images.id"), nullable=False, index=True),
    Column("purpose", words(Purpose), nullable=False),
    Column("first", Text, nullable=False),
    Column("second", Text, nullable=False),
    Column("answers", Text, nullable=False),
    Column("answered_at", Float),
    PrimaryKeyConstraint("round_number", "image_id"),
    sqlite_with_rowid=False,
)

# Images whose labels were looked at again as a model disagreed with them.
label_checks = Table(
    "label_checks",
    metadata,
    Column("image_id", ForeignKey("images.id"), primary_key=True),
    Column("at", Float, nullable=False),
    sqlite_with_rowid=False,
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", words(JobKind), nullable=False),
    Column("state", words(JobState), nullable=False, index=True),
    Column("created_at", Float, nullable=False),
    Column("title", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("context", Text, nullable=False),
    Column("last_seq", Integer, nullable=False, server_default="0"),
)

searches = Table(
    "searches",
    metadata,
    Column("id", Text, primary_key=True),
    Column("created_at", Float, nullable=False),
    Column("spec", Text, nullable=False),
    Column("confirmation", Text),
    Column("outcome", Text),
)

trials = Table(
    "trials",
    metadata,
    Column("search_id", ForeignKey("searches.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("state", words(TrialState), nullable=False),
    Column("record", Text, nullable=False),
    PrimaryKeyConstraint("search_id", "number"),
)

snapshots = Table(
    "snapshots",
    metadata,
    Column("id", Text, primary_key=True),
    Column("created_at", Float, nullable=False),
    Column("counts", Text, nullable=False),
)

versions = Table(
    "versions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("created_at", Float, nullable=False),
    Column("record", Text, nullable=False),
    # The figure that decides under redraws of its images.
    Column("draws", Text),
)

agreements = Table(
    "agreements",
    metadata,
    Column("version_id", ForeignKey("versions.id"), primary_key=True),
    Column("share", Float, nullable=False),
    Column("num_images", Integer, nullable=False),
    sqlite_with_rowid=False,
)

exports = Table(
    "exports",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("version_id", ForeignKey("versions.id"), nullable=False),
    Column("created_at", Float, nullable=False),
    Column("path", Text, nullable=False),
    Column("record", Text, nullable=False),
    UniqueConstraint("version_id", "path"),
)

# Expressions cannot go through the naming convention, hence the explicit name.
Index(
    "uq_classes_name_in_use",
    classes.c.name,
    unique=True,
    sqlite_where=text("removed_at IS NULL"),
)
