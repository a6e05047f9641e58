"""The lists of plans in the admin: all plans in a menu of their own, and the explorer's list."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import ExplorableIndexView, IndexView
from wagtail.admin.views.pages.usage import ContentTypeUseView
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet

from portal.approvals.models import ApprovalAct

from .admin_views import may_add_below
from .filters import PlanFilterSet
from .models import PlanIndexPage, PlanPage, PlanState


def fiscal_years(plan: PlanPage) -> str:
    """The years of a plan: 2570, or 2570-2572."""
    years = [str(plan.first_fiscal_year), str(plan.last_fiscal_year)]
    return "-".join(dict.fromkeys(years))


def state_label(plan: Any) -> str:
    """How far a plan is; while it waits, at which level."""
    state = PlanState(plan.state)
    run = plan.current_workflow_state if state == PlanState.WAITING else None
    if run is None or run.current_task_state is None:
        return str(state.label)
    return gettext("Waiting: %(level)s") % {"level": run.current_task_state.task.name}


_COLUMNS = [
    BulkActionsColumn("bulk_actions"),
    PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
    Column(
        "fiscal_years",
        label=_("Fiscal year"),
        accessor=fiscal_years,
        sort_key="first_fiscal_year",
        width="12%",
    ),
    Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind", width="18%"),
    DateColumn(
        "latest_revision_created_at",
        label=_("Updated"),
        sort_key="latest_revision_created_at",
        width="12%",
    ),
    StatusTagColumn(
        "state",
        label=_("Status"),
        accessor=state_label,
        primary=lambda plan: plan.state in (PlanState.APPROVED, PlanState.EDITED),
        width="18%",
    ),
]


class PlanListingMixin:
    """What both lists share: states without a query per row, and search inside Thai words."""

    def annotate_queryset(self, pages: Any) -> Any:
        """Fetch the states along."""
        acts = ApprovalAct.objects.filter(
            content_type=ContentType.objects.get_for_model(PlanPage),
            object_id=Cast(OuterRef("pk"), CharField()),
        )
        plans = pages.with_state().annotate(was_acted_on=Exists(acts))
        return super().annotate_queryset(plans)  # type: ignore[misc]

    def search_queryset(self, queryset: Any) -> Any:
        """Find a part of the title, which Thai writes without spaces."""
        words = self.search_query if self.is_searching else ""  # type: ignore[attr-defined]
        return queryset.filter(title__icontains=words) if words else queryset


class PlanIndexView(PlanListingMixin, IndexView):
    """All plans; a new one begins with the template."""

    add_item_label = _("New plan from the template")

    def get_add_url(self) -> str | None:
        """The template for whoever may add plans."""
        index = PlanIndexPage.objects.first()
        return reverse("plans_new") if may_add_below(index, self.request.user) else None


class PlanExplorerView(PlanListingMixin, ExplorableIndexView):
    """The plans below their index, in the explorer."""


class PlanUseView(PlanListingMixin, ContentTypeUseView):
    """The pages of this type, in Wagtail's report on page types."""


class PlanListingViewSet(PageListingViewSet):
    """The menu item “Plans”."""

    model = PlanPage
    index_view_class = PlanIndexView
    icon = "clipboard-list"
    menu_label = _("Plans")
    menu_order = 210
    add_to_admin_menu = True
    columns = _COLUMNS
    filterset_class = PlanFilterSet


class PlanPageViewSet(PageViewSet):
    """The plan index in the explorer."""

    model = PlanPage
    index_view_class = PlanExplorerView
    content_type_use_view_class = PlanUseView
    columns = _COLUMNS
    filterset_class = PlanFilterSet
