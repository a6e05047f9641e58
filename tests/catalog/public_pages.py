"""Rows and measurements that the tests of the public pages share."""

from __future__ import annotations

from typing import Any

from django.core.files.images import ImageFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from catalog.models import AccessPoint, Indicator, Platform, Resource
from tests import factories


def picture(title: str) -> Any:
    file: ImageFile = get_test_image_file()
    return get_image_model().objects.create(title=title, file=file)


def full_platforms(number: int) -> list[Platform]:
    """Platforms with something in every list that a card or page shows."""
    grade, subject = factories.GradeFactory(), factories.SubjectFactory()
    modes = [factories.DeliveryModeFactory(code=code, name_th=code) for code in ("onair", "online")]
    return [
        factories.PlatformFactory(
            grades=[grade],
            subjects=[subject],
            modes=modes,
            audiences=[factories.AudienceFactory()],
            logo=picture("ตรา"),
        )
        for _ in range(number)
    ]


def full_resources(number: int, **kwargs: Any) -> list[Resource]:
    """Resources with something in every list that a card or page shows."""
    grade, subject = factories.GradeFactory(), factories.SubjectFactory()
    return [
        factories.ResourceFactory(
            grades=[grade],
            subjects=[subject],
            audiences=[factories.AudienceFactory()],
            points=["ondemand", "onair"],
            thumbnail=picture("ภาพ"),
            **{"platform": factories.PlatformFactory(), **kwargs},
        )
        for _ in range(number)
    ]


def indicator(number: int) -> Indicator:
    row, _ = Indicator.objects.get_or_create(
        code=f"ค 1.1 ป.4/{number}",
        curriculum_version=2560,
        defaults={"subject": factories.SubjectFactory(), "text": f"ตัวชี้วัดข้อที่ {number}"},
    )
    return row


def add_points(resource: Resource, number: int) -> None:
    for place in range(number):
        mode = factories.DeliveryModeFactory(code="ondemand")
        url = f"https://example.org/{place}"
        resource.access_points.add(AccessPoint(mode=mode, url=url, label=f"ตอนที่ {place}"))
    resource.save()


def queries_of(client: Client, address: str) -> int:
    """How many queries a page runs once its pictures have been cut to size."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(address)
        getattr(response, "render", lambda: None)()
    assert response.status_code == 200
    return len(captured)
