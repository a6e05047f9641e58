"""What is taught and when it is on air, and the training of those who teach."""

from __future__ import annotations

from .channels import Channel
from .courses import Course, TermNumber, course_code_warning
from .exceptions import ExceptionKind, LessonPin, TimetableException
from .lessons import Lesson, LessonResource, ResourceRole, Unit
from .registrations import RegistrationStatus, TrainingRegistration
from .revision import TimetableRevision, raise_sequences, school_calendar_changed
from .slots import TimetableSlot, Weekday
from .training import TrainingEvent, TrainingMode, TrainingRole
from .training_materials import TrainingMaterial

__all__ = [
    "Channel",
    "Course",
    "ExceptionKind",
    "Lesson",
    "LessonPin",
    "LessonResource",
    "RegistrationStatus",
    "ResourceRole",
    "TermNumber",
    "TimetableException",
    "TimetableRevision",
    "TimetableSlot",
    "TrainingEvent",
    "TrainingMaterial",
    "TrainingMode",
    "TrainingRegistration",
    "TrainingRole",
    "Unit",
    "Weekday",
    "course_code_warning",
    "raise_sequences",
    "school_calendar_changed",
]
