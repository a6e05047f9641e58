"""Importing a table in the admin: upload, look at what would change, then decide.

A room describes its import once, as an `Import`, and registers `admin_urls(its_import)`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import policy_registry

from . import kept_uploads
from .errors import SpreadsheetError
from .reading import read_table
from .reports import ChangedMeanwhile, FaultsLeft, Report
from .tables import Column
from .writing import csv_bytes, xlsx_bytes

# Longer lists are cut on screen, with their full number beside them.
SHOWN_ROWS = 300
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ImportForm(forms.Form):
    """The file to look at; nothing is saved by sending it."""

    file = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        help_text=gettext_lazy("An Excel workbook (.xlsx) or a CSV file in UTF-8, 5 MB at most."),
        allow_empty_file=True,  # the reader names an empty file and says so
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def options(self) -> dict[str, Any]:
        """What was chosen besides the file, as it can be kept."""
        return {}


@dataclass(frozen=True)
class Import:
    """One import: what its pages are called, who may use it, and the functions behind it."""

    name: str  # of its addresses and of what it keeps: "schools"
    title: str | Promise
    list_url: str
    list_label: str | Promise
    needs: Sequence[tuple[type[Model], tuple[str, ...]]]
    columns: Sequence[Column]
    template_columns: Sequence[Column]
    template_name: str | Promise
    explanations: Sequence[str | Promise]
    # (table, user=..., **options): says what saving would do now
    dry_run: Callable[..., Report]
    # (table, good_rows=..., user=..., seen=..., **options): saves all or nothing, or the good rows
    save: Callable[..., Report]
    form_class: type[ImportForm] = ImportForm
    template_rows: Callable[[], list[list[str]]] = field(default=list)

    def allows(self, user: Any) -> bool:
        """Whether this person may do everything that the import does."""
        return all(
            policy_registry.get_by_type(model).user_has_permission(user, action)
            for model, actions in self.needs
            for action in actions
        )

    @property
    def upload_url(self) -> str:
        """Where it begins."""
        return reverse(f"{self.name}_import")


class ImportPermissionMixin:
    """Lets in who may do all that the import does."""

    of: Import
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse everybody else; Wagtail turns that into a message."""
        if not self.of.allows(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class ImportPageMixin(ImportPermissionMixin, WagtailAdminTemplateMixin):
    """What the two pages share."""

    header_icon = "upload"

    def get_page_title(self) -> str:
        """What is imported."""
        return str(self.of.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way back to the list."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.of.list_url), "label": self.of.list_label},
            {"url": "", "label": self.get_page_title()},
        ]


class ImportUploadView(ImportPageMixin, FormView):
    """First step: send the file. Nothing is saved."""

    of: Import = None  # type: ignore[assignment]  # as_view wants to know the name
    template_name = "catalog/admin/import_upload.html"

    def get_form_class(self) -> type[ImportForm]:
        """The file, and what this import asks besides."""
        return self.of.form_class

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Explain the columns."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        template = f"{self.of.name}_import_template"
        return {
            **context,
            "columns": self.of.template_columns,
            "explanations": self.of.explanations,
            "templates": [
                (ending.upper(), reverse(template, args=[ending])) for ending in ("xlsx", "csv")
            ],
        }

    def form_valid(self, form: ImportForm) -> HttpResponse:
        """Read the file; keep its rows for the second step or say why it cannot be read."""
        file = form.cleaned_data["file"]
        try:
            table = read_table(file, self.of.columns)
        except SpreadsheetError as error:
            form.add_error("file", error.message)
            return self.form_invalid(form)
        token = kept_uploads.keep(self.of.name, self.request.user, table, form.options())
        return redirect(f"{self.of.name}_import_report", token)


class ImportReportView(ImportPageMixin, TemplateView):
    """Second step: what would change and what is wrong; saving is a separate act."""

    of: Import = None  # type: ignore[assignment]  # as_view wants to know the name
    template_name = "catalog/admin/import_report.html"

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show the dry run; looking again is harmless."""
        kept = kept_uploads.kept(self.of.name, request.user, token)
        if kept is None:
            return self._expired()
        table, options = kept
        return self._show(self.of.dry_run(table, user=request.user, **options))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Save, all rows or on demand the good ones, if the effect is the one that was shown."""
        kept = kept_uploads.kept(self.of.name, request.user, token)
        if kept is None:
            return self._expired()
        table, options = kept
        choice = {
            "good_rows": request.POST.get("rows") == "good",
            "seen": request.POST.get("seen", ""),
        }
        try:
            report = self.of.save(table, user=request.user, **choice, **options)
        except ChangedMeanwhile as changed:
            messages.warning(
                request, _("The data changed meanwhile. Look at the new report, then decide.")
            )
            return self._show(changed.report)
        except FaultsLeft as left:
            messages.error(request, _("Nothing was saved: there are rows with faults."))
            return self._show(left.report)
        kept_uploads.drop(self.of.name, request.user, token)
        messages.success(request, summary(report))
        return redirect(self.of.list_url)

    def _show(self, report: Report) -> HttpResponse:
        context = self.get_context_data(
            report=report, shown=SHOWN_ROWS, upload_url=self.of.upload_url
        )
        return self.render_to_response(context)

    def _expired(self) -> HttpResponse:
        messages.error(
            self.request,
            _("This upload was already saved, or it is too old. Please upload the file again."),
        )
        return redirect(self.of.upload_url)


class ImportTemplateView(ImportPermissionMixin, View):
    """A spreadsheet with the headings, to fill in."""

    of: Import = None  # type: ignore[assignment]  # as_view wants to know the name

    def get(self, request: HttpRequest, ending: str) -> HttpResponse:
        """Send the template as XLSX, whose cells keep leading zeros, or as CSV."""
        rows = [[str(column.label) for column in self.of.template_columns]]
        makers = {"xlsx": (xlsx_bytes, _XLSX), "csv": (csv_bytes, "text/csv; charset=utf-8")}
        if ending not in makers:
            raise Http404(ending)
        make, content_type = makers[ending]
        name = f"{self.of.template_name}.{ending}"
        return HttpResponse(
            make(rows + self.of.template_rows()),
            content_type=content_type,
            headers={"Content-Disposition": content_disposition_header(True, name) or ""},
        )


def admin_urls(imports: Import) -> list[URLPattern]:
    """The addresses of one import, for the hook `register_admin_urls`."""
    name, views = imports.name, {"of": imports}
    return [
        path(f"{name}/import/", ImportUploadView.as_view(**views), name=f"{name}_import"),
        path(
            f"{name}/import/template.<slug:ending>",
            ImportTemplateView.as_view(**views),
            name=f"{name}_import_template",
        ),
        path(
            f"{name}/import/<str:token>/",
            ImportReportView.as_view(**views),
            name=f"{name}_import_report",
        ),
    ]


def import_button(of: Import, user: Any) -> list[HeaderButton]:
    """The way from a list to its import, for those who may use it."""
    if not of.allows(user):
        return []
    return [HeaderButton(_("Import from a spreadsheet"), url=of.upload_url, icon_name="upload")]


def summary(report: Report) -> str:
    """One sentence on what was saved."""
    saved = _("Saved: %(new)s added, %(changed)s changed, %(unchanged)s as they were.") % {
        "new": len(report.new),
        "changed": len(report.changed),
        "unchanged": len(report.unchanged),
    }
    parts = [saved]
    if report.removed:
        parts.append(_("%(count)s removed.") % {"count": len(report.removed)})
    if left_out := len(report.faulty_rows):
        parts.append(
            ngettext(
                "%(count)s row with faults was left out.",
                "%(count)s rows with faults were left out.",
                left_out,
            )
            % {"count": left_out}
        )
    return " ".join(parts)
