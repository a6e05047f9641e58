"""News of this room."""

from __future__ import annotations

from django.dispatch import Signal

# Sent when the public page of a resource was asked for, with sender=Resource, resource and request.
resource_opened = Signal()
# Sent when the public page of a platform was asked for, with sender=Platform, platform and request.
platform_opened = Signal()
# Sent when somebody is led to the thing itself, with sender=Resource or Platform, item, mode (the
# code of a delivery mode, empty for a platform), from_print and request.
access_point_opened = Signal()
