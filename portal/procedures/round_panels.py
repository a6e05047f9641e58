"""How committees, meetings and evidence are arranged in the admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    ObjectList,
    PageChooserPanel,
)

from .models import Committee, Evidence, Meeting
from .round_forms import COMMON_ERA, CommitteeForm, MeetingForm

COMMITTEE = ObjectList(
    [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("order_number"), FieldPanel("order_date", help_text=COMMON_ERA)]),
        FieldPanel("document"),
        InlinePanel(
            "members",
            panels=[FieldPanel("name"), FieldPanel("position"), FieldPanel("role")],
            heading=_("Members"),
            label=_("Member"),
            min_num=1,
        ),
    ],
    base_form_class=CommitteeForm,
).bind_to_model(Committee)

MEETING = ObjectList(
    [
        FieldRowPanel([FieldPanel("number"), FieldPanel("date", help_text=COMMON_ERA)]),
        FieldPanel("place"),
        FieldPanel("attended"),
        FieldPanel("agenda"),
        FieldPanel("minutes"),
        FieldPanel("minutes_document"),
    ],
    base_form_class=MeetingForm,
).bind_to_model(Meeting)

EVIDENCE = ObjectList(
    [
        FieldPanel("kind"),
        FieldPanel("document"),
        FieldPanel("url"),
        PageChooserPanel("page"),
        FieldPanel("note"),
    ]
).bind_to_model(Evidence)
