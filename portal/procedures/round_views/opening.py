"""Opening a round: choose, look at every due date, then save."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.models import Site

from portal.core.admin_panels import warning_text
from portal.procedures import deadlines
from portal.procedures.models import ProcedureVersion, RoundStep
from portal.procedures.opening import Opening, check_opening, check_timing, open_round
from portal.procedures.refusals import Refused
from portal.procedures.round_forms import OpenRoundForm, TimingForm
from portal.procedures.round_permissions import may_open
from portal.procedures.scheduling import Timing

from .base import RoundsScreen

_ASKED = ("procedure", "fiscal_year", "starts_on", "pace", "plan")


class OpenRoundView(RoundsScreen):
    """One form in two strides: the dates are shown before anything is saved."""

    template_name = "procedures/admin/rounds/open.html"
    page_title = gettext_lazy("Open a round")
    header_icon = "plus"

    def load(self) -> None:
        """Only those who open rounds come here."""
        if not may_open(self.request.user):
            raise PermissionDenied

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """An empty form, or one that the board has begun to fill."""
        given = {key: request.GET[key] for key in _ASKED if key in request.GET}
        return self._answer(OpenRoundForm(initial=given))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show all due dates; save when these very ones were seen."""
        form = OpenRoundForm(request.POST)
        if not form.is_valid():
            return self._answer(form)
        opening = self._opening(form)
        try:
            version = check_opening(opening)
        except Refused as refusal:
            form.show(refusal)
            return self._answer(form)
        rows = self._rows(version, opening)
        if any(step_form.errors for _row, step_form in rows):
            return self._answer(form, rows=rows)
        timings = {row.step.seq: step_form.timing for row, step_form in rows}
        preview = deadlines.preview(opening.site, version, opening.starts_on, opening.pace, timings)
        if "save" not in request.POST or request.POST.get("seen") != _seal(preview):
            return self._answer(form, rows=rows, preview=preview)
        return self._save(form, opening, timings)

    def _save(
        self, form: OpenRoundForm, opening: Opening, timings: dict[int, Timing]
    ) -> HttpResponse:
        try:
            round_ = open_round(opening, timings, self.request.user)
        except Refused as refusal:
            form.show(refusal)
            return self._answer(form)
        messages.success(self.request, _("The round is open: %(round)s") % {"round": round_})
        return redirect(round_.get_absolute_url())

    def _opening(self, form: OpenRoundForm) -> Opening:
        site = Site.find_for_request(self.request) or Site.objects.get(is_default_site=True)
        return Opening(site=site, **{name: form.cleaned_data[name] for name in _ASKED})

    def _rows(
        self, version: ProcedureVersion, opening: Opening
    ) -> list[tuple[RoundStep, TimingForm]]:
        rows = []
        for step in sorted(version.steps.all(), key=lambda step: step.seq):
            row = RoundStep(step=step)
            form = TimingForm(self.request.POST, row=row, prefix=f"step{step.seq}")
            if form.is_valid():
                try:
                    check_timing(form.timing, opening.starts_on, opening.fiscal_year)
                except Refused as refusal:
                    form.show(refusal)
            rows.append((row, form))
        return rows

    def _answer(
        self,
        form: OpenRoundForm,
        rows: list[tuple[RoundStep, TimingForm]] | None = None,
        preview: deadlines.Preview | None = None,
    ) -> HttpResponse:
        has_errors = form.errors or any(each.errors for _row, each in rows or [])
        if has_errors:
            text = _("Nothing was saved. Please look at what is marked below.")
            messages.error(self.request, text)
        planned = [dates for _step, dates in preview.steps] if preview else []
        table = [
            (row, step_form, planned[place] if planned else None)
            for place, (row, step_form) in enumerate(rows or [])
        ]
        media = form.media
        for _row, step_form in rows or []:
            media += step_form.media
        context = self.get_context_data(
            form=form,
            table=table,
            preview=preview,
            seen=_seal(preview) if preview else "",
            warnings=[warning_text(each) for each in preview.warnings] if preview else [],
            media=media,
        )
        return self.render_to_response(context)


def _seal(preview: deadlines.Preview) -> str:
    """The dates that were seen, so that others are never saved unseen."""
    return " ".join(f"{dates.start}/{dates.due}" for _step, dates in preview.steps)
