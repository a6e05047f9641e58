"""Screens of the admin beside list and form: revise, look at, compare, publish."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import policy_registry

from .comparing import differences
from .detail import version_context
from .models import Procedure, ProcedureVersion, PublishedIsClosed
from .soundness import faults
from .versions import NotSound, new_draft, publish


def may(user: Any, action: str, version: ProcedureVersion | None = None) -> bool:
    """Whether somebody may do this, to this version where one is given."""
    policy = policy_registry.get_by_type(ProcedureVersion)
    if version is None:
        return bool(policy.user_has_permission(user, action))
    return bool(policy.user_has_permission_for_instance(user, action, version))


def may_look(user: Any) -> bool:
    """Whether somebody may see drafts."""
    return may(user, "view") or may(user, "change")


class ReviseView(WagtailAdminTemplateMixin, FormView):
    """Makes a draft out of the current version, and opens it."""

    form_class = forms.Form
    template_name = "procedures/admin/revise.html"
    page_title = gettext_lazy("Revise the procedure")
    header_icon = "copy"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse whoever may not edit drafts."""
        if not may(request.user, "change"):
            raise PermissionDenied
        self.procedure = get_object_or_404(Procedure.objects.public(), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """Which procedure."""
        return str(self.procedure)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Open the draft, new or there already."""
        draft = new_draft(self.procedure, self.request.user)
        return redirect(reverse("procedureversion:edit", args=[draft.pk]))


class PublishView(WagtailAdminTemplateMixin, FormView):
    """Says what is wrong with a draft, or asks once more and publishes it."""

    form_class = forms.Form
    template_name = "procedures/admin/publish.html"
    page_title = gettext_lazy("Publish the version")
    header_icon = "upload"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse whoever may not publish, and what is published."""
        rows = ProcedureVersion.objects.with_rows()
        self.version = get_object_or_404(rows, pk=kwargs["pk"])
        if not may(request.user, "publish", self.version):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """Which version."""
        return str(self.version)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the faults and what changes for the public."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        edit = reverse("procedureversion:edit", args=[self.version.pk])
        return {**context, "version": self.version, "faults": faults(self.version), "edit": edit}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Publish, unless something is wrong or somebody was faster."""
        try:
            publish(self.version, self.request.user)
        except NotSound:
            return self.render_to_response(self.get_context_data(form=form))
        except PublishedIsClosed as refusal:
            messages.error(self.request, str(refusal))
        else:
            words = _("“%(version)s” is published. It can no longer be changed.")
            messages.success(self.request, words % {"version": self.version})
        return redirect(reverse("procedureversion:index"))


class CompareView(WagtailAdminTemplateMixin, TemplateView):
    """What differs between a version and the one before it."""

    template_name = "procedures/admin/compare.html"
    page_title = gettext_lazy("Comparison with the version before")
    header_icon = "history"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse whoever may not see drafts."""
        if not may_look(request.user):
            raise PermissionDenied
        rows = ProcedureVersion.objects.with_rows()
        self.version = get_object_or_404(rows, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """Which version."""
        return str(self.version)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Compare with the published version before; the first has none."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        rows = ProcedureVersion.objects.published().with_rows()
        before = rows.filter(
            procedure=self.version.procedure_id, number__lt=self.version.number
        ).first()
        sections = differences(before, self.version) if before else []
        return {**context, "version": self.version, "before": before, "sections": sections}


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """A version as the public reads it, or will."""
    if not may_look(request.user):
        raise PermissionDenied
    version = get_object_or_404(ProcedureVersion.objects.with_rows(), pk=pk)
    context = {**version_context(version), "is_current": True}
    return render(request, "procedures/procedure_detail.html", context)
