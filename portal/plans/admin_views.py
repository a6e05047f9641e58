"""The two ways to a new draft in the admin: the template, and a plan of earlier years."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portal.core.thai_calendar import fiscal_year

from . import drafting
from .forms import NewPlanForm, NextPlanForm
from .models import PlanIndexPage, PlanKind, PlanPage


def may_add_below(index: Any, user: Any) -> bool:
    """Whether this person may make a plan there."""
    return index is not None and bool(index.permissions_for_user(user).can_add_subpage())


class _NewDraftView(WagtailAdminTemplateMixin, FormView):
    """Asks a question, makes a draft and opens it."""

    template_name = "plans/admin/new_draft.html"
    explanation: Any = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what will be made."""
        return {**super().get_context_data(**kwargs), "explanation": self.explanation}

    def opened(self, plan: PlanPage) -> HttpResponse:
        """Go on in the editor."""
        messages.success(self.request, _("“%(plan)s” is there as a draft.") % {"plan": plan.title})
        return redirect(reverse("wagtailadmin_pages:edit", args=[plan.pk]))


class NewPlanView(_NewDraftView):
    """A draft from the template (form F1-2)."""

    form_class = NewPlanForm
    page_title = gettext_lazy("New plan from the template")
    header_icon = "clipboard-list"
    explanation = gettext_lazy(
        "The draft has all chapters with hints on what to write, and the reference documents of "
        "the procedure. Only staff see it."
    )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse whoever may not add plans."""
        index = PlanIndexPage.objects.first()
        if index is None or not may_add_below(index, request.user):
            raise PermissionDenied
        self.index = index
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """Suggest the next fiscal year, and the kind that the address names."""
        following = fiscal_year(timezone.localdate()) + 1
        kind = self.request.GET.get("kind")
        return {
            "kind": kind if kind in PlanKind.values else PlanKind.DIGITAL,
            "first_fiscal_year": following,
            "last_fiscal_year": following,
        }

    def form_valid(self, form: NewPlanForm) -> HttpResponse:
        """Make the draft and open it."""
        asked = form.cleaned_data
        plan = drafting.draft_from_template(
            self.index,
            asked["kind"],
            asked["first_fiscal_year"],
            asked["last_fiscal_year"],
            self.request.user,
        )
        return self.opened(plan)


class NextPlanView(_NewDraftView):
    """A draft for the years after those of a plan."""

    form_class = NextPlanForm
    page_title = gettext_lazy("Copy for the following years")
    header_icon = "copy"
    explanation = gettext_lazy(
        "The draft has the same chapters, strategies, projects and indicators with all years moved "
        "on. Results, attachments and the approval are left behind; the last result becomes the "
        "baseline."
    )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse whoever may not read the draft or add plans."""
        page = get_object_or_404(PlanPage, pk=kwargs["pk"])
        if not page.permissions_for_user(request.user).can_edit() or not may_add_below(
            page.get_parent().specific, request.user
        ):
            raise PermissionDenied
        self.source: PlanPage = page.get_latest_revision_as_object()
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """Which plan."""
        return self.source.title

    def form_valid(self, form: NextPlanForm) -> HttpResponse:
        """Make the draft and open it."""
        return self.opened(drafting.copy_as_next(self.source, self.request.user))
