"""What the client and the server raise, said so that whoever runs the site knows what to do."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from elastic_transport import ConnectionError, ConnectionTimeout, TlsError, TransportError
from elasticsearch import ApiError, UnsupportedProductError

from ..base import EngineFault, EngineUnavailable

AWAY = gettext_noop(
    "Elasticsearch cannot be reached; see that it runs and that ELASTICSEARCH_URL is right"
)
SLOW = gettext_noop("Elasticsearch did not answer in time; see whether it is overloaded")
BUSY = gettext_noop("Elasticsearch is too busy to take more; changes wait and are tried again")
FAILED = gettext_noop("Elasticsearch cannot answer now; see its own log")
CERTIFICATE = gettext_noop(
    "the certificate of Elasticsearch cannot be trusted; see ELASTICSEARCH_CA_CERTS and that the"
    " host name in ELASTICSEARCH_URL is the one in the certificate"
)
CREDENTIALS = gettext_noop(
    "Elasticsearch does not know us; see ELASTICSEARCH_API_KEY, or ELASTICSEARCH_USER and"
    " ELASTICSEARCH_PASSWORD"
)
RIGHTS = gettext_noop(
    "the account may not do this in Elasticsearch; it needs all rights on indexes of our prefix"
)
READ_ONLY = gettext_noop(
    "Elasticsearch takes no changes: the index is read-only, mostly because the disk is nearly"
    " full; make room there"
)
NO_INDEX = gettext_noop("no index has been built in Elasticsearch; run manage.py rebuild_search")
OTHER_PRODUCT = gettext_noop(
    "what answers at ELASTICSEARCH_URL is not Elasticsearch 8 or newer; OpenSearch and version 7"
    " will not do"
)

MOST_SHOWN = 4_000  # letters of a query in the log
NOT_FOUND = ("index_not_found_exception", "alias_not_found_exception")

log = logging.getLogger(__name__)


class EngineBusy(EngineUnavailable):
    """The cluster takes no more at the moment; the same may be asked again soon."""


class NoIndex(EngineUnavailable):
    """The cluster is there, but our index is not: a rebuild helps."""


@contextmanager
def engine_errors(asked: object = "") -> Iterator[None]:
    """Turn what comes from the cluster into `EngineUnavailable`, and our mistakes into faults."""
    try:
        yield
    except UnsupportedProductError as error:
        raise EngineUnavailable(_(OTHER_PRODUCT)) from error
    except ApiError as error:
        cause, reason = cause_of(error.body)
        raise fault(error.meta.status, cause, reason or str(error.message), asked) from error
    except TransportError as error:
        raise EngineUnavailable(_of_transport(error)) from error


def fault(status: int, cause: str, reason: str, asked: object = "") -> Exception:
    """The exception for an error that the server told, in whichever way it did."""
    message = _of_cause(cause, reason) or _of_status(status)
    if message:
        kind = {BUSY: EngineBusy, NO_INDEX: NoIndex}.get(message, EngineUnavailable)
        return kind(_told(message, reason))
    shown = str(asked)[:MOST_SHOWN]
    log.error("Elasticsearch refuses what it was asked: %s: %s, asked %s", cause, reason, shown)
    return EngineFault(f"{cause}: {reason}")


def cause_of(body: Any) -> tuple[str, str]:
    """Type and reason of an error in a response."""
    error = body.get("error") if isinstance(body, dict) else None
    if not isinstance(error, dict):
        return "", str(error or "")[:300]
    roots = error.get("root_cause") or [error]
    return str(roots[0].get("type", "")), str(roots[0].get("reason", ""))[:300]


def _of_cause(cause: str, reason: str) -> str:
    if cause in NOT_FOUND:
        return NO_INDEX
    # Whatever we do begins with asking which indexes there are, in a way that is new in version 8.
    if cause == "media_type_header_exception" or "unrecognized parameter: [features]" in reason:
        return OTHER_PRODUCT
    if cause == "cluster_block_exception":
        return FAILED if "SERVICE_UNAVAILABLE" in reason else READ_ONLY
    return ""


def _of_status(status: int) -> str:
    if status >= 500 or status == 408:
        return FAILED
    return {401: CREDENTIALS, 403: RIGHTS, 406: OTHER_PRODUCT, 429: BUSY}.get(status, "")


def _of_transport(error: TransportError) -> str:
    if isinstance(error, TlsError):
        return _told(CERTIFICATE, error.message)
    if isinstance(error, ConnectionTimeout):
        return _(SLOW)
    if isinstance(error, ConnectionError):
        return _told(AWAY, error.message)
    return _(OTHER_PRODUCT)  # what it sent is no JSON


def _told(message: str, reason: str) -> str:
    """What to do in the reader's language, and the technical reason as the cluster gave it."""
    said = _(message)
    return f"{said} ({reason})" if reason else said
