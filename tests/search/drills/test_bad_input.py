"""Whatever is wrong with the cluster, staff read what to do, and visitors get their page."""

from __future__ import annotations

import html
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import trustme
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from elasticsearch import Elasticsearch

from search import engines
from search.breaker import MOST_FAILURES
from search.engines import get_engine
from search.rebuilding import rebuild
from tests.elasticsearch_node.front import Front
from tests.elasticsearch_node.node import Node, free_port
from tests.factories import ResourceFactory
from tests.search.test_failover import PLAIN
from tests.search.test_health import PAGE
from tests.search.test_search_admin import of_role

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch]

SEARCH = f"/search/?q={quote('เศษส่วน')}"
CANNOT_REACH = "ติดต่อ Elasticsearch ไม่ได้"
UNKNOWN = "Elasticsearch ไม่รู้จักเรา"
CERTIFICATE = "เชื่อถือใบรับรองของ Elasticsearch ไม่ได้"
OTHER_PRODUCT = "ไม่ใช่ Elasticsearch รุ่น 8 ขึ้นไป"
NOT_OURS = "ไม่ใช่ของเรา"
READ_ONLY = "ดัชนีเป็นแบบอ่านอย่างเดียว"
BUSY = "Elasticsearch มีงานมากเกินกว่าจะรับเพิ่ม"

Use = Callable[..., None]


@pytest.fixture
def use(settings: Any) -> Use:
    """The site's engine is the cluster at this address, as the environment would say."""

    def used(url: str, prefix: str = "test", **others: str) -> None:
        settings.SEARCH_ENGINE = "elasticsearch"
        settings.ELASTICSEARCH_URL = [url]
        settings.ELASTICSEARCH_INDEX_PREFIX = prefix.rstrip("-")
        settings.ELASTICSEARCH_REQUEST_SECONDS = 30
        for name, value in others.items():
            setattr(settings, f"ELASTICSEARCH_{name.upper()}", value)
        engines.forget_engine()

    return used


def checked() -> str:
    """What `search_check` says when it ends with 1."""
    said = io.StringIO()
    with pytest.raises(CommandError) as failed:
        call_command("search_check", stdout=said)
    assert failed.value.returncode == 1
    return said.getvalue() + str(failed.value)


def health() -> str:
    """The page of those who look after the search, as they read it."""
    return html.unescape(of_role("working_group").get(PAGE).content.decode())


def assert_told(client: Client, what: str, reason: str = "") -> None:
    """Staff are told, also once nobody asks any more; visitors get plain lists and a notice."""
    ResourceFactory(name_th="การบวกเศษส่วน")
    for told in (checked(), health()):
        assert what in told
        assert reason in told
    for _ in range(MOST_FAILURES + 1):
        answer = client.get(SEARCH)
        assert answer.status_code == 200
        page = answer.content.decode()
        assert "การบวกเศษส่วน" in page or "<mark>" in page
        assert PLAIN in page
        assert "no-store" in answer["Cache-Control"]
    assert what in health()


def test_a_wrong_address(use: Use, client: Client) -> None:
    use(f"http://127.0.0.1:{free_port()}")

    assert_told(client, CANNOT_REACH, "Connection refused")


@pytest.mark.parametrize(
    "given",
    [{"user": "portal", "password": "wrong"}, {"api_key": "d3Jvbmc6a2V5"}, {}],
    ids=["password", "key", "nothing"],
)
def test_wrong_credentials(
    use: Use, client: Client, elasticsearch_front: Front, given: dict[str, str]
) -> None:
    elasticsearch_front.basic_auth, elasticsearch_front.api_key = ("portal", "secret"), "Z29vZA=="
    use(elasticsearch_front.url, ca_certs=str(elasticsearch_front.ca_certs), **given)

    assert_told(client, UNKNOWN, "authenticat")


def test_a_certificate_of_somebody_else(
    use: Use, client: Client, elasticsearch_front: Front, tmp_path: Path
) -> None:
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "other.pem"))
    use(elasticsearch_front.url, ca_certs=str(tmp_path / "other.pem"))

    assert_told(client, CERTIFICATE, "CERTIFICATE_VERIFY_FAILED")


@pytest.mark.parametrize("elasticsearch_node", ["opensearch-2", "elasticsearch-7"], indirect=True)
def test_another_product_or_an_old_version(
    use: Use, client: Client, elasticsearch_node: Node
) -> None:
    use(elasticsearch_node.url)

    assert_told(client, OTHER_PRODUCT)


def test_a_prefix_that_another_product_uses(
    use: Use, client: Client, elasticsearch_url: str, index_prefix: str
) -> None:
    with Elasticsearch(elasticsearch_url) as cluster:
        cluster.index(index=f"{index_prefix}orders", id="1", document={"of": "somebody"})
    use(elasticsearch_url, index_prefix)

    assert_told(client, NOT_OURS, f"{index_prefix}orders")


def assert_waits(client: Client, what: str, reason: str) -> None:
    """Staff are told why changes wait; visitors get full answers as ever."""
    for told in (checked(), health()):
        assert what in told
        assert reason in told
    answer = client.get(SEARCH)
    assert answer.status_code == 200
    assert PLAIN not in answer.content.decode()


def test_a_read_only_index(
    use: Use, client: Client, elasticsearch_url: str, index_prefix: str
) -> None:
    use(elasticsearch_url, index_prefix)
    rebuild()
    live = get_engine().status().generation
    with Elasticsearch(elasticsearch_url) as cluster:
        block = "index.blocks.read_only_allow_delete"
        cluster.indices.put_settings(index=live, settings={block: True})
        ResourceFactory(name_th="การบวกเศษส่วน")

        assert_waits(client, READ_ONLY, "index")

        cluster.indices.put_settings(index=live, settings={block: None})
    call_command("search_check")
    assert READ_ONLY not in health()


@pytest.mark.parametrize("whole", [True, False], ids=["request", "item"])
def test_a_full_queue(
    use: Use, client: Client, elasticsearch_front: Front, index_prefix: str, whole: bool
) -> None:
    use(elasticsearch_front.url, index_prefix, ca_certs=str(elasticsearch_front.ca_certs))
    rebuild()
    resource = ResourceFactory(name_th="การบวกเศษส่วน")
    if whole:
        elasticsearch_front.refuse_bulks = 1_000
    else:
        elasticsearch_front.refuse_items = {f"resource:{resource.pk}"}

    assert_waits(client, BUSY, "rejected execution")

    elasticsearch_front.refuse_bulks, elasticsearch_front.refuse_items = 0, set()
    call_command("search_check", repair=True)
    assert BUSY not in health()
