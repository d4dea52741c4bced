"""The project database: SQLite through SQLAlchemy, one repository a file."""
