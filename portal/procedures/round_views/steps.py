"""Ending a step, dating a step, opening a closed round again, naming the plan."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from portal.procedures import plan_following, progress, round_permissions
from portal.procedures.models import RETURNING, Evidence, RoundStep
from portal.procedures.progress import Ending
from portal.procedures.round_forms import FinishForm, ReopenForm, RoundPlanForm, TimingForm

from .base import RoundFormScreen


class StepFormScreen(RoundFormScreen):
    """A form about one step of a round."""

    row: RoundStep

    def load(self) -> None:
        """Fetch the attempt along with its round."""
        super().load()
        wanted = self.kwargs["row"]
        found = next((row for row in self.round.attempts if row.pk == wanted), None)
        if found is None:
            raise Http404
        self.row = found

    def get_page_subtitle(self) -> str:
        """Which step."""
        return str(self.row.step)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the step."""
        return super().get_context_data(row=self.row, **kwargs)


class FinishView(StepFormScreen):
    """Records the outcome of the open step."""

    template_name = "procedures/admin/rounds/finish.html"
    page_title = gettext_lazy("Record the outcome")
    submit_label = gettext_lazy("Record the outcome")

    def against(self) -> str:
        """Staff end what they do; the director decides."""
        return round_permissions.against_finishing(self.request.user, self.round, self.row)

    def make_form(self, data: Any = None) -> FinishForm:
        """The outcomes that this step can have."""
        self.evidence = list(Evidence.objects.filter(round_step=self.row))
        return FinishForm(data, row=self.row, has_evidence=bool(self.evidence))

    def act(self, form: FinishForm) -> str:
        """End the step."""
        data = form.cleaned_data
        ending = Ending(
            outcome=data["outcome"],
            finished_on=data["finished_on"],
            remark=data["remark"].strip(),
            for_next_year=data.get("for_next_year", "").strip(),
        )
        moved = progress.finish(self.row.pk, ending, self.request.user)
        plan_following.catch_up(moved)
        if moved.is_closed:
            return _("Every step is finished; round closed")
        values = {"done": self.row.step, "next": moved.open_step}
        if data["outcome"] in RETURNING:
            return _("“%(done)s” is recorded. The work goes back to “%(next)s”.") % values
        return _("“%(done)s” is recorded. “%(next)s” has begun.") % values

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say where a refusal would lead, and show the evidence there is."""
        context = super().get_context_data(evidence=self.evidence, **kwargs)
        if self.row.step.kind == "approval":
            target = progress.return_target(self.row, "revise")
            steps = {row.step.seq: row.step for row in self.round.current_steps}
            context["returns_to"] = steps.get(target) if target else None
        return context


class TimingView(StepFormScreen):
    """Sets how long a step may take."""

    template_name = "procedures/admin/rounds/timing.html"
    page_title = gettext_lazy("Set the deadline")

    def against(self) -> str:
        """Deadlines are the working group's."""
        if self.row.finished_on:
            return _("This step is finished already.")
        return round_permissions.against_recording(self.request.user, self.round)

    def make_form(self, data: Any = None) -> TimingForm:
        """What was set so far."""
        return TimingForm(data, row=self.row, initial=self.row.timing._asdict())

    def act(self, form: TimingForm) -> str:
        """Reckon the deadline anew."""
        progress.set_timing(self.row.pk, form.timing, self.request.user)
        return _("The deadline is set.")


class ReopenView(RoundFormScreen):
    """Opens the last step of a closed round again."""

    page_title = gettext_lazy("Reopen the round")
    submit_label = gettext_lazy("Reopen the round")

    def against(self) -> str:
        """Only the group head, only a closed one."""
        return round_permissions.against_reopening(self.request.user, self.round)

    def make_form(self, data: Any = None) -> ReopenForm:
        """The reason."""
        return ReopenForm(data)

    def act(self, form: ReopenForm) -> str:
        """Repeat the last step."""
        progress.reopen(self.round.pk, form.cleaned_data["reason"], self.request.user)
        return _("The round is open again at its last step.")


class PlanView(RoundFormScreen):
    """Names the page whose approval the round follows."""

    page_title = gettext_lazy("Choose the plan")

    def against(self) -> str:
        """The working group knows which plan it writes."""
        return round_permissions.against_recording(self.request.user, self.round)

    def make_form(self, data: Any = None) -> RoundPlanForm:
        """The page chosen so far."""
        return RoundPlanForm(data, initial={"plan": self.round.plan_id})

    def act(self, form: RoundPlanForm) -> str:
        """Keep the choice."""
        self.round.plan = form.cleaned_data["plan"]
        self.round.save(update_fields=["plan"])
        what = {"what": str(self.round.plan or "–")}
        log(self.round, "procedures.plan_chosen", user=self.request.user, data=what)
        return _("The plan of the round is saved.")
