"""Choosers that can be searched: a term has hundreds of slots and units."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser as plain
from wagtail.admin.viewsets.chooser import ChooserViewSet

from courses.models import TimetableSlot, Unit


class CourseSearchForm(BaseFilterForm):
    """Finds by a part of the course's name or code, or of the row's own words."""

    fields_searched: tuple[str, ...] = ("course__name_th", "course__code")

    q = forms.CharField(
        label=_("Search"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Course, code or name")}),
    )

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the rows that have the words in one of the fields."""
        words = self.cleaned_data.get("q")
        if words:
            self.is_searching, self.search_query = True, words
            wanted = Q()
            for field in self.fields_searched:
                wanted |= Q(**{f"{field}__icontains": words})
            objects = objects.filter(wanted)
        return super().filter(objects)


class UnitSearchForm(CourseSearchForm):
    """Finds a unit."""

    fields_searched = ("name_th", "course__name_th", "course__code")


class SlotSearchForm(CourseSearchForm):
    """Finds a slot."""

    fields_searched = ("channel__name_th", "course__name_th", "course__code")


class UnitChoice:
    """Units with the course that they belong to."""

    filter_form_class = UnitSearchForm

    def get_object_list(self) -> QuerySet[Unit]:
        """Newest courses first."""
        units = Unit.objects.select_related("course")
        return units.order_by("-course__academic_year", "-course__term", "course", "number")

    @property
    def columns(self) -> list[Column]:
        """Name the course beside the unit."""
        columns: list[Column] = super().columns  # type: ignore[misc]
        return [*columns, Column("course", label=_("Course"))]


class ChooseUnitView(UnitChoice, plain.ChooseView):
    """The chooser's window."""


class ChooseUnitResultsView(UnitChoice, plain.ChooseResultsView):
    """The chooser's results."""


class UnitChooserViewSet(ChooserViewSet):
    """Choosing a unit by its name or its course."""

    model = Unit
    icon = "list-ol"
    choose_one_text = _("Choose a unit")
    choose_another_text = _("Choose another unit")
    edit_item_text = _("Edit this unit")
    choose_view_class = ChooseUnitView
    choose_results_view_class = ChooseUnitResultsView


class SlotChoice:
    """Slots; their own words name channel, weekday, times and course."""

    filter_form_class = SlotSearchForm

    def get_object_list(self) -> QuerySet[TimetableSlot]:
        """Newest terms first."""
        slots = TimetableSlot.objects.select_related("course", "channel")
        return slots.order_by(
            *("-course__academic_year", "-course__term"),
            *("channel__sort_order", "weekday", "start"),
        )


class ChooseSlotView(SlotChoice, plain.ChooseView):
    """The chooser's window."""


class ChooseSlotResultsView(SlotChoice, plain.ChooseResultsView):
    """The chooser's results."""


class SlotChooserViewSet(ChooserViewSet):
    """Choosing a slot by its channel or course."""

    model = TimetableSlot
    icon = "time"
    choose_one_text = _("Choose a slot")
    choose_another_text = _("Choose another slot")
    edit_item_text = _("Edit this slot")
    choose_view_class = ChooseSlotView
    choose_results_view_class = ChooseSlotResultsView
