"""Timetables and lessons from spreadsheets: what a file would do, and doing it.

`cells` reads single cells, `timetable` and `lessons` plan (pure: rows in, report out), `stored`
reads what they compare with and is the one place where an import is saved.
"""

from __future__ import annotations
