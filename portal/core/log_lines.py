"""One line in the log for a request that was refused; a traceback only for our own mistakes."""

from __future__ import annotations

import logging


class OneLineForRefusals(logging.Filter):
    """Takes the traceback from records of answers below 500: nothing is broken there."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, refusals without their traceback."""
        if getattr(record, "status_code", 500) < 500:
            record.exc_info = None
            record.exc_text = None
        return True
