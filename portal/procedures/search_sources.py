"""What can be found: procedures by name, steps and definitions, as the current version says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from search.contract import Document
from search.sources import FacetValue, SearchSource, labelled, register, register_facet
from search.text.collation import thai_sort_key

from .models import Procedure, ProcedureVersion

KIND = "procedure"
# Behind the kinds of resources, platforms and what is taught.
_ORDER = 1100


def _kinds() -> list[FacetValue]:
    return [labelled(KIND, _("Work procedure"), _ORDER)]


register_facet("kind", _kinds)


@register
class ProcedureSource(SearchSource):
    """Procedures with a published version."""

    kind = KIND
    label = _("Work procedures")
    watches = (Procedure, ProcedureVersion)

    def queryset(self) -> QuerySet[Any]:
        """Procedures that the public may read."""
        return Procedure.objects.public()

    def dependents(self, changed: Model) -> Iterable[int]:
        """Rows of a version are closed with it, so publication is the only change."""
        return [changed.procedure_id if isinstance(changed, ProcedureVersion) else changed.pk]

    def document(self, row: Any) -> Document:
        """Describe one procedure by the version that holds."""
        rows = ProcedureVersion.objects.current().with_rows()
        version = rows.get(procedure=row)
        (kind,) = _kinds()
        with translation.override("th"):
            url = row.get_absolute_url()
        steps, terms = list(version.steps.all()), list(version.definitions.all())
        names = [*(name for step in steps for name in (step.name_th, step.name_en))]
        names += [name for term in terms for name in (term.term_th, term.term_en)]
        names += [name for form in version.forms.all() for name in (form.name_th, form.name_en)]
        words = [kind.label_th, kind.label_en, "กระบวนการ", "กระบวนงาน", version.unit_th, *names]
        body = [version.kpi_th, *(step.detail_th for step in steps)]
        body += [each.text_th for each in version.objectives.all()]
        body += [each.text_th for each in version.narrative_steps.all()]
        body += [f"{term.term_th} {term.meaning_th}" for term in terms]
        return Document(
            key=self.key(row.pk),
            title=version.name_th,
            title_en=version.name_en,
            url=url,
            summary=version.scope_th,
            keywords=tuple(dict.fromkeys(word for word in words if word)),
            codes=(row.code, *(form.code for form in version.forms.all())),
            body="\n".join(text for text in body if text),
            facets={"kind": (KIND,), "room": (KIND,)},
            labels=(kind.label_th, row.code),
            published_at=version.published_at,
            title_order=thai_sort_key(version.name_th),
        )
