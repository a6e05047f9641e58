"""Plain tables: providers, indicators and the taxonomy."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import DeleteView
from wagtail.admin.viewsets.model import ModelViewSet

from catalog import panels
from catalog.deletion import refuse_deletion
from catalog.models import Audience, DeliveryMode, Grade, Indicator, Provider, Subject

from .filters import IndicatorFilterSet
from .listing import TableIndexView, TableInspectView, grades_column, joined


class CarefulDeleteView(DeleteView):
    """Asks before deleting, and refuses what is in use."""

    def run_before_hook(self) -> HttpResponse | None:
        """Stop with a page that names the uses."""
        return refuse_deletion(self.request, [self.object])


class TableViewSet(ModelViewSet):
    """What all plain tables have in common."""

    index_view_class = TableIndexView
    inspect_view_class = TableInspectView
    delete_view_class = CarefulDeleteView
    inspect_view_enabled = True
    copy_view_enabled = False
    list_per_page = 50


class ProviderViewSet(TableViewSet):
    """Providers (หน่วยงานเจ้าของสื่อ)."""

    model = Provider
    icon = "group"
    edit_handler = panels.provider_panels()
    ordering = "thai_order"
    search_fields = ["name_th", "name_en", "short_name_th", "slug"]
    list_display = ["__str__", "short_name_th", "url"]
    list_export = ["slug", "name_th", "name_en", "short_name_th", "url"]
    export_filename = "providers"
    inspect_view_fields = ["name_th", "name_en", "short_name_th", "slug", "url"]


class IndicatorIndexView(TableIndexView):
    """The list of indicators."""

    select = ("subject",)
    prefetch = ("grades",)
    export_values = {"grades": lambda indicator: joined(indicator.grades.all())}


class IndicatorViewSet(TableViewSet):
    """Learning indicators (ตัวชี้วัด)."""

    model = Indicator
    icon = "crosshairs"
    index_view_class = IndicatorIndexView
    filterset_class = IndicatorFilterSet
    edit_handler = panels.indicator_panels()
    ordering = "code"
    search_fields = ["code", "text"]
    list_display = [
        "code",
        "text",
        Column("subject", label=_("Learning area"), sort_key="subject__sort_order"),
        grades_column(),
        "curriculum_version",
    ]
    list_export = ["code", "curriculum_version", "subject", "grades", "text"]
    export_filename = "indicators"
    inspect_view_fields = ["code", "curriculum_version", "subject", "grades", "text"]


class TaxonomyViewSet(TableViewSet):
    """A small table that staff put in order by dragging."""

    icon = "list-ul"
    ordering = "sort_order"
    sort_order_field = "sort_order"
    search_fields = ["name_th", "name_en", "code"]
    list_display: list[Any] = ["__str__", "code", "name_en"]
    list_export = ["code", "name_th", "name_en"]
    inspect_view_fields_exclude = ["thai_order"]


class GradeViewSet(TaxonomyViewSet):
    """Grades (ระดับชั้น)."""

    model = Grade
    edit_handler = panels.coded_panels("long_name_th", "level")
    list_display = ["__str__", "code", "long_name_th", "level"]
    list_export = ["code", "name_th", "name_en", "long_name_th", "get_level_display"]
    export_headings = {"get_level_display": _("Level")}
    export_filename = "grades"


class SubjectViewSet(TaxonomyViewSet):
    """Learning areas (กลุ่มสาระการเรียนรู้)."""

    model = Subject
    edit_handler = panels.coded_panels("short_name_th", "indicator_letter", "course_letters")
    list_display = ["__str__", "code", "indicator_letter", "course_letters"]
    list_export = ["code", "name_th", "name_en", "indicator_letter", "course_letters"]
    export_filename = "learning-areas"


class DeliveryModeViewSet(TaxonomyViewSet):
    """The five delivery modes: reworded and ordered, never added or deleted."""

    model = DeliveryMode
    edit_handler = panels.coded_panels("description_th", "description_en")
    list_display = ["__str__", "code", "description_th"]
    list_export = ["code", "name_th", "name_en", "description_th", "description_en"]
    export_filename = "delivery-modes"


class AudienceViewSet(TaxonomyViewSet):
    """Audiences (กลุ่มเป้าหมาย)."""

    model = Audience
    edit_handler = panels.coded_panels()
    export_filename = "audiences"
