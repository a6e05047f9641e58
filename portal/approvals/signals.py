"""News of approvals. Whoever listens (procedures, plans) does so in the same transaction."""

from __future__ import annotations

from django.dispatch import Signal

# After every act: act=the ApprovalAct, item=the object as it was in that revision.
act_recorded = Signal()
# The last level has said yes and the item is published: sender=model of the item,
# item=the live object, revision, act=the last act.
approval_completed = Signal()
