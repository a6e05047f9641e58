"""Importing the register in the admin: upload, look at what would change, then decide."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import policy_registry

from catalog.spreadsheets import SpreadsheetError, csv_bytes, read_table, xlsx_bytes

from . import kept_uploads, register
from .forms import ImportForm
from .importing import COLUMNS, Report
from .models import School

# Longer lists are cut on screen, with their full number beside them.
SHOWN_ROWS = 300
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TEMPLATE_COLUMNS = [column for column in COLUMNS if column.key not in ("size", "is_sample")]


class ImportPermissionMixin:
    """Lets in who may both add and change schools."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse everybody else; Wagtail turns that into a message."""
        policy = policy_registry.get_by_type(School)
        if not all(policy.user_has_permission(request.user, act) for act in ("add", "change")):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class ImportPageMixin(ImportPermissionMixin, WagtailAdminTemplateMixin):
    """What the two pages share."""

    page_title = gettext_lazy("Import schools")
    header_icon = "upload"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way back to the list of schools."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("school:index"), "label": _("Schools")},
            {"url": "", "label": self.get_page_title()},
        ]


class ImportUploadView(ImportPageMixin, FormView):
    """First step: send the file. Nothing is saved."""

    form_class = ImportForm
    template_name = "schools/admin/import_upload.html"
    extra_context = {"columns": _TEMPLATE_COLUMNS}

    def form_valid(self, form: ImportForm) -> HttpResponse:
        """Read the file; keep its rows for the second step or say why it cannot be read."""
        file = form.cleaned_data["file"]
        try:
            table = read_table(file, COLUMNS)
        except SpreadsheetError as error:
            form.add_error("file", error.message)
            return self.form_invalid(form)
        return redirect("schools_import_report", kept_uploads.keep(self.request.user, table))


class ImportReportView(ImportPageMixin, TemplateView):
    """Second step: what would change and what is wrong; saving is a separate act."""

    template_name = "schools/admin/import_report.html"
    report: Report

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show the dry run; looking again is harmless."""
        table = kept_uploads.kept(request.user, token)
        if table is None:
            return self._expired()
        return self._show(register.dry_run(table))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Save, all rows or on demand the good ones, if the effect is the one that was shown."""
        table = kept_uploads.kept(request.user, token)
        if table is None:
            return self._expired()
        good_rows = request.POST.get("rows") == "good"
        seen = request.POST.get("seen", "")
        try:
            report = register.save(table, good_rows=good_rows, user=request.user, seen=seen)
        except register.ChangedMeanwhile as changed:
            messages.warning(
                request, _("The register changed meanwhile. Look at the new report, then decide.")
            )
            return self._show(changed.report)
        except register.FaultsLeft as left:
            messages.error(request, _("Nothing was saved: there are rows with faults."))
            return self._show(left.report)
        kept_uploads.drop(request.user, token)
        messages.success(request, summary(report))
        return redirect("school:index")

    def _show(self, report: Report) -> HttpResponse:
        context = self.get_context_data(report=report, shown=SHOWN_ROWS)
        return self.render_to_response(context)

    def _expired(self) -> HttpResponse:
        messages.error(
            self.request,
            _("This upload was already saved, or it is too old. Please upload the file again."),
        )
        return redirect("schools_import")


class ImportTemplateView(ImportPermissionMixin, View):
    """An empty spreadsheet with the headings, to fill in."""

    def get(self, request: HttpRequest, ending: str) -> HttpResponse:
        """Send the template as XLSX, whose cells keep leading zeros, or as CSV."""
        rows = [[str(column.label) for column in _TEMPLATE_COLUMNS]]
        makers = {"xlsx": (xlsx_bytes, _XLSX), "csv": (csv_bytes, "text/csv; charset=utf-8")}
        if ending not in makers:
            raise Http404(ending)
        make, content_type = makers[ending]
        name = _("schools-template") + f".{ending}"
        return HttpResponse(
            make(rows),
            content_type=content_type,
            headers={"Content-Disposition": content_disposition_header(True, name) or ""},
        )


def summary(report: Report) -> str:
    """One sentence on what was saved."""
    saved = _("Saved: %(new)s added, %(changed)s changed, %(unchanged)s as they were.") % {
        "new": len(report.new),
        "changed": len(report.changed),
        "unchanged": len(report.unchanged),
    }
    left_out = len(report.faulty_rows)
    if not left_out:
        return saved
    return f"{saved} " + ngettext(
        "%(count)s row with faults was left out.",
        "%(count)s rows with faults were left out.",
        left_out,
    ) % {"count": left_out}
