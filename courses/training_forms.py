"""The forms of a training: registering, and saying that one is there."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .check_in import Arrival
from .models import TrainingEvent, TrainingRole
from .models.registrations import new_token
from .places import Wish
from .school_directory import KnownSchool, school_directory

# Whoever teaches or leads a school has one; the others may be from the office.
ROLES_OF_SCHOOLS = (TrainingRole.TEACHER, TrainingRole.EXECUTIVE)
_SALT = "courses.training_form"
_FORM_HOLDS = 24 * 60 * 60


def fresh_attempt() -> str:
    """Make what a form is known by, so that sending it twice registers once."""
    return signing.TimestampSigner(salt=_SALT).sign(new_token())


class SchoolChoiceForm(forms.Form):
    """A role, and a school out of the register."""

    role = forms.ChoiceField(
        label=gettext_lazy("Your role"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose your role."),
            "invalid_choice": gettext_lazy("Choose one of these roles."),
        },
    )
    school = forms.ChoiceField(
        label=gettext_lazy("Your school"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose a school out of this list.")},
    )

    def __init__(self, *args: Any, event: TrainingEvent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        self._schools = school_directory().schools()
        fields: dict[str, Any] = self.fields
        fields["role"].choices = [(role.value, role.label) for role in event.roles]
        fields["school"].choices = [("", _("Choose your school")), *_by_district(self._schools)]
        if any(role not in ROLES_OF_SCHOOLS for role in event.roles):
            fields["school"].help_text = _("Leave it empty if you do not work at a school.")

    def school_chosen(self) -> KnownSchool | None:
        """The school behind the code that was sent."""
        code = self.cleaned_data.get("school")
        return next((school for school in self._schools if school.code == code), None)

    def _ask_for_school(self) -> None:
        of_a_school = self.cleaned_data.get("role") in ROLES_OF_SCHOOLS
        if of_a_school and not self.cleaned_data.get("school") and "school" not in self.errors:
            self.add_error("school", _("Choose your school."))


class RegistrationForm(SchoolChoiceForm):
    """Role and school; name and e-mail address only where the organiser asks for them."""

    name = forms.CharField(
        label=gettext_lazy("First and last name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": gettext_lazy("Type your first and last name."),
            "max_length": gettext_lazy("The name may have %(limit_value)d characters at most."),
        },
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": gettext_lazy("Type your e-mail address."),
            "invalid": gettext_lazy("This is not an e-mail address. Check what you typed."),
            "max_length": gettext_lazy("An e-mail address has 254 characters at most."),
        },
    )
    attempt = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, event: TrainingEvent, **kwargs: Any) -> None:
        super().__init__(*args, event=event, **kwargs)
        if not event.asks_contact:
            del self.fields["name"], self.fields["email"]

    def clean_name(self) -> str:
        """Keep it in one line."""
        return " ".join(self.cleaned_data["name"].split())

    def clean_attempt(self) -> str:
        """Take what the form is known by; one that was changed or is a day old counts as new."""
        signer = signing.TimestampSigner(salt=_SALT)
        try:
            return signer.unsign(self.cleaned_data["attempt"], max_age=_FORM_HOLDS)
        except signing.BadSignature:
            return new_token()

    def clean(self) -> dict[str, Any]:
        """Ask those who work at a school for it."""
        cleaned = super().clean() or self.cleaned_data
        self._ask_for_school()
        return cleaned

    def wish(self) -> Wish:
        """What somebody asks for."""
        data = self.cleaned_data
        return Wish(
            token=data["attempt"],
            role=data["role"],
            school=self.school_chosen(),
            name=data.get("name", ""),
            email=data.get("email", ""),
        )


class CheckInForm(SchoolChoiceForm):
    """The code of the registration; or role and school, with the e-mail address if one is known."""

    code = forms.CharField(
        label=gettext_lazy("The code of your registration"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("As in 3F2A-91BC; the private link will do as well."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"max_length": gettext_lazy("This is longer than any code or link.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("The e-mail address that you registered with"),
        required=False,
        max_length=254,
        error_messages={
            "invalid": gettext_lazy("This is not an e-mail address. Check what you typed.")
        },
    )

    field_order = ["code", "role", "school", "email"]

    def __init__(self, *args: Any, event: TrainingEvent, **kwargs: Any) -> None:
        super().__init__(*args, event=event, **kwargs)
        self.fields["role"].required = False
        if not event.asks_contact:
            del self.fields["email"]

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two ways."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("code") or "code" in self.errors:
            return cleaned
        if not cleaned.get("role") and "role" not in self.errors:
            self.add_error("role", _("Type the code above, or choose your role."))
        self._ask_for_school()
        if self.event.asks_contact and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _("Type the e-mail address that you registered with."))
        return cleaned

    def arrival(self) -> Arrival:
        """How the registration is to be found."""
        data = self.cleaned_data
        return Arrival(
            code=data.get("code", ""),
            school_code=data.get("school", ""),
            role=data.get("role", ""),
            email=data.get("email", ""),
        )


def _by_district(schools: list[KnownSchool]) -> list[tuple[str, list[tuple[str, str]]]]:
    groups = groupby(schools, key=lambda school: school.district)
    return [(place, [(each.code, each.name) for each in group]) for place, group in groups]
