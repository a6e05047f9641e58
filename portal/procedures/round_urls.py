"""Addresses of rounds below the admin's root."""

from __future__ import annotations

from django.urls import URLPattern, path

from .round_views import opening, reading, records, steps

_ROUND = "rounds/<int:pk>/"
_STEP = f"{_ROUND}steps/<int:row>/"

urlpatterns: list[URLPattern] = [
    path("rounds/", reading.BoardView.as_view(), name="rounds_board"),
    path("rounds/open/", opening.OpenRoundView.as_view(), name="rounds_open"),
    path(_ROUND, reading.RoundView.as_view(), name="rounds_round"),
    path(f"{_ROUND}gantt/", reading.GanttView.as_view(), name="rounds_gantt"),
    path(f"{_ROUND}history/", reading.HistoryView.as_view(), name="rounds_history"),
    path(f"{_ROUND}reopen/", steps.ReopenView.as_view(), name="rounds_reopen"),
    path(f"{_ROUND}plan/", steps.PlanView.as_view(), name="rounds_plan"),
    path(f"{_STEP}finish/", steps.FinishView.as_view(), name="rounds_finish"),
    path(f"{_STEP}deadline/", steps.TimingView.as_view(), name="rounds_deadline"),
    path(f"{_STEP}evidence/add/", records.EvidenceView.as_view(), name="rounds_evidence"),
    path(
        f"{_STEP}evidence/<int:evidence>/remove/",
        records.RemoveEvidenceView.as_view(),
        name="rounds_evidence_remove",
    ),
    path(f"{_ROUND}committees/add/", records.CommitteeView.as_view(), name="rounds_committee_add"),
    path(
        f"{_ROUND}committees/<int:record>/",
        records.CommitteeView.as_view(),
        name="rounds_committee",
    ),
    path(
        f"{_ROUND}committees/<int:record>/remove/",
        records.RemoveCommitteeView.as_view(),
        name="rounds_committee_remove",
    ),
    path(f"{_ROUND}meetings/add/", records.MeetingView.as_view(), name="rounds_meeting_add"),
    path(f"{_ROUND}meetings/<int:record>/", records.MeetingView.as_view(), name="rounds_meeting"),
    path(
        f"{_ROUND}meetings/<int:record>/remove/",
        records.RemoveMeetingView.as_view(),
        name="rounds_meeting_remove",
    ),
]
