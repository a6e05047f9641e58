"""The chapters of a plan."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, StructBlock, TextBlock

from portal.core.blocks import BodyBlock


class ChapterRole(models.TextChoices):
    """What a chapter of a district plan is for, in the usual order."""

    FOREWORD = "foreword", _("Foreword")
    EXECUTIVE_SUMMARY = "executive_summary", _("Executive summary")
    CONTEXT = "context", _("Context and basic data")
    ALIGNMENT = "alignment", _("Alignment with higher plans")
    PAST_RESULTS = "past_results", _("Past results and analysis")
    DIRECTION = "direction", _("Vision, missions and goals")
    STRATEGIES = "strategies", _("Strategies, indicators and targets")
    PROJECTS = "projects", _("Projects and budget")
    MONITORING = "monitoring", _("Monitoring and evaluation")
    APPENDIX = "appendix", _("Appendix")


HINT = "hint"


class HintBlock(StructBlock):
    """What the template advises to write here; to be deleted, and never shown to the public."""

    text = TextBlock(label=_("Hint"))

    class Meta:
        icon = "help"
        label = _("Hint of the template (delete it when the text is written)")
        template = "plans/blocks/hint.html"


class ChapterBodyBlock(BodyBlock):
    """The body of every page of prose, and hints."""

    hint = HintBlock()


class ChapterBlock(StructBlock):
    """One chapter: what it is for, its heading, and its text."""

    role = ChoiceBlock(
        ChapterRole.choices,
        label=_("Part of the plan"),
        help_text=_("Decides which tables of the other tabs are printed in this chapter."),
    )
    title = CharBlock(label=_("Heading"), max_length=200)
    body = ChapterBodyBlock(label=_("Text"), required=False)

    class Meta:
        icon = "doc-full"
        label = _("Chapter")
        label_format = "{title}"
