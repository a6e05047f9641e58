"""“Every channel” of an edition: its checklist, what the site sees by itself, and ready texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.core.models import SiteSettings
from portal.core.official_content import Paragraph, Run, paragraph
from portal.core.official_pdf import LetterHead, OfficialDocument
from portal.core.official_prose import absolute
from portal.core.thai_calendar import local_date, long_date, to_thai_digits

from .edition_files import make_edition_file
from .models import Channel, PlanEdition, PlanPage, PublicationChannel

# An approved plan should be known everywhere within a week.
DAYS_ALLOWED = 7


@dataclass(frozen=True)
class Line:
    """One channel as the checklist shows it."""

    row: PublicationChannel
    done_on: date | None
    text: str = ""
    address: str = ""

    @property
    def is_overdue(self) -> bool:
        """Whether it should have been done by now."""
        due = local_date(self.row.edition.approved_at) + timedelta(days=DAYS_ALLOWED)
        return self.done_on is None and due < timezone.localdate()


@receiver(post_save, sender=PlanEdition, dispatch_uid="plans-publish-edition")
def begin_publishing(
    instance: PlanEdition, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    """A new edition gets its checklist at once and its PDF in the background."""
    if raw or not created:
        return
    rows = [PublicationChannel(edition=instance, channel=channel) for channel in Channel]
    PublicationChannel.objects.bulk_create(rows, ignore_conflicts=True)
    transaction.on_commit(lambda: make_edition_file.enqueue(instance.pk), robust=True)


def checklist(edition: PlanEdition) -> list[Line]:
    """Every channel of an edition, in the order of `Channel`."""
    rows = {row.channel: row for row in edition.channels.select_related("done_by")}
    for row in rows.values():
        row.edition = edition
    texts = {
        Channel.SOCIAL: social_text,
        Channel.EMAIL: email_text,
        Channel.LETTER: letter_text,
    }
    return [
        Line(
            rows[channel],
            _done_on(rows[channel]),
            texts[channel](edition) if channel in texts else "",
            address_of(edition, channel),
        )
        for channel in Channel
        if channel in rows
    ]


def unfinished_editions() -> QuerySet[PlanEdition]:
    """Current editions of published plans that were approved longer ago than is allowed.

    Whether all their channels are done is for `checklist` to say.
    """
    limit = timezone.now() - timedelta(days=DAYS_ALLOWED)
    plans = PlanPage.objects.published()
    newest = PlanPage.objects.published().for_listing().values("pk", "edition_number")
    numbers = {row["pk"]: row["edition_number"] for row in newest}
    editions = PlanEdition.objects.filter(page__in=plans, approved_at__lt=limit)
    kept = [each.pk for each in editions if numbers.get(each.page_id) == each.number]
    return editions.filter(pk__in=kept).select_related("page").order_by("approved_at")


def address_of(edition: PlanEdition, channel: str = Channel.WEB) -> str:
    """Where an edition is found by a channel of the site itself, in full."""
    with translation.override("th"):
        if channel == Channel.WEB:
            return absolute(edition.page.get_url() or "")
        if channel == Channel.PDF:
            return absolute(pdf_address(edition))
        return absolute(reverse("plans:feed")) if channel == Channel.RSS else ""


def pdf_address(edition: PlanEdition) -> str:
    """The path of an edition's PDF."""
    return reverse("plans:edition_file", args=[edition.page_id, edition.number])


def _done_on(row: PublicationChannel) -> date | None:
    if not row.is_fact:
        return row.done_on
    edition = row.edition
    if row.channel == Channel.PDF:
        return local_date(edition.approved_at) if edition.pdf else None
    is_published = PlanPage.objects.published().filter(pk=edition.page_id).exists()
    return local_date(edition.approved_at) if is_published else None


# --- ready texts, in Thai: that is what schools and followers read -----------------------


def social_text(edition: PlanEdition) -> str:
    """A post that can be copied as it is."""
    with translation.override("th"):
        plan, office = edition.page, _office(edition)
        text = _("📢 %(office)s announces “%(plan)s” (fiscal year %(years)s)")
        told = text % {"office": office.office_name, "plan": plan.title, "years": _years(plan)}
        return "\n".join(part for part in (told, plan.summary, _read(edition)) if part)


def email_text(edition: PlanEdition) -> str:
    """A message to schools; its first line is the subject."""
    with translation.override("th"):
        plan, office = edition.page, _office(edition)
        subject = _("Announcement of “%(plan)s”") % {"plan": plan.title}
        lines = [
            _("Subject: %(subject)s") % {"subject": subject},
            "",
            _("To the directors of all schools"),
            "",
            _body(edition),
            *([plan.summary] if plan.summary else []),
            "",
            _read(edition),
            _("PDF: %(address)s") % {"address": address_of(edition, Channel.PDF)},
            "",
            office.unit_name,
            office.office_name,
        ]
        return "\n".join(lines)


def letter_text(edition: PlanEdition) -> str:
    """The paragraphs of the official letter."""
    with translation.override("th"):
        ask = _("It is announced for your information and for use in your school's own plan.")
        return "\n\n".join([_body(edition), _read(edition), ask])


def letter(edition: PlanEdition) -> OfficialDocument:
    """The official letter to schools, ready to be numbered and signed."""
    with translation.override("th"):
        plan, office = edition.page, _office(edition)
        subject = _("Announcement of “%(plan)s”") % {"plan": plan.title}
        schools = _("directors of all schools")
        signer = [f"({office.director_name or '.' * 40})", office.director_title]
        return OfficialDocument(
            title=subject,
            show_title=False,
            letter_head=LetterHead.of(office),
            blocks=[
                Paragraph([Run(_("No."), bold=True), Run(" " + "." * 30)]),
                Paragraph([Run(_("Date"), bold=True), Run(" " + "." * 30)]),
                Paragraph([Run(_("Subject"), bold=True), Run(f" {subject}")]),
                Paragraph([Run(_("Addressed to"), bold=True), Run(f" {schools}")]),
                *(paragraph(part) for part in letter_text(edition).split("\n\n")),
                paragraph(_("Yours respectfully")),
                paragraph("\n\n\n" + "\n".join(signer)),
            ],
            made_at=edition.approved_at,
        )


def _body(edition: PlanEdition) -> str:
    text = _("%(office)s has approved “%(plan)s” for fiscal year %(years)s on %(day)s.")
    return text % {
        "office": _office(edition).office_name,
        "plan": edition.page.title,
        "years": _years(edition.page),
        "day": long_date(edition.approved_at, thai_digits=True),
    }


def _read(edition: PlanEdition) -> str:
    return _("Read it at %(address)s") % {"address": address_of(edition)}


def _years(plan: PlanPage) -> str:
    years = [str(plan.first_fiscal_year), str(plan.last_fiscal_year)]
    return to_thai_digits(" - ".join(dict.fromkeys(years)))


def _office(edition: PlanEdition) -> SiteSettings:
    return SiteSettings.for_site(edition.page.get_site())
