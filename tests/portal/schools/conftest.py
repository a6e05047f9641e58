"""A small register, and people with and without the right to change it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from portal.schools.models import Cluster, District, School
from tests.factories import DistrictFactory, SchoolFactory, UserFactory

SIX_COLUMNS = "ministry_code,name_th,district,cluster,pupils,smis_code\n"


@pytest.fixture
def district(db: None) -> District:
    return DistrictFactory(name_th="เมืองตัวอย่าง", name_en="Sample Town")


@pytest.fixture
def cluster(district: District) -> Cluster:
    return Cluster.objects.create(name_th="กลุ่มริมโขง", district=district)


@pytest.fixture
def school(district: District, cluster: Cluster) -> School:
    return SchoolFactory(
        name_th="โรงเรียนบ้านดอนตัวอย่าง",
        name_en="Ban Don Sample School",
        ministry_code="1099000001",
        smis_code="99010001",
        district=district,
        cluster=cluster,
        pupils=80,
    )


def _person(*codenames: str) -> Client:
    user = UserFactory(is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def keeper(db: None) -> Client:
    """May add and change schools."""
    return _person("access_admin", "add_school", "change_school")


@pytest.fixture
def reader(db: None) -> Client:
    """May only look at schools."""
    return _person("access_admin", "view_school", "view_district", "view_cluster")


@pytest.fixture
def adder(db: None) -> Client:
    """May add schools, but not change them."""
    return _person("access_admin", "add_school")


@pytest.fixture
def superclient(superuser: Any) -> Client:
    client = Client()
    client.force_login(superuser)
    return client
