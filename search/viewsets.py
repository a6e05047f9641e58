"""What staff teach the search: other words for what people type, and picks for a query."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from search.health_page import HealthViewSet
from search.models import Pin, QuerySynonym


class WordsViewSet(ModelViewSet):
    """What both screens share."""

    copy_view_enabled = False
    list_per_page = 50


class QuerySynonymViewSet(WordsViewSet):
    """Synonyms of queries (คำค้นที่มีความหมายเดียวกัน)."""

    model = QuerySynonym
    icon = "tag"
    ordering = "typed"
    list_display = ["typed", "meant", "note", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["typed", "meant", "note"]
    edit_handler = ObjectList(
        [
            HelpPanel(
                _(
                    "Whoever types the first words also finds what has the others, not the other "
                    "way round. It works at once."
                )
            ),
            FieldPanel("typed"),
            FieldPanel("meant"),
            FieldPanel("note"),
            FieldPanel("is_active"),
        ]
    )


class PinViewSet(WordsViewSet):
    """Editor's picks (ผลที่แนะนำ)."""

    model = Pin
    icon = "thumbtack"
    ordering = ["query", "order"]
    list_display = ["query", "title", "key", "url", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["query", "title", "url", "key"]
    edit_handler = ObjectList(
        [
            HelpPanel(
                _("A pick stands above the results of exactly this query, however it is spaced.")
            ),
            FieldPanel("query"),
            FieldPanel("key"),
            FieldRowPanel([FieldPanel("title"), FieldPanel("url")]),
            FieldRowPanel([FieldPanel("order"), FieldPanel("is_active")]),
        ]
    )


class SearchViewSetGroup(ModelViewSetGroup):
    """All below one item of the menu (คำค้นหา)."""

    items = (QuerySynonymViewSet, PinViewSet, HealthViewSet)
    menu_icon = "search"
    menu_label = _("Words of the search")
    menu_name = "search-words"
    menu_order = 160
