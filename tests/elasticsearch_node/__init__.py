"""A real Elasticsearch for the tests, without Docker: its own jars, a JDK and Maven."""

from __future__ import annotations
