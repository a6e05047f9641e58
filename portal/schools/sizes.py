"""The size class of a school by its number of pupils, in the band set the office chose. Pure."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Band(NamedTuple):
    """A size class: from `first` to `last` pupils, both included; None has no upper end."""

    code: str
    label: str | Promise
    first: int
    last: int | None

    def holds(self, pupils: int) -> bool:
        """Whether a school of so many pupils belongs to this class."""
        return self.first <= pupils and (self.last is None or pupils <= self.last)


_SMALL = _("Small")
_MEDIUM = _("Medium")
_LARGE = _("Large")
_EXTRA_LARGE = _("Extra large")

# The keys are those of the office settings; the boundaries those of OBEC.
BAND_SETS: dict[str, tuple[Band, ...]] = {
    "primary_four": (
        Band("small", _SMALL, 1, 120),
        Band("medium", _MEDIUM, 121, 600),
        Band("large", _LARGE, 601, 1500),
        Band("extra", _EXTRA_LARGE, 1501, None),
    ),
    "primary_seven": (
        Band("size1", _("Size 1 (1–120 pupils)"), 1, 120),
        Band("size2", _("Size 2 (121–200 pupils)"), 121, 200),
        Band("size3", _("Size 3 (201–300 pupils)"), 201, 300),
        Band("size4", _("Size 4 (301–499 pupils)"), 301, 499),
        Band("size5", _("Size 5 (500–1,499 pupils)"), 500, 1499),
        Band("size6", _("Size 6 (1,500–2,499 pupils)"), 1500, 2499),
        Band("size7", _("Size 7 (2,500 pupils or more)"), 2500, None),
    ),
    "secondary": (
        Band("small", _SMALL, 1, 499),
        Band("medium", _MEDIUM, 500, 1499),
        Band("large", _LARGE, 1500, 2499),
        Band("extra", _EXTRA_LARGE, 2500, None),
    ),
}


def size_of(pupils: int | None, band_set: str) -> Band | None:
    """Return the size class of a school; None where pupils are unknown or there are none."""
    if not pupils or pupils < 0:
        return None
    return next((band for band in BAND_SETS[band_set] if band.holds(pupils)), None)
