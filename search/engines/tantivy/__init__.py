"""The embedded engine: an index folder beside the database, read and written in this process.

`tantivy` is heavy, so nothing here is imported before the first search (see `engines.get_engine`).
"""
