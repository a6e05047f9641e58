"""The database itself refuses to change an act; only the key of a deleted account may go.

Deleting is refused by the model alone: tests empty their tables, and so does nobody else.
"""

from __future__ import annotations

from typing import Any

_TABLE = "approvals_approvalact"
_COLUMNS = (
    *("content_type_id", "object_id", "object_label", "revision_id", "workflow_state_id"),
    *("levels", "level", "act", "actor_name", "office_title", "at", "remark", "redo_step"),
    *("digest", "channel"),
)
_MESSAGE = "formal acts are not changed"
_SQLITE = (
    f"CREATE TRIGGER acts_stay BEFORE UPDATE OF {', '.join(_COLUMNS)} ON {_TABLE} "
    f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END",
)
_POSTGRESQL = (
    "CREATE FUNCTION acts_stay() RETURNS trigger AS "
    f"$$ BEGIN RAISE EXCEPTION '{_MESSAGE}'; END $$ LANGUAGE plpgsql",
    f"CREATE TRIGGER acts_stay BEFORE UPDATE OF {', '.join(_COLUMNS)} ON {_TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION acts_stay()",
)
_GUARD = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}
_UNGUARD = {
    "sqlite": ("DROP TRIGGER IF EXISTS acts_stay",),
    "postgresql": (
        f"DROP TRIGGER IF EXISTS acts_stay ON {_TABLE}",
        "DROP FUNCTION IF EXISTS acts_stay()",
    ),
}


def guard(apps: Any, schema_editor: Any) -> None:
    """Set the guard, where we know how to in this database."""
    for statement in _GUARD.get(schema_editor.connection.vendor, ()):
        schema_editor.execute(statement)


def unguard(apps: Any, schema_editor: Any) -> None:
    """Take it away again."""
    for statement in _UNGUARD.get(schema_editor.connection.vendor, ()):
        schema_editor.execute(statement)
