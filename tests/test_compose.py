"""compose.yaml is sound YAML and names what the site needs; nothing here can run containers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "compose.yaml").read_text()
SITES = ("prepare", "web", "drainer", "schedule")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load(TEXT)


def test_the_site_gets_every_variable_that_production_requires(compose: dict[str, Any]) -> None:
    settings = (ROOT / "portal/settings/production.py").read_text()
    required = set(re.findall(r'^    "([A-Z_]+)",$', settings, re.MULTILINE))
    known = set(
        re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "portal/settings/base.py").read_text())
    )
    ours = {"DJANGO_SETTINGS_MODULE", "PATH", "PYTHONDONTWRITEBYTECODE"}

    assert len(required) > 5
    for name in SITES:
        given = set(compose["services"][name]["environment"])
        assert required <= given
        assert given - ours <= known


def test_secrets_come_from_the_environment_only(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        for name, value in service.get("environment", {}).items():
            if re.search("SECRET|PASSWORD", name):
                assert re.fullmatch(r"\$\{[A-Z_]+:\?\}", value), name


def test_only_the_site_is_reached_and_from_this_machine_only(compose: dict[str, Any]) -> None:
    ports = {name: each["ports"] for name, each in compose["services"].items() if "ports" in each}
    assert ports == {"web": ["127.0.0.1:8000:8000"]}


@pytest.mark.parametrize("name", ["database", "cache", "elasticsearch"])
def test_what_the_site_waits_for_can_say_that_it_is_ready(
    compose: dict[str, Any], name: str
) -> None:
    assert compose["services"][name]["healthcheck"]["test"]
    assert compose["services"]["prepare"]["depends_on"][name] == {"condition": "service_healthy"}


def test_elasticsearch_is_bounded_kept_and_of_the_version_that_is_tested(
    compose: dict[str, Any],
) -> None:
    service = compose["services"]["elasticsearch"]
    tested = (ROOT / "tests/elasticsearch_node/servers/elasticsearch-8/pom.xml").read_text()
    version = re.search(r"<server\.version>(.*?)</server\.version>", tested)

    assert version
    assert service["image"] == f"elasticsearch:{version[1]}"
    assert service["environment"]["discovery.type"] == "single-node"
    assert service["environment"]["xpack.security.enabled"] == "true"
    assert service["mem_limit"]
    assert service["volumes"] == ["elasticsearch:/usr/share/elasticsearch/data"]


def test_every_volume_is_declared(compose: dict[str, Any]) -> None:
    used = {
        volume.partition(":")[0]
        for service in compose["services"].values()
        for volume in service.get("volumes", [])
    }
    assert used - {"."} == set(compose["volumes"])
