"""The page on which a course is copied to another term."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import policy_registry

from . import copying
from .admin_forms import CopyForm
from .models import Course, Lesson, Unit


def may_copy(user: Any) -> bool:
    """Whether this person may add all that a copy holds."""
    return all(
        policy_registry.get_by_type(model).user_has_permission(user, "add")
        for model in (Course, Unit, Lesson)
    )


class CopyCourseView(WagtailAdminTemplateMixin, FormView):
    """Asks for the term, the next one suggested, and makes the copy as a draft."""

    form_class = CopyForm
    template_name = "courses/admin/copy.html"
    page_title = gettext_lazy("Copy to another term")
    header_icon = "copy"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse whoever may not add courses."""
        if not may_copy(request.user):
            raise PermissionDenied
        self.course = get_object_or_404(Course, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """Suggest the next term."""
        academic_year, term = copying.next_term(self.course)
        return {"academic_year": academic_year, "term": term}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Let the form refuse a term that has the course."""
        kwargs: dict[str, Any] = super().get_form_kwargs()
        return {**kwargs, "taken": partial(copying.is_taken, self.course)}

    def get_page_subtitle(self) -> str:
        """Which course."""
        return str(self.course)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say how much will be copied."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        counts = {"lessons": self.course.lessons.count(), "units": self.course.units.count()}
        return {**context, "course": self.course, "counts": counts}

    def form_valid(self, form: CopyForm) -> HttpResponse:
        """Make the copy and open it."""
        copied = copying.copy_course(
            self.course,
            form.cleaned_data["academic_year"],
            form.cleaned_data["term"],
            self.request.user,
        )
        messages.success(self.request, _("“%(course)s” is there as a draft.") % {"course": copied})
        return redirect(reverse("wagtailsnippets_courses_course:edit", args=[copied.pk]))
