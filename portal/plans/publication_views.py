"""Staff's checklist “every channel”: what is done, when, by whom, and texts ready to use."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.log_actions import log

from .channels import DAYS_ALLOWED, Line, checklist, letter, unfinished_editions
from .edition_files import try_again
from .models import PlanEdition, PublicationChannel

_SHOWN_ON_HOME = 5


class ChannelForm(forms.ModelForm):
    """What somebody notes about a channel."""

    class Meta:
        model = PublicationChannel
        fields = ["done_on", "evidence_url", "note"]
        widgets = {"done_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence_url"].assume_scheme = "https"  # type: ignore[attr-defined]

    def clean_done_on(self) -> Any:
        """What is done was done after the approval, and not in the future."""
        day = self.cleaned_data["done_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        if day and day < timezone.localdate(self.instance.edition.approved_at):
            raise forms.ValidationError(_("The plan was approved later than this day."))
        return day


def may_see_checklist(user: Any) -> bool:
    """Whether this person sees where a plan was announced."""
    return bool(user.has_perm("plans.view_publicationchannel") or may_tick(user))


def may_tick(user: Any) -> bool:
    """Whether this person notes what is done."""
    return bool(user.has_perm("plans.change_publicationchannel"))


@never_cache
def newest_publication(request: HttpRequest, pk: int) -> HttpResponse:
    """To the checklist of the edition in force."""
    if not may_see_checklist(request.user):
        raise PermissionDenied
    edition = get_object_or_404(PlanEdition.objects.filter(page=pk).order_by("-number")[:1])
    return redirect("plans_publication", pk, edition.number)


@never_cache
def publication(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The checklist of an edition."""
    edition = _edition_for(request, pk, number)
    bound: ChannelForm | None = None
    if request.method == "POST":
        if not may_tick(request.user):
            raise PermissionDenied
        bound = _save(request, edition)
        if bound is None:
            return redirect(request.path)
    lines = checklist(edition)
    context = {
        "edition": edition,
        "plan": edition.page,
        "lines": [(line, _form(line, bound)) for line in lines],
        "may_tick": may_tick(request.user),
        "days": DAYS_ALLOWED,
        "others": edition.page.editions.exclude(pk=edition.pk),
    }
    return render(request, "plans/admin/publication.html", context)


@never_cache
def letter_file(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The letter to schools as PDF, on the office's letter-head."""
    edition = _edition_for(request, pk, number)
    response = HttpResponse(letter(edition).as_pdf(), content_type="application/pdf")
    name = f"{edition.page.slug}-{number}-letter.pdf"
    response["Content-Disposition"] = content_disposition_header(False, name) or ""
    return response


def _edition_for(request: HttpRequest, pk: int, number: int) -> PlanEdition:
    if not may_see_checklist(request.user):
        raise PermissionDenied
    rows = PlanEdition.objects.select_related("page", "revision")
    return get_object_or_404(rows, page=pk, number=number)


def _save(request: Any, edition: PlanEdition) -> ChannelForm | None:
    """Keep what was sent; returns the form where something is wrong with it."""
    if "retry" in request.POST:
        try_again(edition)
        messages.success(request, _("The PDF is being made once more."))
        return None
    row = get_object_or_404(edition.channels.all(), channel=request.POST.get("channel", ""))
    if row.is_fact:
        raise PermissionDenied
    form = ChannelForm(request.POST, instance=row, prefix=row.channel)
    if not form.is_valid():
        messages.error(request, _("Not saved. See what is marked below."))
        return form
    done = form.save(commit=False)
    done.done_by = request.user if done.done_on else None
    done.done_by_name = (request.user.get_full_name() or str(request.user)) if done.done_on else ""
    done.save()
    data = {"channel": row.channel, "edition": edition.number}
    log(edition.page, "plans.publication", user=request.user, data=data)
    messages.success(request, _("Saved: %(channel)s") % {"channel": row.get_channel_display()})
    return None


def _form(line: Line, bound: ChannelForm | None) -> ChannelForm | None:
    if line.row.is_fact:
        return None
    if bound is not None and bound.instance.pk == line.row.pk:
        return bound
    return ChannelForm(instance=line.row, prefix=line.row.channel)


class UnfinishedPublication(Component):
    """On the admin's home: approved plans that are not yet known everywhere."""

    name = "unfinished_publication"
    template_name = "plans/admin/unfinished.html"
    order = 140

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """The plans, the longest approved first, each with the channels that are missing."""
        found = []
        for edition in unfinished_editions():
            missing = [
                line.row.get_channel_display() for line in checklist(edition) if line.is_overdue
            ]
            if missing:
                found.append((edition, missing))
        return {"found": found[:_SHOWN_ON_HOME], "days": DAYS_ALLOWED}

    def render_html(self, parent_context: Any = None) -> SafeString:
        """Nothing where everything is done or the reader may not see it."""
        request = (parent_context or {}).get("request")
        if request is None or not may_see_checklist(request.user):
            return SafeString("")
        return super().render_html(parent_context)
