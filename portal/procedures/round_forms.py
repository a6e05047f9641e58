"""Forms of rounds; what is refused further down appears beside the field that it is about."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput, AdminPageChooser
from wagtail.models import Page, get_page_models

from portal.approvals.guarding import ApprovalGuardedPage
from portal.core.calendar_forms import in_common_era
from portal.core.thai_calendar import fiscal_year

from .models import Meeting, Procedure, RoundStep
from .models.rounds import PACES
from .refusals import Refused
from .scheduling import MOST_ACTIVITIES, MOST_DAYS, Pace, Timing

COMMON_ERA = _("Year of the common era, as in 2026-12-11 for 11 December 2569.")


class DayField(forms.DateField):
    """A date of the common era; a Buddhist year is refused with the year that was meant."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": AdminDateInput, "help_text": COMMON_ERA, **kwargs})

    def clean(self, value: Any) -> date | None:
        """Take a day of the common era only."""
        return in_common_era(super().clean(value))


class RefusableForm(forms.Form):
    """A form that shows why the round refused what was typed."""

    def show(self, refusal: Refused) -> None:
        """Put the reason beside its field, or above all of them."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)


class _PlanForm(RefusableForm):
    """Has a field for the round's plan, which is a page of a kind that goes through approval."""

    plan_help: Any = ""
    plan = forms.ModelChoiceField(
        Page.objects.none(),
        label=_("Plan that the round makes"),
        required=False,
        error_messages={
            "invalid_choice": _("Choose a plan: a page of a kind that goes through approval.")
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Asked for now: the rooms whose pages they are may be loaded after this one.
        kinds = [model for model in get_page_models() if issubclass(model, ApprovalGuardedPage)]
        field = cast("forms.ModelChoiceField[Page]", self.fields["plan"])
        field.queryset = Page.objects.type(*kinds)
        field.widget = AdminPageChooser(target_models=kinds)
        field.help_text = self.plan_help


class OpenRoundForm(_PlanForm):
    """Which procedure, which year, from which day on."""

    procedure = forms.ModelChoiceField(
        Procedure.objects.public(), label=_("Procedure"), empty_label=_("Choose a procedure")
    )
    fiscal_year = forms.IntegerField(
        label=_("Fiscal year (B.E.)"), help_text=_("Buddhist year, as in 2570.")
    )
    starts_on = DayField(label=_("Starts on"))
    pace = forms.ChoiceField(
        label=_("Where a step may take from … to … days, plan with"),
        choices=PACES,
        initial=Pace.LONGEST.value,
        widget=forms.RadioSelect,
    )
    plan_help = _("Where the plan is a page of this site already; it can be chosen later too.")
    field_order = ("procedure", "fiscal_year", "starts_on", "pace", "plan")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        today = timezone.localdate()
        kwargs["initial"] = {
            "fiscal_year": fiscal_year(today),
            "starts_on": today,
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, **kwargs)


class TimingForm(RefusableForm):
    """How long one step may take in this round."""

    days = forms.IntegerField(
        label=_("Own number of days"), required=False, min_value=1, max_value=MOST_DAYS
    )
    activities = forms.IntegerField(
        label=_("Number of activities"), required=False, min_value=1, max_value=MOST_ACTIVITIES
    )
    fixed_due = DayField(label=_("Due on a date of our own"), required=False)

    def __init__(self, *args: Any, row: RoundStep, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not row.duration.per_activity:
            del self.fields["activities"]

    @property
    def timing(self) -> Timing:
        """What was typed, once it is valid."""
        data = self.cleaned_data
        return Timing(data.get("days"), data.get("activities"), data.get("fixed_due"))


class FinishForm(RefusableForm):
    """How a step ended."""

    outcome = forms.ChoiceField()
    finished_on = DayField(label=_("Finished on"))
    remark = forms.CharField(
        label=_("Note on the outcome"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    for_next_year = forms.CharField(
        label=_("Remarks for next year"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("They stand at the second step of next year's round."),
    )
    without_evidence = forms.BooleanField(label=_("Finish it without evidence"), required=False)

    def __init__(self, *args: Any, row: RoundStep, has_evidence: bool, **kwargs: Any) -> None:
        today = timezone.localdate()
        kwargs["initial"] = {"finished_on": max(today, row.started_on or today)}
        super().__init__(*args, **kwargs)
        self.row = row
        outcomes = [(each.value, each.label) for each in row.outcomes]
        self.fields["outcome"] = forms.ChoiceField(
            label=_("Outcome"),
            choices=outcomes,
            initial=outcomes[0][0] if len(outcomes) == 1 else None,
            widget=forms.RadioSelect,
        )
        if row.step.kind != "acknowledgement":
            del self.fields["for_next_year"]
        if has_evidence or row.is_decision:
            del self.fields["without_evidence"]

    def clean(self) -> dict[str, Any]:
        """Ask once more before a step ends without anything to show for it."""
        data: dict[str, Any] = super().clean() or {}
        if "without_evidence" in self.fields and not data.get("without_evidence"):
            text = _now("No evidence is attached. Attach some first, or tick that there is none.")
            self.add_error("without_evidence", text)
        return data


class ReopenForm(RefusableForm):
    """Why a closed round is opened again."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4}))


class RoundPlanForm(_PlanForm):
    """Which page is the plan that the round makes."""

    plan_help = _("Approval, return and refusal of this page are noted at the approval step.")


class CommitteeForm(WagtailAdminModelForm):
    """A committee by an order of the common era's calendar."""

    def clean_order_date(self) -> date | None:
        """Take a day of the common era only."""
        return in_common_era(self.cleaned_data["order_date"])


class MeetingForm(WagtailAdminModelForm):
    """A meeting on a day of the common era's calendar."""

    def clean_date(self) -> date | None:
        """Take a day of the common era only."""
        return in_common_era(self.cleaned_data["date"])

    def clean_number(self) -> int:
        """Refuse a number that another meeting of the round has."""
        number: int = self.cleaned_data["number"]
        others = Meeting.objects.filter(round=self.instance.round).exclude(pk=self.instance.pk)
        if others.filter(number=number).exists():
            raise forms.ValidationError(_now("This round has a meeting with that number already."))
        return number
