"""What the editor of a plan shows, tab by tab."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.functional import lazy
from django.utils.html import format_html, format_html_join
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
    Panel,
    TabbedInterface,
    TitleFieldPanel,
)

from portal.approvals.panels import ApprovalTrailPanel

from . import metrics
from .comparing import NestedInlinePanel
from .forms import PlanForm

_DAY = _("Year of the common era, as in 2026-12-11 for 11 December 2569.")
_EXPIRES = format_lazy("{} {}", _("Empty if it does not expire."), _DAY)


def plan_tabs() -> TabbedInterface:
    """All tabs of a plan."""
    tabs = [_about(), _content(), _direction(), _projects(), _indicators(), _appendix()]
    return TabbedInterface(tabs, base_form_class=PlanForm)


def _about() -> ObjectList:
    names = [
        TitleFieldPanel("title", help_text=_("The full name of the plan, with its years.")),
        FieldPanel("title_en", help_text=_("Only if there is one.")),
    ]
    years = FieldRowPanel(
        [
            FieldPanel("first_fiscal_year", help_text=_("Buddhist era, such as 2570.")),
            FieldPanel(
                "last_fiscal_year",
                help_text=_("The same as the first for a plan of one year."),
            ),
        ]
    )
    approval = [
        FieldPanel(
            "reference_number",
            help_text=_("Number of the letter or order, if it has one already."),
        ),
        FieldPanel(
            "approved_by_note",
            help_text=_("For example the meeting that considered it. Names come by themselves."),
        ),
        PageChooserPanel("replaces", "plans.PlanPage"),
    ]
    web = [
        FieldPanel("summary"),
        FieldPanel("picture"),
        FieldPanel("slug"),
        FieldPanel("search_description"),
    ]
    return ObjectList(
        [
            HelpPanel(_ways_of_working()),
            MultiFieldPanel(names, heading=_("Name")),
            MultiFieldPanel(
                [
                    FieldPanel("kind", help_text=_("The procedure that the plan comes from.")),
                    years,
                ],
                heading=_("Kind and fiscal years"),
            ),
            MultiFieldPanel(
                approval,
                heading=_("References"),
                help_text=_(
                    "Choose under “Replaces” the approved plan that this one takes the place of; "
                    "it is then marked as replaced as soon as this plan is approved."
                ),
            ),
            MultiFieldPanel(web, heading=_("On the web"), classname="collapsed"),
            ApprovalTrailPanel(),
        ],
        heading=_("About the plan"),
    )


def _content() -> ObjectList:
    return ObjectList(
        [
            FieldPanel(
                "chapters",
                help_text=_(
                    "One block for each chapter. The tables of the other tabs are added to their "
                    "chapter by themselves: no need to type them here again. Delete the hints of "
                    "the template when the text is written."
                ),
            )
        ],
        heading=_("Content"),
    )


def _direction() -> ObjectList:
    return ObjectList(
        [
            FieldPanel("vision", help_text=_("One sentence: how things should be in the end.")),
            _rows("missions", [FieldPanel("text")], _("mission"), _("What the office has to do.")),
            _rows("goals", [FieldPanel("text")], _("goal"), _("What is to be reached.")),
            _rows(
                "strategies",
                [
                    FieldPanel("number", help_text=_("Projects and indicators name it.")),
                    FieldPanel("title"),
                    FieldPanel("description"),
                ],
                _("strategy"),
                _("Number them 1, 2, 3; projects and indicators refer to these numbers."),
            ),
            _rows(
                "swot_points",
                [FieldPanel("kind"), FieldPanel("text")],
                _("point"),
                _("Strengths and weaknesses lie within the office, the others outside of it."),
            ),
            _rows(
                "alignments",
                [
                    FieldPanel("reference"),
                    FieldPanel(
                        "valid_until",
                        help_text=format_lazy("{} {}", _("Empty if it does not expire."), _DAY),
                    ),
                    FieldPanel("relation", help_text=_("Which part this plan follows, and how.")),
                ],
                _("reference document"),
                _(
                    "Plans, policies and laws that this plan follows. Expired ones are marked so "
                    "and stay, unless you delete them."
                ),
            ),
        ],
        heading=_("Direction and strategies"),
    )


def _projects() -> ObjectList:
    quarters = [FieldPanel(f"quarter_{number}") for number in range(1, 5)]
    panels = [
        FieldRowPanel(
            [
                FieldPanel("number", help_text=_("Every project has its own.")),
                FieldPanel("strategy_number", help_text=_("Number of the strategy it serves.")),
            ]
        ),
        FieldPanel("name"),
        FieldPanel("owner", help_text=_("A position or group; no need for a person's name.")),
        FieldPanel("rationale", help_text=_("Why it is needed.")),
        FieldPanel("objectives"),
        FieldRowPanel(
            [
                FieldPanel("quantitative_target", help_text=_("For example 45 schools.")),
                FieldPanel("qualitative_target", help_text=_("What will be better, and how.")),
            ]
        ),
        FieldRowPanel(
            [
                FieldPanel("budget", help_text=_("In baht; 0 if it needs no money.")),
                FieldPanel("budget_source", help_text=_("For example the office's budget.")),
            ]
        ),
        FieldRowPanel(quarters, help_text=_("The four quarters must add up to the budget.")),
        FieldRowPanel(
            [
                FieldPanel("starts_on", help_text=_DAY),
                FieldPanel("ends_on", help_text=_("Within the fiscal years of the plan.")),
            ]
        ),
        FieldPanel("status"),
    ]
    text = _("One entry for each project, in the order in which they are printed.")
    return ObjectList(
        [_rows("projects", panels, _("project"), text)], heading=_("Projects and budget")
    )


def _indicators() -> ObjectList:
    years = NestedInlinePanel(
        "years",
        panels=[
            FieldRowPanel(
                [
                    FieldPanel("fiscal_year", help_text=_("Buddhist era, such as 2570.")),
                    FieldPanel("target", help_text=_("What is to be reached.")),
                    FieldPanel("actual", help_text=_("Empty until it is known.")),
                ]
            )
        ],
        heading=_("Targets of each year"),
        label=_("year"),
        help_text=_("One row for each fiscal year of the plan."),
    )
    panels = [
        FieldRowPanel(
            [
                FieldPanel("strategy_number", help_text=_("Number of the strategy it measures.")),
                FieldPanel("direction"),
            ]
        ),
        FieldPanel("name", help_text=_("What is measured, so that anybody can count it again.")),
        FieldRowPanel(
            [
                FieldPanel("unit", help_text=_("For example schools, percent, persons.")),
                FieldPanel("baseline", help_text=_("The value before the plan, if it is known.")),
            ]
        ),
        FieldPanel(
            "metric",
            help_text=_(
                "If you choose one, the web page shows the portal's present figure where no "
                "result is typed in. Approved documents contain only what is typed in."
            ),
        ),
        years,
    ]
    return ObjectList(
        [
            HelpPanel(
                _list_of_metrics(), heading=_("Figures of the portal"), classname="collapsed"
            ),
            _rows("indicators", panels, _("indicator"), _("How one sees that the plan works.")),
        ],
        heading=_("Indicators"),
    )


def _appendix() -> ObjectList:
    panels = [FieldPanel("title"), FieldPanel("document")]
    text = format_lazy(
        _("Orders, minutes, survey results. A file may have up to {size} MB."),
        size=settings.DOCUMENT_MAX_MB,
    )
    return ObjectList(
        [_rows("attachments", panels, _("attachment"), text), CommentPanel()],
        heading=_("Appendix"),
    )


def _rows(relation: str, panels: list[Panel], label: Any, help_text: Any) -> InlinePanel:
    return InlinePanel(relation, panels=panels, label=label, help_text=help_text)


def _write_ways() -> str:
    lines = [
        gettext("Save at any time: a draft may be incomplete, and only staff see it."),
        gettext("Comment on a field with the sign at its right; compare versions under “History”."),
        gettext(
            "When it is complete, choose “Submit” in the green menu below: it then goes to the "
            "group head, the deputy director and the director."
        ),
    ]
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((x,) for x in lines)))


def _write_metrics() -> str:
    rows = ((each.name, each.unit, each.explanation) for each in metrics.registered())
    text = "<li><strong>{}</strong> ({}): {}</li>"
    return format_html("<ul>{}</ul>", format_html_join("", text, rows))


_ways_of_working = lazy(_write_ways, str)
_list_of_metrics = lazy(_write_metrics, str)
