"""A plan in the words of schema.org: a report that a government office published."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString

from catalog.structured_data import as_script
from portal.core.models import SiteSettings
from portal.core.official_prose import absolute

from .channels import pdf_address
from .models import PlanEdition, PlanPage


def plan_script(edition: PlanEdition, plan: PlanPage, page: PlanPage, address: str) -> SafeString:
    """Return the <script> that describes an approved edition."""
    office = SiteSettings.for_site(page.get_site())
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Report",
        "@id": address,
        "url": address,
        "name": plan.title,
        "alternateName": plan.title_en,
        "description": plan.summary,
        "genre": str(plan.get_kind_display()),
        "reportNumber": plan.reference_number,
        "version": edition.number,
        "inLanguage": "th",
        "isAccessibleForFree": True,
        "temporalCoverage": _period(plan),
        "datePublished": edition.approved_at.date().isoformat(),
        "publisher": {"@type": "GovernmentOrganization", "name": office.office_name},
        "encoding": {
            "@type": "MediaObject",
            "encodingFormat": "application/pdf",
            "contentUrl": absolute(pdf_address(edition)),
        },
    }
    return as_script({name: value for name, value in facts.items() if value != ""})


def _period(plan: PlanPage) -> str:
    """The fiscal years as an interval of days: they begin in October of the year before."""
    first, last = plan.first_fiscal_year - 544, plan.last_fiscal_year - 543
    return f"{first}-10-01/{last}-09-30"
