"""How staff narrow the list of versions."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from .models import Procedure, ProcedureVersion


class VersionFilterSet(WagtailFilterSet):
    """By procedure, and by whether it is published."""

    procedure = django_filters.ModelChoiceFilter(
        label=_("Procedure"), queryset=Procedure.objects.all()
    )
    is_draft = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[("yes", _("Draft")), ("no", _("Published"))],
        method="by_status",
    )

    class Meta:
        model = ProcedureVersion
        fields = ["procedure", "is_draft"]

    def by_status(
        self, rows: QuerySet[ProcedureVersion], name: str, value: str
    ) -> QuerySet[ProcedureVersion]:
        """Drafts or published versions."""
        return rows.filter(published_at__isnull=value == "yes")
