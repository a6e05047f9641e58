"""Why a link or a code opens nothing: a status, a sentence, and what helps."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(NamedTuple):
    """What the person reads, and the status of the answer."""

    status: int
    title: Promise
    advice: Promise


_ASK_AGAIN = _("Sign in to the admin; what still waits for you stands on its first page.")

REFUSALS: dict[str, Refusal] = {
    "tampered": Refusal(
        403,
        _("This link is not ours"),
        _("Part of it may have been cut off. Open it again from the message, or copy all of it."),
    ),
    "unknown": Refusal(404, _("We do not know this link"), _ASK_AGAIN),
    "used": Refusal(
        410,
        _("You have already acted by this link"),
        _("A link holds for one act. Nothing more has to be done."),
    ),
    "expired": Refusal(410, _("This link has expired"), _ASK_AGAIN),
    "decided": Refusal(
        409,
        _("This level has already been decided"),
        _("A colleague of the same level was before you. Nothing more has to be done."),
    ),
    "withdrawn": Refusal(
        409,
        _("The request was withdrawn"),
        _("Whoever submitted it took it back. If it is submitted again, you get a new message."),
    ),
    "changed": Refusal(
        409,
        _("The content has changed since this message was sent"),
        _("You would act on what you have not read. Ask the submitter to submit it again."),
    ),
    "out_of_order": Refusal(
        409,
        _("The level before has not acted yet"),
        _("It comes to you by itself when the level before has acted."),
    ),
    "not_a_member": Refusal(
        403,
        _("You are not in the group of this level any more"),
        _("If that is wrong, ask the person in charge of the site to put you in the group."),
    ),
    "submitted_it": Refusal(
        403,
        _("Nobody acts on what they submitted or wrote themselves"),
        _("Another member of the group has to act."),
    ),
    "acted_before": Refusal(
        403,
        _("Nobody acts on two levels of one request"),
        _("Another member of the group has to act."),
    ),
    "other_person": Refusal(
        403,
        _("This link belongs to somebody else"),
        _("You are signed in with another account. Sign out, then open the link again."),
    ),
    "login_needed": Refusal(
        401,
        _("Sign in first"),
        _("Your session has ended. Keep a copy of your remark below, sign in, and try again."),
    ),
}

# These leave the page standing, with everything that was typed.
CODE_PROBLEMS: dict[str, tuple[int, Any]] = {
    "no_code": (403, _("Ask for a code first; it comes by e-mail.")),
    "code_wrong": (403, _("The code is not right. Look at the newest message and type it again.")),
    "code_expired": (410, _("The code has expired. Ask for a new one.")),
    "too_many_tries": (429, _("Too many wrong codes. Ask for a new one.")),
    "too_many_codes": (429, _("Too many codes were asked for. Wait an hour and try again.")),
    "not_sent": (503, _("The message with the code could not be sent. Try again in a while.")),
}
