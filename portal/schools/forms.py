"""Forms of the register: codes may be typed as people write them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm

from .codes import plain_code
from .models import Cluster, School


class CodeField(forms.CharField):
    """A code in Thai or Arabic digits, with or without spaces and hyphens."""

    def to_python(self, value: Any) -> str:
        """Bring the code into the form in which it is stored; the model checks it."""
        return plain_code(super().to_python(value) or "")


class SchoolForm(WagtailAdminModelForm):
    """One school of the register."""

    ministry_code = CodeField(
        label=_("Ministry code (10 digits)"),
        help_text=_("10, the province (2 digits) and the OBEC code (6 digits)."),
    )
    smis_code = CodeField(label=_("SMIS code (8 digits)"), required=False)
    obec_code = CodeField(
        label=_("OBEC code (6 digits)"),
        required=False,
        help_text=_("The last 6 digits of the ministry code; filled in when left empty."),
    )

    class Meta:
        model = School
        fields = [
            *("name_th", "name_en", "ministry_code", "smis_code", "obec_code"),
            *("district", "cluster", "pupils", "is_active"),
        ]
        labels = {"is_active": pgettext_lazy("school", "Open")}


class ClusterForm(WagtailAdminModelForm):
    """One cluster of schools."""

    class Meta:
        model = Cluster
        fields = ["name_th", "name_en", "district"]
