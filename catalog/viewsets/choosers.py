"""Choosers that can be searched: nobody picks a platform from a list of hundreds."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.views.generic import chooser as plain
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.snippets.views import chooser as snippets

from catalog.models import Provider


class NameSearchForm(BaseFilterForm):
    """Finds a part of a Thai or English name, also inside an unspaced Thai word."""

    q = forms.CharField(
        label=_("Search"), required=False, widget=forms.TextInput(attrs={"placeholder": _("Name")})
    )

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the rows that have the words in a name."""
        words = self.cleaned_data.get("q")
        if words:
            self.is_searching, self.search_query = True, words
            objects = objects.filter(Q(name_th__icontains=words) | Q(name_en__icontains=words))
        return super().filter(objects)


class ChooseByNameView(plain.ChooseView):
    """The chooser's window for a plain model."""

    filter_form_class = NameSearchForm


class ChooseByNameResultsView(plain.ChooseResultsView):
    """The chooser's results for a plain model."""

    filter_form_class = NameSearchForm


class ChooseEntryView(snippets.ChooseView):
    """The chooser's window for an entry of the catalogue."""

    filter_form_class = NameSearchForm


class ChooseEntryResultsView(snippets.ChooseResultsView):
    """The chooser's results for an entry of the catalogue."""

    filter_form_class = NameSearchForm


class EntryChooserViewSet(snippets.SnippetChooserViewSet):
    """Choosing a platform, resource or collection by name."""

    choose_view_class = ChooseEntryView
    choose_results_view_class = ChooseEntryResultsView


class ProviderChooserViewSet(ChooserViewSet):
    """Choosing a provider by name."""

    model = Provider
    icon = "group"
    choose_one_text = _("Choose a provider")
    choose_another_text = _("Choose another provider")
    edit_item_text = _("Edit this provider")
    choose_view_class = ChooseByNameView
    choose_results_view_class = ChooseByNameResultsView
