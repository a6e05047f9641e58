"""Things to test with. Traits name a state: `ResourceFactory(draft=True)`."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

import factory
from factory.django import DjangoModelFactory

from catalog import models as catalog
from courses import models as courses
from courses.timetable import BANGKOK
from portal.schools import models as schools
from portal.users.models import User


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"user{n}")
    password = factory.django.Password("secret")
    first_name = "สมศรี"


class CodedFactory(DjangoModelFactory):
    """Rows that are found again by their code."""

    class Meta:
        abstract = True
        django_get_or_create = ("code",)


class GradeFactory(CodedFactory):
    class Meta:
        model = catalog.Grade

    code = "p4"
    name_th = "ป.4"
    name_en = "Primary 4"
    long_name_th = "ประถมศึกษาปีที่ 4"
    level = catalog.Level.UPPER_PRIMARY


class SubjectFactory(CodedFactory):
    class Meta:
        model = catalog.Subject

    code = "ma"
    name_th = "คณิตศาสตร์"
    name_en = "Mathematics"
    indicator_letter = "ค"


class DeliveryModeFactory(CodedFactory):
    class Meta:
        model = catalog.DeliveryMode

    code = "ondemand"
    name_th = "On demand"
    name_en = "On demand"


class AudienceFactory(CodedFactory):
    class Meta:
        model = catalog.Audience

    code = "teacher"
    name_th = "ครู"
    name_en = "Teachers"


class ProviderFactory(DjangoModelFactory):
    class Meta:
        model = catalog.Provider

    slug = factory.Sequence(lambda n: f"provider-{n}")
    name_th = factory.Sequence(lambda n: f"หน่วยงานที่ {n}")


def _relate(*names: str) -> Any:
    """Fill parental many-to-many fields after creation: `grades=[...]`."""

    def fill(self: Any, create: bool, extracted: Any, **kwargs: Any) -> None:
        if extracted is not None:
            setattr(self, names[0], extracted)
            self.save()

    return factory.post_generation(fill)


class PlatformFactory(DjangoModelFactory):
    class Meta:
        model = catalog.Platform
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(live=False)

    slug = factory.Sequence(lambda n: f"platform-{n}")
    name_th = factory.Sequence(lambda n: f"แพลตฟอร์มที่ {n}")
    provider = factory.SubFactory(ProviderFactory)
    kind = catalog.PlatformKind.REPOSITORY
    url = "https://example.org/"
    description = "คลังสื่อการเรียนรู้"
    grades = _relate("grades")
    subjects = _relate("subjects")
    modes = _relate("modes")
    audiences = _relate("audiences")


class ResourceFactory(DjangoModelFactory):
    """A published resource; `points=["ondemand", ...]` gives it one access point per mode."""

    class Meta:
        model = catalog.Resource
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(live=False)

    name_th = factory.Sequence(lambda n: f"สื่อการเรียนรู้ที่ {n}")
    summary = "อธิบายเศษส่วนด้วยภาพ"
    kind = catalog.ResourceKind.VIDEO
    grades = _relate("grades")
    subjects = _relate("subjects")
    audiences = _relate("audiences")

    @factory.post_generation
    def points(self: Any, create: bool, extracted: Any, **kwargs: Any) -> None:
        for code in extracted or []:
            self.access_points.add(
                catalog.AccessPoint(
                    mode=DeliveryModeFactory(code=code, name_th=code),
                    url="https://example.org/lesson",
                    label=f"เปิด {code}",
                )
            )
        self.save()


class DistrictFactory(DjangoModelFactory):
    class Meta:
        model = schools.District
        django_get_or_create = ("name_th",)

    name_th = "เมืองตัวอย่าง"


class SchoolFactory(DjangoModelFactory):
    class Meta:
        model = schools.School

    name_th = factory.Sequence(lambda n: f"โรงเรียนบ้านตัวอย่าง {n}")
    ministry_code = factory.Sequence(lambda n: f"1099{n + 900000:06d}")
    obec_code = factory.LazyAttribute(lambda school: school.ministry_code[4:])
    district = factory.SubFactory(DistrictFactory)
    pupils = 80


class ChannelFactory(CodedFactory):
    class Meta:
        model = courses.Channel

    code = "dltv4"
    number = factory.LazyAttribute(lambda channel: int(channel.code.removeprefix("dltv")))
    name_th = factory.LazyAttribute(lambda channel: channel.code.upper())
    label_th = "ประถมศึกษาปีที่ 4"
    sort_order = factory.SelfAttribute("number")


class CourseFactory(DjangoModelFactory):
    """A published course of term 2/2569."""

    class Meta:
        model = courses.Course
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(live=False)

    code = factory.Sequence(lambda n: f"ค14{n % 900 + 100}")
    name_th = "คณิตศาสตร์ ป.4"
    grade = factory.SubFactory(GradeFactory)
    subject = factory.SubFactory(SubjectFactory)
    academic_year = 2569
    term = 2
    provider = factory.SubFactory(ProviderFactory)
    indicators = _relate("indicators")


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = courses.Unit

    course = factory.SubFactory(CourseFactory)
    number = 1
    name_th = "เศษส่วน"


class LessonFactory(DjangoModelFactory):
    """A published lesson; `links={"recording": resource}` says what it uses."""

    class Meta:
        model = courses.Lesson
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(live=False)

    course = factory.SubFactory(CourseFactory)
    number = factory.LazyAttribute(lambda lesson: lesson.course.lessons.count() + 1)
    name_th = factory.LazyAttribute(lambda lesson: f"บทเรียนที่ {lesson.number}")

    @factory.post_generation
    def links(self: Any, create: bool, extracted: Any, **kwargs: Any) -> None:
        for role, resource in (extracted or {}).items():
            self.lesson_resources.add(courses.LessonResource(resource=resource, role=role))
        self.save()


class TimetableSlotFactory(DjangoModelFactory):
    """Mondays from 08:30 to 09:20 on DLTV4."""

    class Meta:
        model = courses.TimetableSlot

    channel = factory.SubFactory(ChannelFactory)
    course = factory.SubFactory(CourseFactory)
    weekday = 1
    start = time(8, 30)
    end = time(9, 20)


class TrainingEventFactory(DjangoModelFactory):
    """A published training for teachers and executives on 20 November 2569, 09:00 to 16:00."""

    class Meta:
        model = courses.TrainingEvent

    class Params:
        draft = factory.Trait(live=False)
        named = factory.Trait(asks_contact=True, contact_purpose="ออกเกียรติบัตร", retention_days=30)

    name_th = "อบรมครูปลายทาง"
    summary = "ฝึกเตรียมใบงานก่อนออกอากาศ"
    mode = "onsite"
    place = "หอประชุมตัวอย่าง"
    starts_at = datetime(2026, 11, 20, 9, tzinfo=BANGKOK)
    ends_at = datetime(2026, 11, 20, 16, tzinfo=BANGKOK)


class TrainingRegistrationFactory(DjangoModelFactory):
    class Meta:
        model = courses.TrainingRegistration

    event = factory.SubFactory(TrainingEventFactory)
    role = "teacher"
    status = "registered"
    school_code = "1099000001"
    school_name = "โรงเรียนตัวอย่าง"
