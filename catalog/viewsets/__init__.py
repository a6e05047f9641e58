"""The catalogue's screens in the admin: one menu, a list and a form for everything in it."""

from __future__ import annotations

from .choosers import ProviderChooserViewSet
from .menu import CatalogueViewSetGroup

__all__ = ["CatalogueViewSetGroup", "ProviderChooserViewSet"]
