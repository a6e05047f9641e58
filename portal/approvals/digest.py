"""The seal of what was approved: SHA-256 over canonical JSON of a revision's content.

Left out are the fields that Wagtail itself changes when it saves, publishes, locks or moves a
thing, and the editors' comments beside it; everything that an editor can write is in.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from django.core.serializers.json import DjangoJSONEncoder

if TYPE_CHECKING:
    from wagtail.models import Revision

    from .models import ApprovalAct

VOLATILE = frozenset(
    (
        # when and whether it is published
        *("live", "has_unpublished_changes", "first_published_at", "last_published_at"),
        *("live_revision", "go_live_at", "expire_at", "expired"),
        # which version is the newest, and what the explorer calls it
        *("latest_revision", "latest_revision_created_at", "draft_title"),
        # who holds it
        *("locked", "locked_at", "locked_by", "owner"),
        # where it stands in the tree
        *("path", "depth", "numchild", "url_path", "alias_of"),
        # talk about it
        "wagtail_admin_comments",
    )
)


def digest_of(revision: Revision) -> str:
    """The seal of this version, in hexadecimal digits."""
    content = {name: value for name, value in revision.content.items() if name not in VOLATILE}
    sealed = {
        "type": f"{revision.content_type.app_label}.{revision.content_type.model}",
        "object": str(revision.object_id),
        "content": content,
    }
    text = json.dumps(
        sealed, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()


def verify(act: ApprovalAct) -> bool:
    """Whether the version that the act names still is what was acted on."""
    return digest_of(act.revision) == act.digest
