"""What the editors' forms show, and in which order."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)

from catalog.panels import coded_panels

from .admin_forms import CourseForm, LessonForm
from .models import TrainingRole

_NAMES = MultiFieldPanel(
    [
        FieldPanel("name_th", required_on_save=True, classname="title"),
        FieldPanel("name_en"),
    ],
    heading=_("Name"),
)


def course_panels() -> TabbedInterface:
    """A course: what and for whom, when and by whom, what it teaches."""
    details = ObjectList(
        [
            _NAMES,
            FieldPanel("code"),
            FieldRowPanel([FieldPanel("grade"), FieldPanel("subject")]),
            FieldRowPanel([FieldPanel("academic_year"), FieldPanel("term")]),
            FieldPanel("provider"),
            FieldPanel("channel"),
            FieldPanel("summary"),
            FieldPanel("indicators"),
        ],
        heading=_("Details"),
    )
    keeping = ObjectList([FieldPanel("editor_note"), PublishingPanel()], heading=_("Publishing"))
    return TabbedInterface([details, keeping], base_form_class=CourseForm)


def lesson_panels() -> TabbedInterface:
    """A lesson: its place, what it teaches, what it uses."""
    details = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("course", required_on_save=True),
                    FieldPanel("number", required_on_save=True),
                    FieldPanel("unit"),
                ],
                heading=_("Place in the course"),
            ),
            _NAMES,
            FieldPanel("key_idea"),
            FieldPanel("objectives"),
            FieldPanel("onsite_note"),
            FieldPanel("indicators"),
        ],
        heading=_("Details"),
    )
    resources = ObjectList(
        [
            InlinePanel(
                "lesson_resources",
                panels=[FieldPanel("resource"), FieldPanel("role")],
                heading=_("Resources of the lesson"),
                label=_("resource"),
                help_text=_("The recording, the worksheets and the teacher's guide of the lesson."),
            )
        ],
        heading=_("Resources"),
    )
    keeping = ObjectList([PublishingPanel()], heading=_("Publishing"))
    return TabbedInterface([details, resources, keeping], base_form_class=LessonForm)


def training_panels() -> TabbedInterface:
    """A training: what and where, who registers how, what there is to read."""
    details = ObjectList(
        [
            _NAMES,
            FieldPanel("summary"),
            FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")], heading=_("Time")),
            MultiFieldPanel(
                [FieldPanel("mode"), FieldPanel("place"), FieldPanel("online_url")],
                heading=_("How it is held"),
            ),
            FieldPanel("body"),
            FieldPanel("is_cancelled"),
        ],
        heading=_("Details"),
    )
    roles = [FieldPanel(f"for_{role}") for role in TrainingRole.values]
    window = [FieldPanel("registration_opens_at"), FieldPanel("registration_closes_at")]
    contact = ("asks_contact", "contact_purpose", "retention_days")
    registering = ObjectList(
        [
            MultiFieldPanel(roles, heading=_("For whom")),
            FieldRowPanel(window, heading=_("When people can register")),
            FieldPanel("capacity"),
            FieldPanel("has_waiting_list"),
            MultiFieldPanel(
                [FieldPanel(name) for name in contact], heading=_("Name and e-mail address")
            ),
        ],
        heading=_("Registration"),
    )
    targets = [FieldPanel(name) for name in ("resource", "document", "url", "label")]
    materials = ObjectList(
        [
            InlinePanel(
                "materials",
                panels=targets,
                heading=pgettext_lazy("training", "Materials"),
                label=_("training material"),
                help_text=_("For each row a resource, a document or a web address."),
            )
        ],
        heading=pgettext_lazy("training", "Materials"),
    )
    keeping = ObjectList([FieldPanel("editor_note"), PublishingPanel()], heading=_("Publishing"))
    return TabbedInterface([details, registering, materials, keeping])


def unit_panels() -> ObjectList:
    """A unit of a course."""
    return ObjectList([FieldPanel("course"), FieldPanel("number"), _NAMES])


def slot_panels() -> ObjectList:
    """A slot of the week."""
    return ObjectList(
        [
            FieldPanel("channel"),
            FieldPanel("course"),
            FieldPanel("weekday"),
            FieldRowPanel([FieldPanel("start"), FieldPanel("end")], heading=_("Time")),
            FieldRowPanel(
                [FieldPanel("valid_from"), FieldPanel("valid_to")],
                heading=_("Only for a part of the term"),
            ),
        ]
    )


def exception_panels() -> ObjectList:
    """What differs on one day."""
    return ObjectList(
        [
            FieldRowPanel([FieldPanel("date"), FieldPanel("channel")], heading=_("Day")),
            FieldPanel("kind"),
            FieldPanel("slot"),
            MultiFieldPanel(
                [
                    FieldPanel("title_th"),
                    FieldPanel("title_en"),
                    FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
                    FieldPanel("course"),
                    FieldPanel("lesson"),
                ],
                heading=_("Special broadcast"),
                help_text=_("Replaces every slot that it overlaps."),
            ),
            FieldPanel("reason"),
        ]
    )


def pin_panels() -> ObjectList:
    """A lesson set to a day."""
    return ObjectList([FieldPanel("lesson"), FieldPanel("date")])


def channel_panels() -> ObjectList:
    """A channel; its code cannot be changed once it is there."""
    return coded_panels("number", "label_th", "label_en", "grades", "platform", "live_url")


def registration_panels() -> ObjectList:
    """What Wagtail wants of every model; no form of registrations is ever shown."""
    return ObjectList([FieldPanel("school_name", read_only=True)])
