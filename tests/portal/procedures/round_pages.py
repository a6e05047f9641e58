"""How tests look at the screens of rounds: signed in as a role, posting, reading."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from portal.procedures.models import Round, RoundStep
from tests.factories import UserFactory

from . import round_factories as rounds

TYPED = "ข้อความที่พิมพ์ไว้"


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(
        UserFactory(is_superuser=True) if role == "superuser" else rounds.member(role)
    )
    return client


def at(round_: Round, name: str, row: RoundStep | None = None, *more: int) -> str:
    return reverse(name, args=[round_.pk, *([row.pk] if row else []), *more])


def ending(**values: Any) -> dict[str, Any]:
    return {"outcome": "done", "finished_on": "2026-11-05", "without_evidence": "on", **values}


def text_of(response: Any) -> str:
    return str(response.content.decode())
