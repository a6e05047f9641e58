"""The forms of the acts, shown in Wagtail's own dialog."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm

from .acting import REMARK_NEEDED, RETURN
from .documents import redo_choices_of
from .models import SigningTask


class RemarkForm(TaskStateCommentForm):
    """A remark (ข้อสั่งการ), which a yes can do without."""

    comment = forms.CharField(
        label=_("Remark"), required=False, widget=forms.Textarea({"rows": 3}), max_length=4000
    )


class ReasonForm(RemarkForm):
    """A remark that has to be there."""

    comment = forms.CharField(
        label=_("Remark (required)"), widget=forms.Textarea({"rows": 3}), max_length=4000
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
