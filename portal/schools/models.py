"""The register of schools: codes, places and sizes. Nobody's name."""

from __future__ import annotations

from ipaddress import ip_network

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.naming import ThaiEnglishName

from . import search_words


class District(ThaiEnglishName):
    """An administrative district (อำเภอ)."""

    is_sample = models.BooleanField(_("Sample data"), default=False, editable=False)

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        ordering = ["thai_order"]
        constraints = [models.UniqueConstraint(fields=["name_th"], name="district_once")]


class Cluster(ThaiEnglishName):
    """Schools that work together; what the office calls it is a setting."""

    district = models.ForeignKey(
        District,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="clusters",
        verbose_name=_("District"),
    )
    is_sample = models.BooleanField(_("Sample data"), default=False, editable=False)

    class Meta:
        verbose_name = _("school cluster")
        verbose_name_plural = _("school clusters")
        ordering = ["thai_order"]
        constraints = [models.UniqueConstraint(fields=["name_th"], name="cluster_once")]


class SchoolQuerySet(models.QuerySet["School"]):
    """Schools as the public may see them."""

    def active(self) -> SchoolQuerySet:
        """Schools that are open."""
        return self.filter(is_active=True)

    def matching(self, text: str) -> SchoolQuerySet:
        """Schools whose name or code has what somebody typed; all where that is nothing."""
        return self.filter(search_words.matching(text))

    def for_listing(self) -> SchoolQuerySet:
        """With district and cluster, in one query."""
        return self.select_related("district", "cluster")


class School(ThaiEnglishName):
    """A school with its three codes, kept as text because of leading zeros.

    The 10-digit ministry code is 10 + province (2) + the 6-digit OBEC code; SMIS is
    province (2) + area (2) + number (4).
    """

    ministry_code = models.CharField(
        _("Ministry code (10 digits)"),
        max_length=10,
        unique=True,
        validators=[
            RegexValidator(r"^10[0-9]{8}$", _("The code has 10 digits, beginning with 10."))
        ],
        error_messages={"unique": _("Another school has this 10-digit code.")},
    )
    smis_code = models.CharField(
        _("SMIS code (8 digits)"),
        max_length=8,
        blank=True,
        validators=[RegexValidator(r"^[0-9]{8}$", _("The SMIS code has 8 digits."))],
    )
    obec_code = models.CharField(
        _("OBEC code (6 digits)"),
        max_length=6,
        blank=True,
        validators=[RegexValidator(r"^[0-9]{6}$", _("The OBEC code has 6 digits."))],
        help_text=_("The last 6 digits of the ministry code; filled in when left empty."),
    )
    district = models.ForeignKey(
        District, models.PROTECT, related_name="schools", verbose_name=_("District")
    )
    cluster = models.ForeignKey(
        Cluster,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="schools",
        verbose_name=_("School cluster"),
    )
    pupils = models.PositiveIntegerField(_("Pupils"), null=True, blank=True)
    is_active = models.BooleanField(_("Open"), default=True)
    is_sample = models.BooleanField(_("Sample data"), default=False, editable=False)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("school")
        verbose_name_plural = _("schools")
        ordering = ["thai_order", "ministry_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["smis_code"],
                condition=~models.Q(smis_code=""),
                name="school_smis_once",
                violation_error_message=_("Another school has this SMIS code."),
            )
        ]

    def clean(self) -> None:
        """Fill in the OBEC code and refuse codes that contradict each other."""
        if len(self.ministry_code) != 10:
            return
        self.obec_code = self.obec_code or self.ministry_code[4:]
        if self.obec_code != self.ministry_code[4:]:
            message = _("The OBEC code must be the last 6 digits of the ministry code.")
            raise ValidationError({"obec_code": message})
        if self.smis_code and self.smis_code[:2] != self.ministry_code[2:4]:
            message = _("The province in the SMIS code differs from that in the ministry code.")
            raise ValidationError({"smis_code": message})


def validate_network(value: str) -> None:
    """Ask for a network as routers write it.

    Raises:
        ValidationError: when it is none.
    """
    try:
        ip_network(value, strict=False)
    except ValueError as error:
        message = _("This is not a network. Write it like 203.0.113.0/24 or 2001:db8::/32.")
        raise ValidationError(message) from error


class AddressRange(models.Model):
    """A network of a school or of the office: tells whose use it is, for the figures only."""

    network = models.CharField(
        _("Network"), max_length=50, unique=True, validators=[validate_network]
    )
    school = models.ForeignKey(
        School,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="address_ranges",
        verbose_name=_("School"),
        help_text=_("Leave empty for the office’s own network, whose use is not counted."),
    )

    class Meta:
        verbose_name = _("registered network")
        verbose_name_plural = _("registered networks")
        ordering = ["network"]

    def __str__(self) -> str:
        return self.network
