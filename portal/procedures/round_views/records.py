"""Committees, meetings and evidence: adding, changing and taking away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.generic.mixins import PanelMixin
from wagtail.log_actions import log

from portal.procedures import round_panels
from portal.procedures.models import Committee, Evidence, Meeting, Round
from portal.procedures.round_permissions import against_recording

from .base import RoundFormScreen
from .steps import StepFormScreen


class RecordScreen(RoundFormScreen):
    """A screen about something that belongs to a round."""

    model: type[Committee | Meeting]
    logged_as = ""

    def against(self) -> str:
        """These are the working group's."""
        return against_recording(self.request.user, self.round)

    def record(self) -> Any:
        """The row of this round that the address names."""
        return get_object_or_404(self.model, pk=self.kwargs["record"], round=self.round)


class SaveRecordScreen(PanelMixin, RecordScreen):
    """A form to add or change it, laid out by panels."""

    def record(self) -> Any:
        """What is being edited: a row of this round, or a new one."""
        return super().record() if "record" in self.kwargs else self.model(round=self.round)

    def make_form(self, data: Any = None) -> Any:
        """The form that the panels ask for."""
        form = self.panel.get_form_class()
        return form(data, instance=self.record(), for_user=self.request.user)

    def act(self, form: Any) -> str:
        """Save it and write down that it was saved."""
        row = form.save()
        log(self.round, f"procedures.{self.logged_as}", user=self.request.user, data=_what(row))
        return _("Saved: %(what)s") % _what(row)


class RemovalScreen(RoundFormScreen):
    """Asks once more, then takes something away; the history keeps that it was there."""

    template_name = "procedures/admin/rounds/remove.html"
    logged_as = ""
    removed: Committee | Meeting | Evidence

    def get_page_subtitle(self) -> str:
        """Which one."""
        return str(self.removed)

    def make_form(self, data: Any = None) -> Any:
        """Nothing to type: sending it is enough."""
        return forms.Form(data)

    def log_data(self) -> dict[str, str]:
        """What the history keeps of it."""
        return _what(self.removed)

    def act(self, form: Any) -> str:
        """Remove it and write down that it was there."""
        data = self.log_data()
        self.removed.delete()
        log(self.round, f"procedures.{self.logged_as}", user=self.request.user, data=data)
        return _("Removed: %(what)s") % data


class RemoveRecordScreen(RemovalScreen, RecordScreen):
    """Takes away what belongs to a round and was recorded by mistake."""

    def load(self) -> None:
        """Fetch it along with its round."""
        super().load()
        self.removed = self.record()


class CommitteeView(SaveRecordScreen):
    """The committee that an order appoints."""

    model = Committee
    panel = round_panels.COMMITTEE
    page_title = gettext_lazy("Committee")
    logged_as = "committee_saved"


class RemoveCommitteeView(RemoveRecordScreen):
    """Takes a committee away that was recorded by mistake."""

    model = Committee
    page_title = submit_label = gettext_lazy("Remove a committee")
    logged_as = "committee_removed"


class MeetingView(SaveRecordScreen):
    """A meeting with its minutes."""

    model = Meeting
    panel = round_panels.MEETING
    page_title = gettext_lazy("Meeting")
    logged_as = "meeting_saved"

    def record(self) -> Any:
        """A new meeting has the next number."""
        row = super().record()
        row.number = row.number or next_number(self.round)
        return row


class RemoveMeetingView(RemoveRecordScreen):
    """Takes a meeting away that was recorded by mistake."""

    model = Meeting
    page_title = submit_label = gettext_lazy("Remove a meeting")
    logged_as = "meeting_removed"


class EvidenceView(PanelMixin, StepFormScreen):
    """Adds evidence to a step."""

    panel = round_panels.EVIDENCE
    page_title = gettext_lazy("Add evidence")

    def against(self) -> str:
        """Evidence is the working group's."""
        return against_recording(self.request.user, self.round)

    def make_form(self, data: Any = None) -> Any:
        """New evidence; the plan's page is offered at once where it is asked for."""
        row = Evidence(round_step=self.row, added_by_id=self.request.user.pk)
        if "plan" in self.request.GET and self.round.plan_id:
            row.kind, row.page = Evidence.Kind.PAGE, self.round.plan
        return self.panel.get_form_class()(data, instance=row, for_user=self.request.user)

    def act(self, form: Any) -> str:
        """Attach it."""
        row = form.save()
        data = {**_what(row), "step": str(self.row.step)}
        log(self.round, "procedures.evidence_added", user=self.request.user, data=data)
        return _("Evidence is attached.")


class RemoveEvidenceView(RemovalScreen, StepFormScreen):
    """Takes evidence away again while its step is not finished."""

    page_title = submit_label = gettext_lazy("Remove evidence")
    logged_as = "evidence_removed"

    def load(self) -> None:
        """Fetch the evidence along with its step."""
        super().load()
        rows = Evidence.objects.filter(round_step=self.row)
        self.removed = get_object_or_404(rows, pk=self.kwargs["evidence"])

    def against(self) -> str:
        """What a finished step shows stays."""
        if self.row.finished_on:
            return _("What is finished stays in the history and is not changed.")
        return against_recording(self.request.user, self.round)

    def log_data(self) -> dict[str, str]:
        """The step as well."""
        return {**super().log_data(), "step": str(self.row.step)}


def next_number(round_: Round) -> int:
    """The number of the next meeting."""
    return max([*round_.meetings.values_list("number", flat=True), 0]) + 1


def _what(row: Any) -> dict[str, str]:
    return {"what": str(row)}
