"""A table whose rows lie in the order of its primary key, where the database is SQLite.

Cubes are small rows with long keys that are read a day and level at a time: beside a hidden row
number each key would be stored twice. PostgreSQL has no such table, and gets an ordinary one. A
later migration that alters a cube on SQLite would make its table anew without this: drop and create
it there, and roll the days up again.
"""

from __future__ import annotations

from typing import Any

from django.db.migrations import CreateModel


class CreateCube(CreateModel):
    """`CreateModel` that adds WITHOUT ROWID on SQLite."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Make the table."""
        model = to_state.apps.get_model(app_label, self.name)
        if not self.allow_migrate_model(schema_editor.connection.alias, model):
            return
        if schema_editor.connection.vendor != "sqlite":
            schema_editor.create_model(model)
            return
        statement, params = schema_editor.table_sql(model)
        schema_editor.execute(f"{statement} WITHOUT ROWID", params or None)
