"""Accounts of the office's staff. Pupils and the public never have one."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A member of the office; alone in its app so that nothing can form a migration cycle."""
