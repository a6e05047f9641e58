"""What search keeps in the database: changes to carry out, and what editors teach it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class OutboxQuerySet(models.QuerySet["Outbox"]):
    """Rows by what is left to do with them."""

    MOST_TRIES = 10  # with the pauses between them about half an hour

    def of(self, consumer: str) -> OutboxQuerySet:
        """The rows of one consumer."""
        return self.filter(consumer=consumer)

    def unapplied(self) -> OutboxQuerySet:
        """Rows whose document is not in the index as it is now."""
        return self.filter(applied_at=None)

    def pending(self) -> OutboxQuerySet:
        """Rows that are or will be tried by themselves."""
        return self.unapplied().filter(tries__lt=self.MOST_TRIES)

    def due(self) -> OutboxQuerySet:
        """Rows that the next drain takes up: those that failed wait a while."""
        return self.pending().filter(models.Q(retry_at=None) | models.Q(retry_at__lte=Now()))

    def set_aside(self) -> OutboxQuerySet:
        """Rows that failed too often to be tried again by themselves."""
        return self.unapplied().filter(tries__gte=self.MOST_TRIES)


class Outbox(models.Model):
    """A document that changed, written in the transaction of the change.

    Rows say which document, never what it says: whoever applies one reads the current row.
    `consumer` is the index it is for (see `search.consumers`). Applied
    rows stay a day, because a rebuild and a rollback replay them.
    """

    key = models.CharField(max_length=80)
    consumer = models.CharField(max_length=40)
    created = models.DateTimeField(db_default=Now())
    applied_at = models.DateTimeField(null=True)
    retry_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True, default="")

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("change to bring into the search index")
        verbose_name_plural = _("changes to bring into the search index")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["consumer", "id"],
                condition=models.Q(applied_at=None),
                name="search_outbox_pending",
            ),
            models.Index(fields=["applied_at"], name="search_outbox_applied"),
            models.Index(fields=["created"], name="search_outbox_created"),
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.consumer})"

    @property
    def is_set_aside(self) -> bool:
        """Whether it is tried again only when somebody asks for it."""
        return self.applied_at is None and self.tries >= OutboxQuerySet.MOST_TRIES


class RebuildRun(models.Model):
    """How an index was last made anew or rolled back: what its gate said stays known."""

    KEPT = 20  # of each consumer

    class Outcome(models.TextChoices):
        """How it ended."""

        PASSED = "passed", _("Passed")
        REFUSED = "refused", _("Refused by the check")
        FAILED = "failed", _("Broken off")
        ROLLED_BACK = "rolled_back", _("Returned to the index before")

    consumer = models.CharField(max_length=40)
    generation = models.CharField(max_length=120, blank=True)
    started = models.DateTimeField()
    ended = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    documents = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)

    class Meta:
        verbose_name = _("rebuild of a search index")
        verbose_name_plural = _("rebuilds of search indexes")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["consumer", "-id"], name="search_rebuilds_latest")]

    def __str__(self) -> str:
        return f"{self.consumer} {self.started:%Y-%m-%d %H:%M} {self.outcome}"


class QuerySynonym(models.Model):
    """Another way to say what people type; it works at once, without a rebuild."""

    typed = models.CharField(
        _("When somebody types"),
        max_length=80,
        unique=True,
        error_messages={"unique": _("These words already have an entry: add to that one.")},
    )
    meant = models.CharField(
        _("also search for"), max_length=400, help_text=_("Several with commas between.")
    )
    note = models.CharField(_("Note"), max_length=255, blank=True)
    is_active = models.BooleanField(_("In use"), default=True, db_index=True)

    class Meta:
        verbose_name = _("search synonym")
        verbose_name_plural = _("search synonyms")
        ordering = ["typed"]

    def __str__(self) -> str:
        return f"{self.typed} → {self.meant}"

    @property
    def meanings(self) -> tuple[str, ...]:
        """The words to search for as well."""
        return tuple(part for raw in self.meant.split(",") if (part := raw.strip()))

    def clean(self) -> None:
        """Ask for words on both sides."""
        self.typed = " ".join(self.typed.split())
        if not self.meanings:
            raise ValidationError({"meant": _("Write at least one word to search for.")})


class Pin(models.Model):
    """An editor's pick: shown above the results of a query.

    It names a document of the index by its `key`, or any address with a title.
    """

    query = models.CharField(_("When somebody searches for"), max_length=200, db_index=True)
    key = models.CharField(
        _("Entry"), max_length=80, blank=True, help_text=_("As in resource:12 or platform:3.")
    )
    title = models.CharField(_("Title"), max_length=255, blank=True)
    url = models.CharField(
        _("Web address"), max_length=500, blank=True, help_text=_("Of this site, or with https://")
    )
    order = models.PositiveSmallIntegerField(_("Order"), default=0)
    is_active = models.BooleanField(_("In use"), default=True)

    class Meta:
        verbose_name = _("editor's pick")
        verbose_name_plural = _("editor's picks")
        ordering = ["query", "order", "pk"]

    def __str__(self) -> str:
        return f"{self.query} → {self.title or self.key}"

    def clean(self) -> None:
        """Ask for an entry, or for an address with a title; refuse script addresses."""
        self.query = " ".join(self.query.split())
        if bool(self.key) == bool(self.url):
            raise ValidationError({"url": _("Give an entry or a web address, one of the two.")})
        if self.url and not self.title:
            raise ValidationError({"title": _("Say what the web address leads to.")})
        local = self.url.startswith("/") and not self.url.startswith(("//", "/\\"))
        if self.url and not local and not self.url.startswith(("https://", "http://")):
            raise ValidationError({"url": _("Begin with / or https://")})


class AttachedText(models.Model):
    """The words of an attached document, taken out of the file once per version of it."""

    class State(models.TextChoices):
        """How far the extraction is."""

        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        EMPTY = "empty", _("No text inside")
        FAILED = "failed", _("Failed")

    document_id = models.PositiveBigIntegerField(_("Document"), unique=True)
    sha = models.CharField(max_length=64, blank=True)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=255, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("text of an attached document")
        verbose_name_plural = _("texts of attached documents")

    def __str__(self) -> str:
        return f"{self.document_id}: {self.state}"
