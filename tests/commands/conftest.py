"""The terminal's tests use the stores of the database's tests."""

from tests.db.conftest import postgres_database, postgres_store, postgres_url, sqlite_store, store, workspace

__all__ = ["postgres_database", "postgres_store", "postgres_url", "sqlite_store", "store", "workspace"]
