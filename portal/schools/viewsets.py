"""The register of schools in the admin: one menu with lists, forms, exports and the import."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, BooleanColumn, Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from catalog.spreadsheets import SafeSpreadsheetMixin
from catalog.spreadsheets.import_views import import_button
from portal.core.models import SiteSettings

from .filters import SchoolFilterSet
from .forms import ClusterForm, SchoolForm
from .importing import LABELS
from .imports import SCHOOLS_IMPORT
from .models import AddressRange, Cluster, District, School
from .sizes import size_of


class NamedIndexView(SafeSpreadsheetMixin, IndexView):
    """A list in Thai alphabetical order."""

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """Sort by the Thai sort key where the name is clicked."""
        columns: list[BaseColumn] = super().columns
        columns[0].sort_key = "thai_order"
        return columns

    @property
    def office(self) -> SiteSettings:
        """The office's settings, read once for each request."""
        return SiteSettings.for_request(self.request)


class SchoolIndexView(NamedIndexView):
    """Schools with their size class in the office's band set."""

    @cached_property
    def list_display(self) -> list[str | BaseColumn]:
        """Columns whose words and sizes depend on the office's settings."""
        return [
            "name_th",
            Column("ministry_code", label=LABELS["ministry_code"], sort_key="ministry_code"),
            Column("district", label=LABELS["district"], sort_key="district__thai_order"),
            Column("cluster", label=self.office.cluster_label, sort_key="cluster__thai_order"),
            Column("pupils", label=LABELS["pupils"], sort_key="pupils"),
            Column("size", label=LABELS["size"], accessor=self.size_label),
            BooleanColumn("is_active", label=LABELS["is_active"], sort_key="is_active"),
            BooleanColumn("is_sample", label=LABELS["is_sample"], sort_key="is_sample"),
        ]

    def size_label(self, school: School) -> str:
        """Name the size class; nothing where the number of pupils is unknown."""
        band = size_of(school.pupils, self.office.size_bands)
        return str(band.label) if band else ""

    def get_base_queryset(self) -> QuerySet[School]:
        """Fetch districts and clusters along."""
        return School.objects.for_listing()

    def search_queryset(self, queryset: QuerySet[School]) -> QuerySet[School]:
        """Find inside Thai words, and codes in Thai digits."""
        return queryset.filter(pk__in=School.objects.matching(self.search_query).values("pk"))

    def to_row_dict(self, item: School) -> dict[str, Any]:
        """Export the size class beside what the table holds."""
        return {
            field: self.size_label(item) if field == "size" else getattr(item, field)
            for field in self.list_export
        }

    @cached_property
    def header_buttons(self) -> list[Any]:
        """Offer the import to those who may add and change."""
        buttons: list[Any] = super().header_buttons
        return [*buttons, *import_button(SCHOOLS_IMPORT, self.request.user)]


class PlaceIndexView(NamedIndexView):
    """Districts or clusters with their number of schools."""

    def get_base_queryset(self) -> QuerySet[Any]:
        """Count the schools of each place in the same query."""
        return super().get_base_queryset().annotate(schools_count=Count("schools"))


class ClusterIndexView(PlaceIndexView):
    """Clusters with their district, under the office's word for them."""

    page_title = ""

    def get_page_title(self) -> str:
        """Use the office's own word."""
        return self.office.cluster_label

    def get_base_queryset(self) -> QuerySet[Cluster]:
        """Fetch districts along."""
        return super().get_base_queryset().select_related("district")


class RegisterViewSet(ModelViewSet):
    """What the three screens share."""

    ordering = "thai_order"
    search_backend_name = None
    copy_view_enabled = False
    inspect_view_enabled = True
    list_per_page = 50


class SchoolViewSet(RegisterViewSet):
    """The screens of the schools."""

    model = School
    icon = "home"
    menu_label = _("Schools")
    index_view_class = SchoolIndexView
    filterset_class = SchoolFilterSet
    search_fields = ["name_th", "name_en", "ministry_code", "smis_code"]
    list_export = list(LABELS)
    export_headings = LABELS
    export_filename = "schools"
    inspect_view_fields = [
        *("name_th", "name_en", "ministry_code", "smis_code", "obec_code"),
        *("district", "cluster", "pupils", "is_active", "is_sample"),
    ]

    def get_form_class(self, for_update: bool = False) -> type[SchoolForm]:
        """Let codes be typed as people write them."""
        return SchoolForm


class DistrictViewSet(RegisterViewSet):
    """The screens of the districts."""

    model = District
    icon = "site"
    menu_label = _("Districts")
    index_view_class = PlaceIndexView
    list_display = [
        "name_th",
        "name_en",
        Column("schools_count", label=_("Schools"), sort_key="schools_count"),
        BooleanColumn("is_sample", label=_("Sample data"), sort_key="is_sample"),
    ]
    search_fields = ["name_th", "name_en"]
    list_export = ["name_th", "name_en", "schools_count", "is_sample"]
    export_headings = {"schools_count": _("Schools")}
    export_filename = "districts"
    form_fields = ["name_th", "name_en"]
    inspect_view_fields = ["name_th", "name_en", "is_sample"]


class ClusterViewSet(RegisterViewSet):
    """The screens of the clusters."""

    model = Cluster
    icon = "group"
    menu_label = _("School clusters")
    index_view_class = ClusterIndexView
    list_display = [
        "name_th",
        "name_en",
        Column("district", label=_("District"), sort_key="district__thai_order"),
        Column("schools_count", label=_("Schools"), sort_key="schools_count"),
        BooleanColumn("is_sample", label=_("Sample data"), sort_key="is_sample"),
    ]
    list_filter = ["district"]
    search_fields = ["name_th", "name_en"]
    list_export = ["name_th", "name_en", "district", "schools_count", "is_sample"]
    export_headings = {"schools_count": _("Schools")}
    export_filename = "clusters"
    inspect_view_fields = ["name_th", "name_en", "district", "is_sample"]

    def get_form_class(self, for_update: bool = False) -> type[ClusterForm]:
        """Leave out what the room keeps by itself."""
        return ClusterForm


class AddressRangeViewSet(ModelViewSet):
    """The screens of the registered networks."""

    model = AddressRange
    icon = "globe"
    menu_label = _("Registered networks")
    list_display = ["network", "school"]
    search_fields = ["network"]
    search_backend_name = None
    copy_view_enabled = False
    form_fields = ["network", "school"]


class SchoolsViewSetGroup(ModelViewSetGroup):
    """The menu “สถานศึกษา” with the screens."""

    items = (SchoolViewSet, DistrictViewSet, ClusterViewSet, AddressRangeViewSet)
    menu_label = _("Schools and districts")
    menu_icon = "home"
    menu_order = 220
