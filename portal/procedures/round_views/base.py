"""What the screens of rounds share: the round, the way back, and how they refuse."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portal.procedures.models import Round
from portal.procedures.refusals import Refused
from portal.procedures.round_forms import RefusableForm
from portal.procedures.round_permissions import may_view


class RoundsScreen(WagtailAdminTemplateMixin, TemplateView):
    """A screen for those who may read rounds."""

    page_title: Any = gettext_lazy("Rounds of work")
    header_icon = "calendar-check"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse whoever has nothing to do with rounds."""
        if not may_view(request.user):
            raise PermissionDenied
        self.load()
        return super().dispatch(request, *args, **kwargs)

    def load(self) -> None:
        """Fetch what the screen is about."""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """From the year board to here."""
        board = {"url": reverse("rounds_board"), "label": _("Rounds of work")}
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, board, *self.trail(), here]

    def trail(self) -> list[dict[str, Any]]:
        """What lies between the board and this screen."""
        return []


class RoundScreen(RoundsScreen):
    """A screen about one round."""

    round: Round

    def load(self) -> None:
        """Fetch the round with all its attempts."""
        self.round = get_object_or_404(Round.objects.with_steps(), pk=self.kwargs["pk"])

    def trail(self) -> list[dict[str, Any]]:
        """Over the round's own page."""
        return [{"url": self.round.get_absolute_url(), "label": str(self.round)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the round."""
        return super().get_context_data(round=self.round, **kwargs)


class RoundFormScreen(RoundScreen):
    """A form about a round: shown, refused with what was typed kept, or done."""

    template_name = "procedures/admin/rounds/form.html"
    # Wagtail sets it beside the heading, where a phone has no room.
    header_icon = ""
    submit_label: Any = gettext_lazy("Save")

    def against(self) -> str:
        """Why this person may not do this; empty where they may."""
        raise NotImplementedError

    def make_form(self, data: Any = None) -> RefusableForm:
        """The form, filled with what was posted."""
        raise NotImplementedError

    def act(self, form: Any) -> str:
        """Do it; give the sentence that says what was done."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, or why there is none."""
        return self.answer(self.make_form(), refused=self.against())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it, or show the form again with everything that was typed."""
        form = self.make_form(request.POST)
        valid = form.is_valid()
        if refused := self.against():
            return self.answer(form, refused=refused)
        if valid:
            try:
                messages.success(request, self.act(form))
            except Refused as refusal:
                form.show(refusal)
            else:
                return redirect(self.round.get_absolute_url())
        messages.error(request, _("Nothing was saved. Please look at what is marked below."))
        return self.answer(form)

    def answer(self, form: forms.Form, refused: str = "") -> HttpResponse:
        """The page with the form; 403 where it is not this person's to send."""
        context = self.get_context_data(
            form=form,
            refused=refused,
            media=form.media,
            submit_label=self.submit_label,
            back=self.round.get_absolute_url(),
        )
        return self.render_to_response(context, status=403 if refused else 200)
