"""From a page that was opened to the stored event."""

from __future__ import annotations

from http import HTTPStatus

import pytest

from portal.usage.codes import Flag, ItemType, Kind
from portal.usage.models import SpoolBad, UsageDay
from tests import factories
from tests.portal.usage.site import Devices, stored

pytestmark = pytest.mark.django_db(databases="__all__")


def test_a_view_is_stored_and_confirmed(devices: Devices) -> None:
    resource = factories.ResourceFactory(platform=factories.PlatformFactory())

    page = devices.new().open(resource.get_absolute_url())

    assert page.status_code == HTTPStatus.OK
    (event,) = stored()
    assert (event.kind, event.otype, event.oid) == (Kind.VIEW, ItemType.RESOURCE, resource.pk)
    assert event.platform == resource.platform_id
    assert event.flags == Flag.CONFIRMED
    assert event.visitor > 0
    assert UsageDay.objects.get(day=event.day).dirty
    assert not SpoolBad.objects.exists()


def test_a_page_without_confirmation_stays_unconfirmed(devices: Devices) -> None:
    resource = factories.ResourceFactory()

    devices.new().open(resource.get_absolute_url(), confirm=False)

    assert [event.flags for event in stored()] == [0]
