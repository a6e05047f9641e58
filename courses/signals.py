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
# Sent when somebody is led from a lesson to a resource of it, with sender=Lesson, lesson, mode (the
# code of a delivery mode) and request.
lesson_used = Signal()
