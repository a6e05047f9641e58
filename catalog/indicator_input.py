"""A form field for indicators: type codes or pick suggestions, instead of a list of thousands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from catalog.models import Indicator, normalise_indicator_code

SUGGESTIONS = 12
_WITH_VERSION = re.compile(r"^(?P<code>.+?)\s*\((?P<version>[0-9]{4})\)$")


class IndicatorWidget(forms.TextInput):
    """Wagtail's tag box, asking for indicators as one types."""

    template_name = "wagtailadmin/widgets/tag_widget.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Connect Wagtail's tag script to our suggestions."""
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {
            "data-controller": "w-tag",
            "data-w-tag-delay-value": 200,
            "data-w-tag-url-value": reverse("catalog_indicator_suggestions"),
            "data-w-tag-options-value": json.dumps({"allowSpaces": True}),
        }
        return context


class IndicatorsField(forms.CharField):
    """Indicators written as codes with commas between; each is normalised and must exist."""

    widget = IndicatorWidget

    def prepare_value(self, value: Any) -> Any:
        """Write chosen indicators as quoted codes, as the tag box reads them."""
        if value is None or isinstance(value, str):
            return value
        return ", ".join(f'"{indicator}"' for indicator in _rows(value))

    def clean(self, value: Any) -> list[Indicator]:
        """Return the indicators named, or say which of them are unknown."""
        written = [part.strip(' "“”') for part in re.split(r"[,\n]", value or "")]
        codes = dict.fromkeys(code for code in written if code)
        found = {code: _find(code) for code in codes}
        if unknown := [code for code, indicator in found.items() if indicator is None]:
            raise ValidationError(
                _("Not in the list of indicators: %(codes)s. Write them like “ค 1.1 ป.1/1”.")
                % {"codes": ", ".join(unknown)}
            )
        return [indicator for indicator in found.values() if indicator]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what is written with the codes that were there."""
        return (self.prepare_value(initial) or "") != (data or "")


def _rows(value: Iterable[Any]) -> list[Indicator]:
    rows = list(value)
    if all(isinstance(row, Indicator) for row in rows):
        return rows
    return list(Indicator.objects.filter(pk__in=rows))


def _find(written: str) -> Indicator | None:
    match = _WITH_VERSION.match(written)
    try:
        code = normalise_indicator_code(match["code"] if match else written)
    except ValidationError:
        return None
    named = Indicator.objects.filter(code=code)
    if match:
        named = named.filter(curriculum_version=match["version"])
    # Without a year the newest curriculum is meant.
    return named.order_by("-curriculum_version").first()


def _matching(term: str) -> QuerySet[Indicator]:
    wanted = Q(code__icontains=term) | Q(text__icontains=term)
    try:
        wanted |= Q(code=normalise_indicator_code(term))
    except ValidationError:
        wanted |= Q(code__startswith=re.sub(r"^(.)\s*(?=[0-9])", r"\1 ", term))
    return Indicator.objects.filter(wanted).order_by("-curriculum_version", "code")


def suggestions(request: HttpRequest) -> JsonResponse:
    """Answer the tag box: indicators whose code or wording has what was typed."""
    policy = policy_registry.get_by_type(Indicator)
    if not policy.user_has_any_permission(request.user, ["view", "change", "add"]):
        raise PermissionDenied
    term = request.GET.get("term", "").strip()
    found = _matching(term)[:SUGGESTIONS] if term else []
    return JsonResponse(
        [{"label": f"{row} {row.text[:80]}", "value": str(row)} for row in found], safe=False
    )
