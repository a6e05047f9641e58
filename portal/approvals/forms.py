"""The forms of the acts, shown in Wagtail's own dialog."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm

from .acting import MOST_REMARK, REMARK_NEEDED, RETURN, action_labels
from .documents import redo_choices_of
from .models import ApprovalLink, SigningTask


class RemarkForm(TaskStateCommentForm):
    """A remark (ข้อสั่งการ), which a yes can do without."""

    comment = forms.CharField(
        label=_("Remark"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        max_length=MOST_REMARK,
    )


class ReasonForm(RemarkForm):
    """A remark that has to be there."""

    comment = forms.CharField(
        label=_("Remark (required)"), widget=forms.Textarea({"rows": 3}), max_length=MOST_REMARK
    )


def form_for(task: SigningTask, action: str) -> type[forms.Form]:
    """The form of an action; with a return also the step to redo, where the item knows any."""
    if action not in REMARK_NEEDED:
        return RemarkForm
    if action != RETURN:
        return ReasonForm

    class ReturnForm(ReasonForm):
        """Asks the item for its steps when it is made: by then the view has named the item."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            choices = redo_choices_of(task.judged_item())
            if choices:
                self.fields["redo_step"] = redo_field(choices)

    return ReturnForm


def redo_field(choices: list[tuple[int, str]]) -> forms.ChoiceField:
    """A choice among the steps, which may be left open."""
    none = ("", _("the author decides"))
    return forms.ChoiceField(label=_("Step to redo"), choices=[none, *choices], required=False)


class LinkForm(forms.Form):
    """The act on the page of a link: which one, the remark, the step to redo, the code."""

    action = forms.ChoiceField()
    remark = forms.CharField(required=False, max_length=MOST_REMARK)
    redo_step = forms.ChoiceField(required=False)
    code = forms.CharField(required=False, max_length=20)

    def __init__(self, *args: Any, link: ApprovalLink, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        task_state = link.task_state
        self.is_asking_for_code = False
        self.fields["action"] = forms.ChoiceField(
            choices=list(action_labels(task_state.task.specific).items()),
            error_messages={"required": _("Choose what you decide.")},
        )
        choices = redo_choices_of(task_state.revision.as_object())
        self.fields["redo_step"] = redo_field(choices)

    def clean(self) -> dict[str, Any]:
        """A return and a refusal say why."""
        values = super().clean() or {}
        needs = values.get("action") in REMARK_NEEDED
        if needs and not values.get("remark", "").strip() and "remark" not in self.errors:
            self.add_error("remark", _("Write a remark that says why."))
        return values

    def act_values(self) -> dict[str, str]:
        """What the act is made of."""
        return {name: self.cleaned_data[name] for name in ("action", "remark", "redo_step")}
