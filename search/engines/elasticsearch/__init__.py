"""The engine for several hosts: an Elasticsearch cluster, version 8 or newer, asked over HTTP.

The client is heavy, so nothing here is imported before the first search (see
`engines.get_engine`). Only what every distribution of the server has is used: no scripts, no
ingest, no reindexing, and the built-in `whitespace` analyzer.
"""
