"""The looser content policy that Wagtail's admin needs, kept away from the public pages."""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import SELF, UNSAFE_INLINE
from django.http import HttpRequest, HttpResponse
from django.urls import reverse


class AdminContentSecurityPolicy:
    """Let the admin's own templates use inline styles and scripts; the public site never does.

    Wagtail 8 cannot do without: its choosers, inline rows and date fields each write a script
    into the page. Whoever is not signed in, the login page too, gets the strict policy.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.admin_root = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Widen the policy of what the signed-in see below the admin's root."""
        response = self.get_response(request)
        if request.path.startswith(self.admin_root) and request.user.is_authenticated:
            policy = {
                "script-src": [SELF, UNSAFE_INLINE],
                "style-src": [SELF, UNSAFE_INLINE],
                "img-src": ["blob:"],
            }
            setattr(response, "_csp_update", policy)  # noqa: B010  the attribute that csp reads
        return response
