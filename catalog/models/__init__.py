"""What exists: platforms, resources, how they are filed and how they are reached."""

from __future__ import annotations

from .collections import Collection, CollectionItem
from .opening import OpenCount
from .platforms import Certainty, Cost, Login, Platform, PlatformKind, Provider
from .resources import (
    AccessPoint,
    ContentLanguage,
    Licence,
    Resource,
    ResourceKind,
    ResourceTag,
    TaggedResource,
)
from .taxonomy import (
    Audience,
    DeliveryMode,
    Grade,
    Indicator,
    Level,
    Subject,
    normalise_indicator_code,
)

__all__ = [
    "AccessPoint",
    "Audience",
    "Certainty",
    "Collection",
    "CollectionItem",
    "ContentLanguage",
    "Cost",
    "DeliveryMode",
    "Grade",
    "Indicator",
    "Level",
    "Licence",
    "Login",
    "OpenCount",
    "Platform",
    "PlatformKind",
    "Provider",
    "Resource",
    "ResourceKind",
    "ResourceTag",
    "Subject",
    "TaggedResource",
    "normalise_indicator_code",
]
