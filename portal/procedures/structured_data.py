"""A procedure in the words of schema.org, for search engines."""

from __future__ import annotations

from django.utils.safestring import SafeString

from catalog.structured_data import as_script

from .models import ProcedureVersion


def procedure_script(version: ProcedureVersion, address: str) -> SafeString:
    """Return the <script> that describes a version as a HowTo."""
    published = version.published_at
    steps = [
        {
            "@type": "HowToStep",
            "position": step.seq,
            "name": step.name,
            "text": step.detail,
            "url": f"{address}#step-{step.seq}",
        }
        for step in version.steps.all()
    ]
    facts = {
        "@context": "https://schema.org",
        "@type": "HowTo",
        "@id": address,
        "url": address,
        "name": version.name,
        "description": version.scope_th,
        "inLanguage": "th",
        "version": str(version.number),
        "datePublished": published.isoformat() if published else "",
        "publisher": {"@type": "Organization", "name": version.unit},
        "step": steps,
    }
    return as_script({name: value for name, value in facts.items() if value})
