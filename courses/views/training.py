"""Trainings: what is coming, one of them, registering, and arriving."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from catalog.lookup import row_or_404
from catalog.paging import page_or_404
from courses import check_in, places, training_calendar, training_mails
from courses.limits import HOUR, too_often
from courses.models import TrainingEvent, TrainingRegistration
from courses.school_directory import school_directory
from courses.signals import training_opened
from courses.training_detail import training_context, trainings_crumb
from courses.training_forms import CheckInForm, RegistrationForm, fresh_attempt

from .channels import fresh

PER_PAGE = 20
# A hall of two hundred teachers registers and arrives within a few minutes.
REGISTRATIONS_A_MINUTE = 60
ARRIVALS_A_MINUTE = 120
LINKS_AN_HOUR = 2


@require_safe
def trainings(request: HttpRequest) -> HttpResponse:
    """Coming trainings, then past ones, page by page."""
    now = timezone.now()
    listed = TrainingEvent.objects.public().for_listing()
    page = page_or_404(request, listed.past(now), PER_PAGE)
    coming = listed.coming(now) if page.number == 1 else ()
    context = {
        "coming": [(event, places.admission(event, now)) for event in coming],
        "page": page,
    }
    return fresh(render(request, "courses/training_list.html", context))


@require_safe
def training(request: HttpRequest, pk: int) -> HttpResponse:
    """One training."""
    event = _event(pk)
    training_opened.send_robust(TrainingEvent, training=event, request=request)
    address = request.build_absolute_uri(event.get_absolute_url())
    return fresh(render(request, "courses/training_detail.html", training_context(event, address)))


@require_safe
def training_file(request: HttpRequest, pk: int) -> HttpResponse:
    """One training as a file for calendars."""
    event = _event(pk)
    root = request.build_absolute_uri("/").rstrip("/")
    response = HttpResponse(
        training_calendar.write(event, root), content_type=training_calendar.CONTENT_TYPE
    )
    response["Content-Disposition"] = f'inline; filename="training-{event.pk}.ics"'
    return fresh(response)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a place; what was typed stays when it is refused."""
    event = _event(pk)
    now = timezone.now()
    if request.method != "POST":
        chosen = school_directory().chosen(request)
        form = RegistrationForm(
            event=event,
            initial={"attempt": fresh_attempt(), "school": chosen.code if chosen else ""},
        )
        return _register_page(request, event, form)
    form = RegistrationForm(request.POST, event=event)
    if too_often(f"training:{pk}", REGISTRATIONS_A_MINUTE):
        form.add_error(None, _("Too many people are registering at the moment. Wait a minute."))
        return _register_page(request, event, form, status=429)
    if not form.is_valid():
        return _register_page(request, event, form, status=400)
    try:
        registration = places.register(event.pk, form.wish(), now)
    except places.Refused as refusal:
        if isinstance(refusal, places.AlreadyRegistered):
            _send_link(refusal.registration)
        form.add_error(None, refusal.message)
        return _register_page(request, event, form, status=409)
    _send_link(registration)
    return redirect(registration)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: HttpRequest, token: str) -> HttpResponse:
    """Show a registration to whoever has its private link, cancel it, or erase its contact data."""
    missing = _("There is no registration at this address.")
    rows = TrainingRegistration.objects.select_related("event")
    found = row_or_404(rows, missing, token=token)
    problem = ""
    if request.method == "POST":
        try:
            _change(found, request.POST.get("action", ""))
        except places.Refused as refusal:
            problem = refusal.message
        else:
            return redirect(found)
    now = timezone.now()
    context = {
        "registration": found,
        "event": found.event,
        "problem": problem,
        "can_cancel": found.can_cancel(now),
        "address": request.build_absolute_uri(found.get_absolute_url()),
        "trail": [trainings_crumb()],
    }
    status = 409 if problem else 200
    return _private(render(request, "courses/training_registration.html", context, status=status))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def arrive(request: HttpRequest, code: str) -> HttpResponse:
    """What a phone opens that scanned the code on the organiser's screen."""
    now = timezone.now()
    try:
        event = check_in.read_code(code, now)
    except places.Refused as refusal:
        return _refused_arrival(request, refusal.message)
    if request.method != "POST":
        chosen = school_directory().chosen(request)
        initial = {"school": chosen.code if chosen else ""}
        return _arrive_page(request, event, CheckInForm(event=event, initial=initial))
    form = CheckInForm(request.POST, event=event)
    if too_often(f"check-in:{event.pk}", ARRIVALS_A_MINUTE):
        form.add_error(None, _("Too many people are arriving at the moment. Wait a minute."))
        return _arrive_page(request, event, form, status=429)
    if not form.is_valid():
        return _arrive_page(request, event, form, status=400)
    try:
        check_in.arrive(event, form.arrival(), now)
    except places.Refused as refusal:
        form.add_error(None, refusal.message)
        return _arrive_page(request, event, form, status=409)
    return redirect("courses:training_arrived", pk=event.pk)


@never_cache
@require_safe
def arrived(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that attendance was recorded, without a word about whose."""
    context = {"event": _event(pk), "trail": [trainings_crumb()]}
    return _private(render(request, "courses/training_arrived.html", context))


def _event(pk: int) -> TrainingEvent:
    missing = _("There is no published training at this address.")
    return row_or_404(TrainingEvent.objects.public(), missing, pk=pk)


def _send_link(registration: TrainingRegistration) -> None:
    """Send the private link; nobody's mailbox is filled by sending the form again and again."""
    if not too_often(f"link:{registration.pk}", LINKS_AN_HOUR, HOUR):
        training_mails.confirm(registration)


def _change(found: TrainingRegistration, action: str) -> None:
    if action == "cancel":
        places.cancel(found, timezone.now())
    elif action == "erase":
        TrainingRegistration.objects.filter(pk=found.pk).erase_contact()


def _register_page(
    request: HttpRequest, event: TrainingEvent, form: RegistrationForm, status: int = 200
) -> HttpResponse:
    state = places.admission(event, timezone.now())
    context: dict[str, Any] = {
        "event": event,
        "form": form,
        "state": state,
        "closed": "" if state.is_open else places.REFUSALS[state],
        "trail": [trainings_crumb(), {"name": event.name, "url": event.get_absolute_url()}],
    }
    return render(request, "courses/training_register.html", context, status=status)


def _arrive_page(
    request: HttpRequest, event: TrainingEvent, form: CheckInForm, status: int = 200
) -> HttpResponse:
    context = {"event": event, "form": form, "trail": [trainings_crumb()]}
    return _private(render(request, "courses/training_arrive.html", context, status=status))


def _refused_arrival(request: HttpRequest, message: str) -> HttpResponse:
    context = {"message": message, "trail": [trainings_crumb()]}
    return _private(render(request, "courses/training_arrive.html", context, status=403))


def _private(response: HttpResponse) -> HttpResponse:
    """Keep an address that is a secret from search engines and other sites."""
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "same-origin"  # with none at all our own forms are refused
    return response
