"""The page of a mailed link. Reading it decides nothing: programs that scan mail follow links."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from portal.core.models import SiteSettings
from portal.core.models.site import SecondFactor

from . import links, second_factor
from .acting import ActRefused
from .forms import LinkForm
from .link_pages import full_text_of, page_of
from .refusals import CODE_PROBLEMS, REFUSALS
from .trail import signature_of


# The secret in the address proves where a post comes from, better than a cookie that an old phone
# may not keep; and without a referrer browsers post with "Origin: null", which the check refuses.
@method_decorator(csrf_exempt, name="dispatch")
class LinkView(View):
    """What both pages share: the link is opened anew for every request, and nobody keeps a copy."""

    http_method_names = ["get", "head", "post", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Answer, or say why not; in either case for this reader only."""
        try:
            self.link = links.open_link(kwargs["token"])
            response = self._login(request) or super().dispatch(request, *args, **kwargs)
        except links.LinkError as error:
            response = self.refuse(request, error)
        # Django would write the address, which holds the secret, into the log of refused requests.
        response._has_been_logged = True  # type: ignore[attr-defined]
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    @property
    def asks_for_code(self) -> bool:
        """Whether the second factor is a mailed code."""
        return SiteSettings.of_default_site().approval_second_factor == SecondFactor.CODE

    def _login(self, request: HttpRequest) -> HttpResponseRedirect | None:
        """Where the second factor is an account: send to the login, or refuse another person."""
        if self.asks_for_code or request.user.pk == self.link.user_id:
            return None
        if request.user.is_authenticated:
            raise links.LinkError("other_person")
        if request.method == "POST":
            raise links.LinkError("login_needed", self.link)
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)

    def refuse(self, request: HttpRequest, error: links.LinkError) -> HttpResponse:
        """Say why, show what was decided, and hand back what was typed."""
        refusal = REFUSALS[error.kind]
        shows_decision = error.link is not None and error.kind in ("used", "decided")
        decision = links.decision_on(error.link) if shows_decision and error.link else None
        context = {
            "refusal": refusal,
            "decision": signature_of(decision) if decision else None,
            "object": decision.object_label if decision else "",
            "remark": request.POST.get("remark", ""),
        }
        return render(request, "approvals/link_refused.html", context, status=refusal.status)


class ApproveView(LinkView):
    """Read, and act: GET shows, POST mails a code or does the act."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show what waits."""
        return self._page(request, LinkForm(link=self.link))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Mail a code, or act."""
        form = LinkForm(request.POST, link=self.link)
        if "send_code" in request.POST:
            return self._send_code(request, form)
        if not form.is_valid():
            return self._page(request, form, 422)
        try:
            if self.asks_for_code:
                second_factor.check_code(self.link, form.cleaned_data["code"])
            act = links.act_by(self.link, **form.act_values())
        except second_factor.CodeError as error:
            return self._code_problem(request, form, error)
        except ActRefused as refused:
            form.add_error(None, str(refused))
            return self._page(request, form, 422)
        context = {"decision": signature_of(act), "object": act.object_label}
        return render(request, "approvals/link_done.html", context)

    def _send_code(self, request: HttpRequest, form: LinkForm) -> HttpResponse:
        form.is_asking_for_code = True
        if not self.asks_for_code:
            return self._page(request, form)
        try:
            second_factor.send_code(self.link)
        except second_factor.CodeError as error:
            return self._code_problem(request, form, error)
        return self._page(request, form, code_sent=True)

    def _code_problem(
        self, request: HttpRequest, form: LinkForm, error: second_factor.CodeError
    ) -> HttpResponse:
        status, text = CODE_PROBLEMS[error.kind]
        return self._page(request, form, status, code_problem=text)

    def _page(
        self, request: HttpRequest, form: LinkForm, status: int = 200, **context: Any
    ) -> HttpResponse:
        context = {
            **page_of(self.link),
            "form": form,
            "link": self.link,
            "problems": [] if form.is_asking_for_code else _texts(form),
            "asks_for_code": self.asks_for_code,
            "minutes": second_factor.MINUTES,
            **context,
        }
        return render(request, "approvals/link_page.html", context, status=status)


class FullTextView(LinkView):
    """The whole text and every change, behind the same link."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show all of it."""
        context = {**full_text_of(self.link), "link": self.link, "token": token}
        return render(request, "approvals/link_full.html", context)


def _texts(form: LinkForm) -> list[str]:
    return [str(text) for texts in form.errors.values() for text in texts]
