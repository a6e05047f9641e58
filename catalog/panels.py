"""What the editors' forms show, and in which order."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)

from catalog.admin_forms import FixedCodeForm, PlatformForm, ResourceForm, SuggestedSlugForm

# A draft may lack anything but a Thai name: without one nobody finds it in the list again.
_THAI_NAME = FieldPanel("name_th", required_on_save=True, classname="title")


def _ticks(field: str) -> FieldPanel:
    return FieldPanel(field, widget=forms.CheckboxSelectMultiple, classname="catalog-ticks")


def _names(slug: bool = False) -> MultiFieldPanel:
    english = TitleFieldPanel("name_en", classname="", placeholder=False)
    return MultiFieldPanel(
        [_THAI_NAME, english, FieldPanel("slug")] if slug else [_THAI_NAME, FieldPanel("name_en")],
        heading=_("Name"),
    )


def _filing(*last: Panel) -> ObjectList:
    return ObjectList(
        [
            FieldPanel("grades", classname="catalog-ticks"),
            _ticks("subjects"),
            _ticks("audiences"),
            *last,
        ],
        heading=_("Grades and learning areas"),
    )


def _keeping(*certainties: str) -> ObjectList:
    return ObjectList(
        [
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel(name) for name in certainties])],
                heading=_("How sure we are"),
            ),
            FieldPanel("editor_note"),
            PublishingPanel(),
        ],
        heading=_("Checking and publishing"),
    )


def platform_panels() -> TabbedInterface:
    """A platform: what it is, for whom, how sure we are."""
    details = ObjectList(
        [
            _names(slug=True),
            MultiFieldPanel(
                [FieldPanel("provider"), FieldPanel("kind"), FieldPanel("url")],
                heading=_("Provider and address"),
            ),
            FieldPanel("description"),
            FieldPanel("logo"),
            FieldRowPanel([FieldPanel("cost"), FieldPanel("login")], heading=_("Cost and account")),
        ],
        heading=_("Details"),
    )
    modes = FieldPanel(
        "modes",
        widget=forms.CheckboxSelectMultiple,
        classname="catalog-ticks",
        help_text=_("Only a default: a resource's own modes are those of its access points."),
    )
    keeping = _keeping("existence_certainty", "url_certainty", "details_certainty")
    return TabbedInterface([details, _filing(modes), keeping], base_form_class=PlatformForm)


def resource_panels() -> TabbedInterface:
    """A resource: what it is, how one reaches it, what it teaches, how sure we are."""
    access_points = InlinePanel(
        "access_points",
        panels=[
            FieldRowPanel([FieldPanel("mode"), FieldPanel("label")]),
            FieldPanel("url"),
            FieldPanel("document"),
        ],
        heading=_("Ways to reach it"),
        label=_("way to reach it"),
        help_text=_(
            "One row for each way: a delivery mode with a web address or a document. "
            "On site and on air a label may do, such as a channel or a room."
        ),
    )
    details = ObjectList(
        [
            _names(),
            FieldPanel("kind"),
            FieldPanel("summary"),
            access_points,
            MultiFieldPanel(
                [FieldPanel("platform"), FieldPanel("provider")], heading=_("Where it comes from")
            ),
            FieldPanel("thumbnail"),
        ],
        heading=_("Details"),
    )
    use = ObjectList(
        [
            FieldRowPanel(
                [FieldPanel("licence"), FieldPanel("language")], heading=_("Licence and language")
            ),
            FieldRowPanel([FieldPanel("cost"), FieldPanel("login")], heading=_("Cost and account")),
            FieldRowPanel(
                [FieldPanel("duration_minutes"), FieldPanel("has_captions")],
                heading=_("Length and captions"),
            ),
            FieldPanel("tags"),
        ],
        heading=_("Terms of use"),
    )
    filing = _filing(FieldPanel("indicators"))
    return TabbedInterface(
        [details, filing, use, _keeping("certainty")], base_form_class=ResourceForm
    )


def collection_panels() -> ObjectList:
    """A collection: its name and its resources in order."""
    return ObjectList(
        [
            _names(slug=True),
            FieldPanel("summary"),
            MultipleChooserPanel(
                "items",
                chooser_field_name="resource",
                panels=[FieldPanel("resource"), FieldPanel("note")],
                heading=_("Resources in the collection"),
                label=_("resource"),
            ),
            PublishingPanel(),
        ],
        base_form_class=SuggestedSlugForm,
    )


def provider_panels() -> ObjectList:
    """An organisation."""
    return ObjectList(
        [_names(slug=True), FieldPanel("short_name_th"), FieldPanel("url")],
        base_form_class=SuggestedSlugForm,
    )


def indicator_panels() -> ObjectList:
    """An indicator of one curriculum."""
    return ObjectList(
        [
            FieldRowPanel([FieldPanel("code"), FieldPanel("curriculum_version")]),
            FieldPanel("subject"),
            _ticks("grades"),
            FieldPanel("text"),
        ]
    )


def coded_panels(*fields: str) -> ObjectList:
    """A row of the taxonomy; its code cannot be changed once it is there."""
    return ObjectList(
        [
            FieldPanel("code"),
            FieldPanel("name_th"),
            FieldPanel("name_en"),
            *map(FieldPanel, fields),
        ],
        base_form_class=FixedCodeForm,
    )
