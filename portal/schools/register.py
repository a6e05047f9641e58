"""The register of schools as the import sees it, and the one place where an import is saved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from catalog.spreadsheets import Line, Report, Table, agreed

from .import_fields import Places, place_key
from .importing import Register, plan
from .models import Cluster, District, School

_FIELDS = (
    *("ministry_code", "name_th", "name_en", "smis_code", "obec_code"),
    *("district_id", "cluster_id", "pupils", "is_active"),
)


def read_register() -> Register:
    """Read what an import is compared with, in three queries."""
    districts = list(District.objects.values_list("pk", "name_th", "name_en"))
    clusters = list(Cluster.objects.values_list("pk", "name_th", "name_en"))
    places = Places(
        districts={pk: name for pk, name, _name_en in districts},
        clusters={pk: name for pk, name, _name_en in clusters},
        district_keys=_keys(districts),
        cluster_keys=_keys(clusters),
    )
    schools = {row["ministry_code"]: row for row in School.objects.values(*_FIELDS)}
    return Register(places, schools)


def _keys(rows: Iterable[tuple[int, str, str]]) -> dict[str, int]:
    return {place_key(name): pk for pk, *names in rows for name in names if name}


def dry_run(table: Table, *, user: Any = None) -> Report:
    """Say what saving the table would do now."""
    return plan(table, read_register())


@transaction.atomic
def save(table: Table, *, good_rows: bool, user: Any = None, seen: str | None = None) -> Report:
    """Save the table all or nothing; faulty rows are left out only where that was chosen.

    The plan is made anew inside the transaction. `seen` is the fingerprint of the report that the
    operator agreed to.

    Raises:
        ChangedMeanwhile: when the effect would differ from the one that was seen.
        FaultsLeft: when there are faults and leaving them out was not chosen.
    """
    report = agreed(dry_run(table), good_rows=good_rows, seen=seen)
    _free_smis_codes(report.to_save)
    known = School.objects.in_bulk(
        [line.code for line in report.to_save], field_name="ministry_code"
    )
    for line in report.to_save:
        school = known.get(line.code) or School()
        for key, value in line.values.items():
            setattr(school, key, value)
        school.save()
        log(school, "schools.import", user=user, data={"file": report.name, "row": line.row})
    return report


def _free_smis_codes(lines: Iterable[Line]) -> None:
    """Let schools exchange codes: each is unique at every moment, not only at the end."""
    changing = [line.code for line in lines if "smis_code" in line.values and not line.is_new]
    School.objects.filter(ministry_code__in=changing).update(smis_code="")
