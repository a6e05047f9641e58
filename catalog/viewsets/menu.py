"""The catalogue's menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from .entries import CollectionViewSet, PlatformViewSet, ResourceViewSet
from .tables import (
    AudienceViewSet,
    DeliveryModeViewSet,
    GradeViewSet,
    IndicatorViewSet,
    ProviderViewSet,
    SubjectViewSet,
)


class CatalogueViewSetGroup(SnippetViewSetGroup):
    """Everything of the catalogue below one item of the menu (คลังสื่อ)."""

    items = (
        PlatformViewSet,
        ResourceViewSet,
        CollectionViewSet,
        ProviderViewSet,
        IndicatorViewSet,
        GradeViewSet,
        SubjectViewSet,
        DeliveryModeViewSet,
        AudienceViewSet,
    )
    menu_icon = "folder-open-inverse"
    menu_label = _("Resource catalogue")
    menu_name = "catalogue"
    menu_order = 150
