"""Names in Thai with an optional English twin, and Thai alphabetical order."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from search.language import in_english
from search.text.collation import thai_sort_key


class ThaiEnglishName(models.Model):
    """A thing with a Thai name, perhaps an English one, and its place in Thai order."""

    name_th = models.CharField(_("Thai name"), max_length=255)
    name_en = models.CharField(_("English name"), max_length=255, blank=True)
    thai_order = models.CharField(max_length=600, editable=False, db_index=True, default="")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the sort key in step with the Thai name."""
        self.thai_order = thai_sort_key(self.name_th)
        fields = kwargs.get("update_fields")
        if fields is not None and "name_th" in fields:
            kwargs["update_fields"] = {*fields, "thai_order"}
        super().save(*args, **kwargs)

    @property
    def name(self) -> str:
        """The name in the reader's language; Thai where there is no other."""
        if self.name_en and in_english():
            return self.name_en
        return self.name_th
