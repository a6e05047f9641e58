"""What of the catalogue can be found; `search_facets` names its facets.

Grades and learning areas go into a document in every form that people write; the analyser makes the
same token of ป.4, ประถมศึกษาปีที่ 4 and ประถม 4 as of a query. An empty list of grades means "not
tied to any" and, as everywhere in the catalogue, is found without that filter only.
"""

from __future__ import annotations

from importlib import import_module

from catalog.search_facets import register_facets

register_facets()
# Rooms stand in this order on pages.
for _name in ("resources", "platforms", "collections"):
    import_module(f"{__name__}.{_name}")
