"""One client for each process: made when first needed, and never taken over by a fork."""

from __future__ import annotations

import os
import threading
from typing import Any

from django.utils.translation import gettext as _
from elasticsearch import Elasticsearch
from urllib3 import Timeout

from ..base import EngineUnavailable
from .configuration import Configuration


class Connection:
    """Gives the process's client; a forked child must not share the sockets of its parent."""

    def __init__(self, configuration: Configuration) -> None:
        self.configuration = configuration
        self._lock = threading.Lock()
        self._process = 0
        self._clients: tuple[Elasticsearch, Elasticsearch] | None = None

    @property
    def client(self) -> Elasticsearch:
        """For what a page waits for: it gives up soon."""
        return self._both()[0]

    @property
    def patient(self) -> Elasticsearch:
        """For batches and rebuilds."""
        return self._both()[1]

    def _both(self) -> tuple[Elasticsearch, Elasticsearch]:
        if self._process != os.getpid():
            # A lock that another thread held at the fork would stay closed for ever.
            self._lock, self._process, self._clients = threading.Lock(), os.getpid(), None
        with self._lock:
            if self._clients is None:
                self._clients = self._open()
            return self._clients

    def _open(self) -> tuple[Elasticsearch, Elasticsearch]:
        made = self.configuration
        if not made.urls:
            raise EngineUnavailable(_("ELASTICSEARCH_URL does not say where Elasticsearch is"))
        try:
            client = Elasticsearch(
                list(made.urls),
                # The client hands the timeout on as it is, so connecting can have one of its own.
                request_timeout=_timeout(made.connect_seconds, made.request_seconds),
                # With several nodes the next one is asked; a page never waits for a third.
                max_retries=min(1, len(made.urls) - 1),
                retry_on_timeout=False,
                retry_on_status=(),
                **self._credentials(),
            )
        except (ValueError, OSError) as error:
            message = _("the settings of Elasticsearch are wrong: %(why)s") % {"why": error}
            raise EngineUnavailable(message) from error
        patient = _timeout(made.connect_seconds * 4, made.load_seconds)
        return client, client.options(request_timeout=patient)

    def _credentials(self) -> dict[str, Any]:
        made = self.configuration
        given: dict[str, Any] = {}
        if made.api_key:
            given["api_key"] = made.api_key
        elif made.user:
            given["basic_auth"] = (made.user, made.password)
        if made.ca_certs:
            given["ca_certs"] = made.ca_certs
        return given


def _timeout(connect: float, read: float) -> Any:
    return Timeout(connect=connect, read=read)
