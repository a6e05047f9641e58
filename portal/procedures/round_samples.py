"""Sample rounds in different states, to look at the boards; every one marked and removable."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone
from wagtail.models import ModelLogEntry, Site

from catalog.seeding.telling import Say, plural_name, tell_added, tell_removed
from portal.core.thai_calendar import fiscal_year, fiscal_year_days

from .models import Committee, CommitteeMember, Evidence, Meeting, Procedure, Round
from .opening import Opening, open_round
from .progress import Ending, finish
from .scheduling import Timing

_REMARKS = "ขยายการใช้ DLTV ไปยังโรงเรียนขนาดเล็กที่เพิ่มขึ้น และสำรวจอุปกรณ์รับสัญญาณก่อนวางแผน (ตัวอย่าง)"


@dataclass(frozen=True)
class _Sample:
    """A round: when it begins (days ago), and how its steps end after how many days each."""

    code: str
    began_ago: int
    endings: list[tuple[int, str]]
    years_ago: int = 0
    timings: dict[int, Timing] = field(default_factory=dict)


_SAMPLES = [
    # Closed last year with remarks, which this year's round shows.
    _Sample(
        "DE-03",
        300,
        [
            *[(5, "done"), (7, "done"), (9, "done"), (6, "approved")],
            *[(90, "done"), (30, "done"), (10, "acknowledged")],
        ],
        years_ago=1,
    ),
    _Sample("DE-03", 12, [(6, "done")]),
    # Sent back once, now drafted for the second time.
    _Sample("DE-01", 50, [(4, "done"), (8, "done"), (16, "done"), (3, "revise"), (8, "done")]),
    # Overdue at its second step.
    _Sample("DE-02", 30, [(5, "done")]),
    # At a step that has no deadline until somebody says how many activities there are.
    _Sample("DE-04", 32, [(4, "done"), (4, "done"), (6, "done"), (4, "concurred")]),
]


def seed_samples(say: Say) -> None:
    """Add the sample rounds that are missing; a round of the office's own is left alone."""
    made = sum(_make(sample) for sample in _SAMPLES)
    tell_added(say, plural_name(Round), made, len(_SAMPLES) - made)


def remove_samples(say: Say) -> None:
    """Remove every sample round with its history."""
    rounds = list(Round.objects.filter(is_sample=True))
    for round_ in rounds:
        ModelLogEntry.objects.for_instance(round_).delete()
        round_.delete()
    tell_removed(say, plural_name(Round), len(rounds))


def _make(sample: _Sample) -> bool:
    today = timezone.localdate()
    year = fiscal_year(today) - sample.years_ago
    first, last = fiscal_year_days(year)
    starts_on = min(max(today - timedelta(days=sample.began_ago), first), last)
    procedure = Procedure.objects.public().filter(code=sample.code).first()
    site = Site.objects.filter(is_default_site=True).first()
    taken = Round.objects.filter(procedure=procedure, site=site, fiscal_year=year)
    if procedure is None or site is None or taken.exists():
        return False
    opening = Opening(site, procedure, year, starts_on, is_sample=True)
    round_ = open_round(opening, sample.timings, None)
    _add_committee(round_)
    for days, outcome in sample.endings:
        _end(round_, days, outcome, today)
    return True


def _end(round_: Round, days: int, outcome: str, today: date) -> None:
    row = Round.objects.with_steps().get(pk=round_.pk).open_step
    if row is None or row.started_on is None or row.started_on > today:
        return
    on = min(row.started_on + timedelta(days=days), today)
    remark = "เพิ่มตัวชี้วัดสำหรับโรงเรียนขนาดเล็ก (ตัวอย่าง)" if outcome == "revise" else ""
    if outcome == "done":
        Evidence.objects.create(
            round_step=row,
            kind=Evidence.Kind.LINK,
            url="https://example.org/",
            note="บันทึกผลการดำเนินงาน (ตัวอย่าง)",
        )
    next_year = _REMARKS if outcome == "acknowledged" else ""
    finish(row.pk, Ending(outcome, on, remark, next_year), None)


def _add_committee(round_: Round) -> None:
    committee = Committee(
        round=round_,
        name="คณะทำงานจัดทำแผนและขับเคลื่อนการศึกษาทางไกล (ตัวอย่าง)",
        order_number=f"ตัวอย่าง 1/{round_.fiscal_year}",
        order_date=round_.starts_on,
    )
    people = [
        ("นายตัวอย่าง หนึ่ง", "รองผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา", CommitteeMember.Role.CHAIR),
        ("นางตัวอย่าง สอง", "ศึกษานิเทศก์", CommitteeMember.Role.MEMBER),
        ("นางสาวตัวอย่าง สาม", "นักวิชาการคอมพิวเตอร์", CommitteeMember.Role.SECRETARY),
    ]
    committee.members.set(
        [CommitteeMember(name=name, position=post, role=role) for name, post, role in people]
    )
    committee.save()
    Meeting.objects.create(
        round=round_,
        number=1,
        date=round_.starts_on,
        place="ห้องประชุมตัวอย่าง",
        attended="\n".join(name for name, _post, _role in people),
        agenda="๑. ชี้แจงกรอบการดำเนินงาน\n๒. แบ่งหน้าที่รับผิดชอบ",
        minutes="ที่ประชุมรับทราบกรอบการดำเนินงานและกำหนดส่งงาน (ตัวอย่าง)",
    )
