"""Where the cluster is, who we are there, and how long we wait."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings


@dataclass(frozen=True)
class Configuration:
    """One cluster and one prefix in it; `from_settings` reads the site's own."""

    urls: tuple[str, ...]
    prefix: str = "rianklai"
    api_key: str = field(default="", repr=False)
    user: str = ""
    password: str = field(default="", repr=False)
    ca_certs: str = ""
    connect_seconds: float = 0.5
    request_seconds: float = 2.0
    load_seconds: float = 120.0  # for a batch of changes, and for what a rebuild asks
    shards: int = 1
    replicas: int = 0
    refresh_interval: str = "1s"
    # Return from `apply` when searches see the changes: tests need that, drainers do not.
    wait_for_refresh: bool = False
    words_seconds: float = 300.0  # how long words of documents added meanwhile may stay unknown

    @classmethod
    def from_settings(cls) -> Configuration:
        """What the environment says."""
        return cls(
            urls=tuple(settings.ELASTICSEARCH_URL),
            prefix=settings.ELASTICSEARCH_INDEX_PREFIX,
            api_key=settings.ELASTICSEARCH_API_KEY,
            user=settings.ELASTICSEARCH_USER,
            password=settings.ELASTICSEARCH_PASSWORD,
            ca_certs=settings.ELASTICSEARCH_CA_CERTS,
            connect_seconds=settings.ELASTICSEARCH_CONNECT_SECONDS,
            request_seconds=settings.ELASTICSEARCH_REQUEST_SECONDS,
            shards=settings.ELASTICSEARCH_SHARDS,
            replicas=settings.ELASTICSEARCH_REPLICAS,
        )
