"""The import of the register in the admin: what its pages say and who may use it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from catalog.spreadsheets.import_views import Import

from . import register
from .importing import COLUMNS
from .models import School

SCHOOLS_IMPORT = Import(
    name="schools",
    title=_("Import schools"),
    list_url="school:index",
    list_label=_("Schools"),
    needs=[(School, ("add", "change"))],
    columns=COLUMNS,
    template_columns=[column for column in COLUMNS if column.key not in ("size", "is_sample")],
    template_name=_("schools-template"),
    explanations=[
        _(
            "A school is known by its 10-digit code: rows with a known code change that school, "
            "others add one. Schools that are not in the file stay as they are."
        ),
        _(
            "A column that is left out stays as it is in the register; an empty cell empties the "
            "value, except whether the school is open."
        ),
    ],
    dry_run=register.dry_run,
    save=register.save,
)
