"""News of this room."""

from __future__ import annotations

from django.dispatch import Signal

# Sent when the public page of a course was asked for, with sender=Course, course and request.
course_opened = Signal()
# Sent when the public page of a lesson was asked for, with sender=Lesson, lesson and request.
lesson_opened = Signal()
# Sent when the public page of a training was asked for, with sender=TrainingEvent, training and
# request.
training_opened = Signal()
