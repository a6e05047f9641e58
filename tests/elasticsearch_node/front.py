"""A TLS reverse proxy before a real node, as sites put one there, that can be made to misbehave.

It is no imitation of Elasticsearch: what its switches do not refuse is answered by the node, which
speaks plain HTTP.
"""

from __future__ import annotations

import base64
import gzip
import http.client
import json
import socket
import ssl
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import trustme

from tests.elasticsearch_node.refusals import CHALLENGES, PartOfBulk, too_busy, unauthorised

NODE_SECONDS = 60
OF_ONE_CONNECTION = {"connection", "keep-alive", "transfer-encoding", "content-length"}
# What a proxy says when the server behind it is gone: a page of its own, not Elasticsearch's JSON.
BAD_GATEWAY = (
    b"<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>"
)


class Front:
    """The proxy's address and switches; every switch may be set while it runs.

    `refuse_bulks`, `cut_before` and `cut_after` are numbers of requests to come: they count down.
    """

    def __init__(self, node_url: str, folder: Path) -> None:
        self.node_url = node_url
        self.basic_auth: tuple[str, str] | None = None  # demanded, as user and password
        self.api_key: str | None = None  # demanded, as the encoded form that Kibana shows
        self.refuse_bulks = 0  # answered by 429 as a whole
        self.refuse_items: set[str] = set()  # ids that get 429 within a bulk; the rest is done
        self.delay = 0.0  # seconds before the node is asked
        self.cut_before = 0  # connections cut before the node hears of the request
        self.cut_after = 0  # connections cut after the node did it: the answer is lost
        self.seen: list[str] = []  # "METHOD /path?query" of each request, in order
        self._counting = threading.Lock()
        authority = trustme.CA()
        self.ca_certs = folder / "front-ca.pem"
        authority.cert_pem.write_to_path(str(self.ca_certs))
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1", "localhost").configure_cert(tls)
        self._server = _Server(self, tls)

    @property
    def url(self) -> str:
        """Trusted only by a client that is given `ca_certs`."""
        return f"https://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Front:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def admits(self, authorization: str | None) -> bool:
        """Whether a request with this header may pass."""
        good = []
        if self.basic_auth is not None:
            pair = ":".join(self.basic_auth).encode()
            good.append(f"Basic {base64.b64encode(pair).decode()}")
        if self.api_key is not None:
            good.append(f"ApiKey {self.api_key}")
        return not good or authorization in good

    def takes_one(self, switch: str) -> bool:
        """Whether this request is one of those that a counting switch still has to strike."""
        with self._counting:
            left = getattr(self, switch)
            setattr(self, switch, max(0, left - 1))
            return bool(left > 0)


class _Server(ThreadingHTTPServer):
    """Listens with TLS; a thread for each connection, none of which is waited for at the end."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, front: Front, tls: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), _Request)
        self.front = front
        # The handshake belongs to the connection's thread: a silent client must not block others.
        self.socket = tls.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up, or does not trust the certificate, is no error of ours."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Request(BaseHTTPRequestHandler):
    """One connection's requests, handed on to the node unless a switch says otherwise."""

    server: _Server
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """The requests are in `Front.seen`."""

    def pass_on(self) -> None:
        """Everything that happens to a request, in the order of a real front."""
        front = self.server.front
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        front.seen.append(f"{self.command} {self.path}")
        if front.takes_one("cut_before"):
            return self._cut()
        given = self.headers.get("Authorization")
        if not front.admits(given):
            return self._refuse(401, unauthorised(self.path, given))
        is_bulk = urlsplit(self.path).path.endswith("/_bulk")
        if is_bulk and front.takes_one("refuse_bulks"):
            return self._refuse(429, too_busy())
        time.sleep(front.delay)
        try:
            if is_bulk and front.refuse_items:
                status, headers, answer = self._ask_in_part(body)
            else:
                status, headers, answer = self._ask(body)
        except (OSError, http.client.HTTPException):
            return self._answer(502, [("Content-Type", "text/html")], BAD_GATEWAY)
        if front.takes_one("cut_after"):
            return self._cut()
        return self._answer(status, headers, answer)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = pass_on

    def _ask(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        """The node's own answer."""
        node = http.client.HTTPConnection(
            urlsplit(self.server.front.node_url).netloc, timeout=NODE_SECONDS
        )
        headers = {
            key: value
            for key, value in self.headers.items()
            if key.lower() not in OF_ONE_CONNECTION | {"authorization"}
        }
        try:
            node.request(self.command, self.path, body or None, headers)
            answer = node.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            node.close()

    def _ask_in_part(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        """The node's answer to a bulk without the items that are refused here."""
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
            del self.headers["Content-Encoding"]
        del self.headers["Accept-Encoding"]
        part = PartOfBulk(body, self.server.front.refuse_items)
        kind = [("Content-Type", "application/json"), ("X-elastic-product", "Elasticsearch")]
        if not part.body:
            nothing = {"errors": False, "took": 0, "items": []}
            return 200, kind, json.dumps(part.whole_answer(nothing)).encode()
        status, headers, answer = self._ask(part.body)
        if status == 200:
            answer = json.dumps(part.whole_answer(json.loads(answer))).encode()
        return status, headers, answer

    def _refuse(self, status: int, said: dict[str, Any]) -> None:
        """An answer in Elasticsearch's name."""
        headers = [("Content-Type", "application/json"), ("X-elastic-product", "Elasticsearch")]
        if status == 401:
            headers += [("WWW-Authenticate", challenge) for challenge in CHALLENGES]
        self._answer(status, headers, json.dumps(said).encode())

    def _answer(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.send_response_only(status)
        for key, value in headers:
            if key.lower() not in OF_ONE_CONNECTION:
                self.send_header(key, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _cut(self) -> None:
        """As if a cable were pulled: no answer, not even an end in good order."""
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)
