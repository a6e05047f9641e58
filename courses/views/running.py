"""The organiser's two pages while a training runs: the list of who came, and the code to scan."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from wagtail.admin import messages
from wagtail.log_actions import log

from catalog.qr_codes import qr_code
from courses import check_in, places
from courses.models import RegistrationStatus, TrainingEvent
from courses.models.training import CHECK_IN_EARLY


def may_run_trainings(user: Any) -> bool:
    """Whether this person sees who registered and notes who came."""
    return bool(user.has_perm("courses.change_trainingregistration"))


def _for_organisers(view: Any) -> Any:
    @wraps(view)
    def guarded(request: HttpRequest, pk: int) -> HttpResponse:
        if not may_run_trainings(request.user):
            raise PermissionDenied
        answer: HttpResponse = view(request, get_object_or_404(TrainingEvent, pk=pk))
        return answer

    return never_cache(guarded)


@_for_organisers
def attendance(request: HttpRequest, event: TrainingEvent) -> HttpResponse:
    """Tick who came, take out who will not; save both at once."""
    if request.method == "POST":
        _save(request, event)
        return redirect("training_attendance", pk=event.pk)
    rows = event.registrations.exclude(status=RegistrationStatus.CANCELLED)
    context = {
        "event": event,
        "rows": rows.order_by("status", "school_name", "pk"),
        "present": event.registrations.attended().count(),
        "export": reverse("trainingregistration:index") + f"?event={event.pk}&export=",
        "can_cancel": timezone.now() < event.starts_at,
    }
    return render(request, "courses/admin/attendance.html", context)


@_for_organisers
def screen(request: HttpRequest, event: TrainingEvent) -> HttpResponse:
    """Show the code to scan, large; a script asks for a new one in time."""
    problem = address = ""
    try:
        check_in.refuse_wrong_time(event, timezone.now())
        with translation.override("th"):
            path = reverse("courses:training_arrive", args=[check_in.make_code(event)])
        address = request.build_absolute_uri(path)
    except places.Refused as refusal:
        problem = refusal.message
    context = {
        "event": event,
        "problem": problem,
        "code": qr_code(address) if address else "",
        "address": address,
        "seconds": int(check_in.SCREEN_RENEWS.total_seconds()),
        "present": event.registrations.attended().count(),
    }
    part = request.GET.get("part") == "code"
    template = "components/screen_code.html" if part else "training_screen.html"
    return render(request, f"courses/{template}", context)


def _save(request: HttpRequest, event: TrainingEvent) -> None:
    now = timezone.now()
    shown, ticked = _keys(request, "shown"), _keys(request, "present")
    changed = 0
    if now >= event.starts_at - CHECK_IN_EARLY:
        changed = check_in.tick(event, shown, ticked, now)
    elif ticked:
        message = _("It is too early: attendance is recorded from one hour before it begins.")
        messages.error(request, message)
    taken_out = 0
    for row in event.registrations.filter(pk__in=_keys(request, "cancel")):
        try:
            places.cancel(row, now)
            taken_out += 1
        except places.Refused as refusal:
            messages.error(request, refusal.message)
    if changed or taken_out:
        log(instance=event, action="courses.attendance", user=request.user)
    text = ngettext("%(number)d row was changed.", "%(number)d rows were changed.", changed)
    messages.success(request, text % {"number": changed})
    if taken_out:
        text = _("Cancelled: %(number)s. Whoever waited first has moved up.")
        messages.success(request, text % {"number": taken_out})


def _keys(request: HttpRequest, name: str) -> list[int]:
    return [
        int(value) for value in request.POST.getlist(name) if value.isascii() and value.isdigit()
    ]
