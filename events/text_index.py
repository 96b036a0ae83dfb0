"""An index of three letters each: a part of a word is found without reading all rows.

SQLite has it beside the table, as FTS5 with its trigram tokenizer, kept by triggers;
PostgreSQL as a GIN index of pg_trgm, which serves LIKE by itself. Both are made after
each `migrate`: SQLite loses the triggers whenever Django makes a table anew.
"""

from django.db import DatabaseError, connections, transaction

TABLE = "events_occurrence"
WORDS = "events_occurrence_words"
SHORTEST = 3  # letters; what is shorter has no place in the index
# Contains `%s`, for `phrase`.
MATCHING = f"SELECT rowid FROM {WORDS} WHERE {WORDS} MATCH %s"  # noqa: S608 - ours

_FORGET = f"INSERT INTO {WORDS}({WORDS}, rowid, search_text) VALUES ('delete', old.id, old.search_text);"  # noqa: S608, E501 - ours
_LEARN = f"INSERT INTO {WORDS}(rowid, search_text) VALUES (new.id, new.search_text);"  # noqa: S608 - ours
TRIGGERS = {
    f"{WORDS}_insert": f"AFTER INSERT ON {TABLE} BEGIN {_LEARN} END",
    f"{WORDS}_delete": f"AFTER DELETE ON {TABLE} BEGIN {_FORGET} END",
    f"{WORDS}_update": (
        f"AFTER UPDATE OF search_text ON {TABLE} BEGIN {_FORGET} {_LEARN} END"
    ),
}


def phrase(word: str) -> str:
    """Return a word as FTS5 takes it literally, whatever signs are in it."""
    return '"' + word.replace('"', '""') + '"'


def ensure_text_index(using: str) -> None:
    """Make what is missing of the index; fill it if its triggers were gone."""
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return
    if connection.vendor == "sqlite":
        _ensure_on_sqlite(connection)
    elif connection.vendor == "postgresql":
        _ensure_on_postgresql(connection)


def _ensure_on_sqlite(connection) -> None:
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
            [TABLE],
        )
        missing = TRIGGERS.keys() - {name for (name,) in cursor.fetchall()}
        if not missing:
            return
        cursor.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {WORDS} USING fts5(search_text, "
            f"content='{TABLE}', content_rowid='id', tokenize='trigram')"
        )
        for name in missing:
            cursor.execute(f"CREATE TRIGGER {name} {TRIGGERS[name]}")
        cursor.execute(f"INSERT INTO {WORDS}({WORDS}) VALUES ('rebuild')")  # noqa: S608 - ours


def _ensure_on_postgresql(connection) -> None:
    """Do without where the extension may not be made: LIKE then reads all rows."""
    try:
        with transaction.atomic(connection.alias), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(
                f"CREATE INDEX IF NOT EXISTS {WORDS} ON {TABLE} "
                "USING gin (search_text gin_trgm_ops)"
            )
    except DatabaseError:
        return
