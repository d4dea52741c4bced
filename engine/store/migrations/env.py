"""Runs the migrations on the connection that the store hands over."""

from alembic import context

from engine.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    # SQLite can undo changes of the schema; the store opens the transaction itself.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
