"""What the office calls itself and how it wants things named: one row per site."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from search.language import in_english


class SizeBands(models.TextChoices):
    """The sets of bands by which offices class schools by their number of pupils."""

    PRIMARY_FOUR = "primary_four", _("Primary office, four bands")
    PRIMARY_SEVEN = "primary_seven", _("Primary office, seven bands")
    SECONDARY = "secondary", _("Secondary office, four bands")


class SecondFactor(models.TextChoices):
    """What somebody who acts by a mailed link has to show besides the link."""

    CODE = "code", _("A code sent to the same e-mail address")
    LOGIN = "login", _("Signing in with the account of the addressee")


@register_setting(icon="home", order=10)
class SiteSettings(BaseSiteSetting):
    """The office's names, people and house words; editable, never printed as fact elsewhere."""

    office_name_th = models.CharField(
        _("Office name in Thai"), max_length=255, default="สำนักงานเขตพื้นที่การศึกษา"
    )
    office_name_en = models.CharField(
        _("Office name in English"), max_length=255, default="Educational Service Area Office"
    )
    unit_name_th = models.CharField(
        _("Group name in Thai"),
        max_length=255,
        default="กลุ่มส่งเสริมการศึกษาทางไกล เทคโนโลยีสารสนเทศและการสื่อสาร",
    )
    unit_name_en = models.CharField(
        _("Group name in English"),
        max_length=255,
        default="Distance Education and ICT Promotion Group",
    )
    logo = models.ForeignKey(
        "core.SiteImage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Logo"),
    )
    address = models.TextField(_("Address"), blank=True)
    telephone = models.CharField(_("Telephone"), max_length=80, blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    director_title = models.CharField(
        _("Director's title"), max_length=160, default="ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา"
    )
    director_name = models.CharField(_("Director's name"), max_length=160, blank=True)
    cluster_label_th = models.CharField(
        _("Word for a cluster of schools, Thai"),
        max_length=60,
        default="กลุ่มโรงเรียน",
        help_text=_("For example กลุ่มโรงเรียน, กลุ่มเครือข่าย or ศูนย์เครือข่าย."),
    )
    cluster_label_en = models.CharField(
        _("Word for a cluster of schools, English"), max_length=60, default="School cluster"
    )
    size_bands = models.CharField(
        _("School size bands"),
        max_length=20,
        choices=SizeBands.choices,
        default=SizeBands.PRIMARY_FOUR,
    )
    count_start_day = models.BooleanField(
        _("The day on which a step begins counts"),
        default=False,
        help_text=_("Without it the first day of a deadline is the day after."),
    )
    accessibility_page = models.ForeignKey(
        "wagtailcore.Page",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Accessibility statement"),
    )
    privacy_page = models.ForeignKey(
        "wagtailcore.Page",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Privacy notice"),
    )

    approval_second_factor = models.CharField(
        _("To act by a mailed link one also needs"),
        max_length=10,
        choices=SecondFactor.choices,
        default=SecondFactor.CODE,
    )
    approval_link_days = models.PositiveSmallIntegerField(
        _("Days that a mailed link holds"),
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )

    select_related = ["logo", "accessibility_page", "privacy_page"]

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("office_name_th"),
                FieldPanel("office_name_en"),
                FieldPanel("unit_name_th"),
                FieldPanel("unit_name_en"),
                FieldPanel("logo"),
            ],
            heading=_("Office"),
        ),
        MultiFieldPanel(
            [FieldPanel("address"), FieldPanel("telephone"), FieldPanel("email")],
            heading=_("Contact"),
        ),
        MultiFieldPanel(
            [FieldPanel("director_title"), FieldPanel("director_name")], heading=_("Director")
        ),
        MultiFieldPanel(
            [
                FieldPanel("cluster_label_th"),
                FieldPanel("cluster_label_en"),
                FieldPanel("size_bands"),
            ],
            heading=_("Schools"),
        ),
        MultiFieldPanel([FieldPanel("count_start_day")], heading=_("Deadlines of rounds")),
        MultiFieldPanel(
            [PageChooserPanel("accessibility_page"), PageChooserPanel("privacy_page")],
            heading=_("Links at the foot of every page"),
        ),
        MultiFieldPanel(
            [FieldPanel("approval_second_factor"), FieldPanel("approval_link_days")],
            heading=_("Approval by link"),
        ),
    ]

    class Meta:
        verbose_name = _("office settings")

    @classmethod
    def of_default_site(cls) -> SiteSettings:
        """The settings where nobody asks for a page, as in mails."""
        site = Site.objects.filter(is_default_site=True).first()
        return cls.for_site(site) if site else cls()

    @property
    def office_name(self) -> str:
        """The office's name in the reader's language."""
        return self._in_reader_language("office_name")

    @property
    def unit_name(self) -> str:
        """The distance-education group's name in the reader's language."""
        return self._in_reader_language("unit_name")

    @property
    def cluster_label(self) -> str:
        """The office's word for a cluster in the reader's language."""
        return self._in_reader_language("cluster_label")

    def _in_reader_language(self, field: str) -> str:
        return (in_english() and getattr(self, f"{field}_en")) or getattr(self, f"{field}_th")
