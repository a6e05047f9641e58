"""The year board, a round's own page, its chart and its history."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import ModelLogEntry

from catalog.spreadsheets.writing import csv_bytes, xlsx_bytes
from portal.core.admin_panels import warning_text
from portal.core.thai_calendar import fiscal_year
from portal.procedures import deadlines, gantt, round_permissions
from portal.procedures.models import Evidence, Procedure, ProcedureVersion, Round, RoundStep
from portal.procedures.opening import FISCAL_YEARS

from .base import RoundScreen, RoundsScreen


class BoardRow(NamedTuple):
    """A procedure on the year board."""

    procedure: Procedure
    version: ProcedureVersion
    round: Round | None
    open_step: RoundStep | None
    overdue: bool


class BoardView(RoundsScreen):
    """All procedures of a fiscal year: who is where, and what is late."""

    template_name = "procedures/admin/rounds/board.html"

    def load(self) -> None:
        """Take the year asked for; what is no year means this one."""
        asked = self.request.GET.get("year", "")
        number = int(asked) if asked.isascii() and asked.isdigit() else 0
        self.year = number if number in FISCAL_YEARS else fiscal_year(timezone.localdate())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Every procedure, with its round or without."""
        years = (self.year - 1, self.year + 1)
        return super().get_context_data(
            rows=self._rows(),
            year=self.year,
            neighbours=[year for year in years if year in FISCAL_YEARS],
            may_open=round_permissions.may_open(self.request.user),
            **kwargs,
        )

    def _rows(self) -> list[BoardRow]:
        today = timezone.localdate()
        rounds = Round.objects.with_steps().filter(fiscal_year=self.year)
        by_procedure = {round_.procedure_id: round_ for round_ in rounds}
        newest: dict[int, ProcedureVersion] = {}
        for version in ProcedureVersion.objects.published().select_related("procedure"):
            newest.setdefault(version.procedure_id, version)
        rows = []
        for key, version in newest.items():
            round_ = by_procedure.get(key)
            step = round_.open_step if round_ else None
            late = bool(step and step.is_overdue(today))
            rows.append(BoardRow(version.procedure, version, round_, step, late))
        return rows


class RoundView(RoundScreen):
    """Everything about one round, and what this person can do now."""

    template_name = "procedures/admin/rounds/round.html"

    def get_page_title(self) -> str:
        """Which round."""
        return _("Round %(round)s") % {"round": self.round}

    def trail(self) -> list[dict[str, Any]]:
        """It is its own page."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The step board with evidence, committees, meetings and what may be done."""
        user = self.request.user
        open_step = self.round.open_step
        against = round_permissions.against_finishing
        return super().get_context_data(
            board=self._board(),
            open_step=open_step,
            against_finishing=against(user, self.round, open_step) if open_step else "",
            may_record=not round_permissions.against_recording(user, self.round),
            may_reopen=not round_permissions.against_reopening(user, self.round),
            committees=self.round.committees.prefetch_related("members"),
            meetings=self.round.meetings.select_related("minutes_document"),
            warnings=[warning_text(each) for each in deadlines.warnings_of_round(self.round)],
            **kwargs,
        )

    def _board(self) -> list[dict[str, Any]]:
        today = timezone.localdate()
        evidence: dict[int, list[Evidence]] = {}
        found = Evidence.objects.filter(round_step__round=self.round)
        for each in found.select_related("document", "page", "added_by"):
            evidence.setdefault(each.round_step_id, []).append(each)
        current = {row.pk for row in self.round.current_steps}
        return [
            {
                "row": row,
                "evidence": evidence.get(row.pk, []),
                "overdue": row.is_overdue(today) and row.started_on is not None,
                "earlier": [
                    (old, evidence.get(old.pk, []))
                    for old in self.round.attempts
                    if old.step_id == row.step_id and old.pk != row.pk
                ],
                "remarks": self.round.remarks_from_last_year if row.step.seq == 2 else "",
            }
            for row in self.round.attempts
            if row.pk in current
        ]


class GanttView(RoundScreen):
    """The chart with the same dates as a table, to look at or to take away."""

    template_name = "procedures/admin/rounds/gantt.html"
    page_title = gettext_lazy("Gantt chart")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or its table as a file."""
        export = request.GET.get("export")
        if export not in ("csv", "xlsx"):
            return super().get(request, *args, **kwargs)
        rows = [self._headings(), *(self._cells(row) for row in self.round.attempts)]
        if export == "csv":
            response = HttpResponse(csv_bytes(rows), content_type="text/csv; charset=utf-8")
        else:
            kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            response = HttpResponse(xlsx_bytes(rows, title=str(self.round)), content_type=kind)
        name = f"round-{self.round.procedure.code}-{self.round.fiscal_year}.{export}"
        response["Content-Disposition"] = content_disposition_header(True, name)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The picture, and its rows in words."""
        tasks = [
            gantt.Task(
                label=str(row.step) if row.attempt == 1 else f"{row.step} ({row.attempt})",
                planned=(row.planned_start, row.planned_due) if row.attempt == 1 else (None, None),
                started_on=row.started_on,
                finished_on=row.finished_on,
                due=row.due,
            )
            for row in self.round.attempts
        ]
        chart = gantt.draw(tasks, timezone.localdate())
        return super().get_context_data(chart=chart, left=gantt.LEFT, **kwargs)

    @staticmethod
    def _headings() -> list[str]:
        return [
            *(_("Step number"), _("Step"), _("Attempt"), _("Duration as written")),
            *(_("Planned start"), _("Planned due date"), _("Started on"), _("Due")),
            *(_("Finished on"), _("Outcome"), _("Note on the outcome"), _("Recorded by")),
        ]

    @staticmethod
    def _cells(row: RoundStep) -> list[Any]:
        return [
            *(row.step.seq, row.step.name, row.attempt, row.step.duration_raw_th),
            *(row.planned_start, row.planned_due, row.started_on, row.due),
            *(row.finished_on, row.get_outcome_display(), row.remark),
            row.recorder,
        ]


class HistoryView(RoundScreen):
    """Who did what and when, the newest first."""

    template_name = "procedures/admin/rounds/history.html"
    page_title = gettext_lazy("History")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Every line of the log about this round."""
        entries = ModelLogEntry.objects.for_instance(self.round).select_related("user")
        return super().get_context_data(
            entries=entries.order_by("-timestamp", "-pk"),
            board_url=reverse("rounds_board") + f"?year={self.round.fiscal_year}",
            **kwargs,
        )
