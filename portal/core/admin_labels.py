"""Names for fields of Wagtail's own forms that Wagtail leaves unnamed.

Django makes up an English label from such a field's name, past gettext, so no catalogue reaches
it. Editors meet most of these forms whenever they set a link in a text.
"""

from __future__ import annotations

from typing import Any

from django.forms import Form, ModelForm
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms import choosers
from wagtail.admin.forms.auth import LoginForm
from wagtail.admin.forms.workflows import WorkflowContentTypeForm, WorkflowPageForm
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import DefaultPageForm
from wagtail.users.forms import PagePermissionsForm
from wagtail.users.views.bulk_actions.assign_role import RoleForm

_LINK_TEXT = _("Text of the link")
_LABELS: dict[type[Form] | type[ModelForm], dict[str, Any]] = {
    LoginForm: {"password": _("Password")},
    choosers.ExternalLinkChooserForm: {"link_text": _LINK_TEXT},
    choosers.AnchorLinkChooserForm: {"link_text": _LINK_TEXT},
    choosers.EmailLinkChooserForm: {
        "email_address": _("Email address"),
        "link_text": _LINK_TEXT,
        "subject": pgettext_lazy("email", "Subject"),
        "body": pgettext_lazy("email", "Text"),
    },
    choosers.PhoneLinkChooserForm: {"phone_number": _("Phone number"), "link_text": _LINK_TEXT},
    DefaultPageForm: {"include_descendants": _("Also the pages below")},
    RoleForm: {"role": _("Group of users")},
    PagePermissionsForm: {"page": _("Page")},
    WorkflowPageForm: {"page": _("Page")},
    WorkflowContentTypeForm: {"content_types": _("Kinds of snippets")},
}


def name_fields() -> None:
    """Give each of these fields its name."""
    for form, labels in _LABELS.items():
        for field, label in labels.items():
            form.base_fields[field].label = label
