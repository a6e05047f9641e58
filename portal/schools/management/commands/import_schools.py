"""Imports the register of schools from a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from catalog.spreadsheets import (
    FaultsLeft,
    Line,
    Report,
    SpreadsheetError,
    Table,
    read_table,
)
from portal.schools import register
from portal.schools.importing import COLUMNS


class Command(BaseCommand):
    """Reads, reports, and saves all rows or none."""

    help = "Import schools from a CSV (UTF-8) or XLSX file; known ministry codes are updated."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and how bold to be."""
        parser.add_argument("file", type=Path, help="a CSV file in UTF-8 or an XLSX workbook")
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")
        parser.add_argument(
            "--good-rows", action="store_true", help="save the good rows and leave faulty ones out"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Report every fault with its row; save only what was asked for."""
        table = self._read(options["file"])
        if options["dry_run"]:
            self._show(register.dry_run(table))
            self.stdout.write(_("Nothing was saved: this was a dry run."))
            return
        try:
            report = register.save(table, good_rows=options["good_rows"])
        except FaultsLeft as left:
            self._show(left.report)
            raise CommandError(_("Nothing was saved: there are rows with faults.")) from left
        self._show(report)

    def _read(self, path: Path) -> Table:
        try:
            with path.open("rb") as file:
                return read_table(file, COLUMNS, name=path.name)
        except OSError as error:
            message = _("The file “%(file)s” cannot be opened: %(reason)s")
            raise CommandError(message % {"file": path, "reason": error.strerror}) from error
        except SpreadsheetError as error:
            raise CommandError(error.message) from error

    def _show(self, report: Report) -> None:
        for fault in report.faults:
            message = _("Row %(row)s, %(column)s: %(reason)s")
            facts = {"row": fault.row, "column": fault.column, "reason": fault.reason}
            self.stdout.write(self.style.ERROR(message % facts))
        for line in report.changed:
            self._show_changes(line)
        counts = _(
            "%(new)s new, %(changed)s changed, %(unchanged)s unchanged, %(faulty)s with faults."
        )
        self.stdout.write(
            counts
            % {
                "new": len(report.new),
                "changed": len(report.changed),
                "unchanged": len(report.unchanged),
                "faulty": len(report.faulty_rows),
            }
        )

    def _show_changes(self, line: Line) -> None:
        for change in line.changes:
            old, new = change.old or "–", change.new or "–"
            self.stdout.write(f"{line.row}: {line.code} {change.column}: {old} → {new}")
