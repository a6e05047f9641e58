"""The site as gunicorn loads it before it forks, already warm: a new worker is there at once."""

from __future__ import annotations

from django.db import connections
from django.test import Client

from portal.wsgi import application

__all__ = ["application"]

if Client(HTTP_HOST="127.0.0.1").get("/resources/1/").status_code != 200:
    raise SystemExit("the page of the drill is not there")
connections.close_all()
