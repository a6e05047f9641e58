"""Who may do what, as data.

Six roles, each a Django group with exactly the permissions written here: `apply_groups` adds what
is missing and takes away what is not listed, and never touches who is a member. Least privilege:
nobody but the group head deletes entries, and the taxonomy's rows, whose codes are addresses of
public pages, are deleted by no role at all.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
    Workflow,
)

_DEFAULT_GROUPS = ("Editors", "Moderators")
_DEFAULT_WORKFLOW = "Moderators approval"


def _each(app: str, actions: str, models: str) -> frozenset[str]:
    return frozenset(
        f"{app}.{action}_{model}" for action in actions.split() for model in models.split()
    )


_ADMIN = frozenset({"wagtailadmin.access_admin"})
_ENTRIES = "platform resource collection"
_TAUGHT = "course lesson trainingevent"
_TIMETABLE = "unit timetableslot timetableexception lessonpin"
_TABLES = "grade subject deliverymode audience"
_CALENDAR = "officeholiday academicterm holidayyear"

_VIEW = (
    _each("catalog", "view", f"{_ENTRIES} provider indicator {_TABLES}")
    | _each("courses", "view", f"{_TAUGHT} {_TIMETABLE} channel")
    | _each("schools", "view", "school district cluster")
    | _each("core", "view", f"sitesettings {_CALENDAR}")
    | _each("procedures", "view", "round")
    | _each("procedures", "view", "procedureversion")
    | _each("usage", "view", "usageday period periodsnapshot")
)
_VIEW_CATALOGUE_AND_SCHOOLS = frozenset(name for name in _VIEW if not name.startswith("core."))
_CURATE = (
    _each("catalog", "add change", f"{_ENTRIES} provider indicator")
    | _each("catalog", "view", _TABLES)
    | _each("courses", "add change", f"{_TAUGHT} unit")
    | _each("procedures", "view", "round")
    | _each("courses", "view", f"{_TIMETABLE} channel")
    | _each("procedures", "view", "procedureversion")
)
# What is on air has no draft: it is on every calendar at once, so those who publish keep it.
_PUBLISH = (
    _each("catalog", "publish", _ENTRIES)
    | _each("catalog", "lock unlock", "platform resource")
    | _each("courses", "publish lock unlock", _TAUGHT)
    | _each("courses", "add change delete", _TIMETABLE)
    | _each("courses", "change", "channel")
    | _each("procedures", "add change", "round")
    # Registrations may hold names: only those who run a training see them and note who came.
    | _each("courses", "view change", "trainingregistration")
    # Drafts of procedures; what is published is closed to everybody.
    | _each("procedures", "change", "procedureversion")
)
_HEAD = (
    _each("catalog", "delete", f"{_ENTRIES} provider indicator")
    | _each("catalog", "add change", "grade subject audience")
    | _each("courses", "delete", _TAUGHT)
    | _each("courses", "add change delete", "channel")
    | _each("catalog", "change", "deliverymode")
    | _each("schools", "add change", "school district cluster")
    | _each("schools", "add change delete view", "addressrange")
    | _each("core", "add change delete", _CALENDAR)
    | _each("core", "change", "sitesettings")
    | _each("procedures", "reopen", "round")
    | _each("search", "delete", "querysynonym pin")
    | _each("procedures", "publish delete", "procedureversion")
    | _each("usage", "view", "usageday period periodsnapshot")
    | _each("usage", "close", "period")
)
# To decide and to acknowledge in rounds is the director's alone.
_DECIDE = _each("procedures", "decide", "round")
# Whoever takes part in formal approvals may read what was signed; nobody writes it by hand.
_ACTS = _each("approvals", "view", "approvalact")
# Where approved plans were announced: the working group notes it, those above it look.
_ANNOUNCED = _each("plans", "view", "publicationchannel")
_ANNOUNCING = _each("plans", "view change", "publicationchannel")
_SEARCH = _each("search", "add change view", "querysynonym pin")
# Wagtail asks for the rights to its own image and document, whichever models stand in for them.
_MEDIA = _each("wagtailimages", "add choose", "image") | _each(
    "wagtaildocs", "add choose", "document"
)
_MEDIA_ALL = _MEDIA | frozenset({"wagtailimages.change_image", "wagtaildocs.change_document"})


@dataclass(frozen=True)
class Role:
    """One group: its name on screen and everything that it may do.

    `permissions` and `collection_permissions` are "app.codename"; the latter hold on the root
    collection of files, `page_permissions` on the site's home page and all below it.
    """

    name: str
    permissions: frozenset[str]
    page_permissions: frozenset[str] = frozenset()
    collection_permissions: frozenset[str] = frozenset()


_EDIT_PAGES = frozenset({"add_page", "change_page"})

ROLES: dict[str, Role] = {
    "editor": Role("บรรณาธิการ", _ADMIN | _CURATE, _EDIT_PAGES, _MEDIA),
    "working_group": Role(
        "คณะทำงาน", _ADMIN | _CURATE | _PUBLISH | _SEARCH | _ACTS | _ANNOUNCING, _EDIT_PAGES, _MEDIA
    ),
    "group_head": Role(
        "ผู้อำนวยการกลุ่ม",
        _ADMIN | _CURATE | _PUBLISH | _HEAD | _SEARCH | _ACTS | _ANNOUNCING,
        _EDIT_PAGES | {"publish_page"},
        _MEDIA_ALL,
    ),
    "deputy_director": Role(
        "รองผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา", _ADMIN | _VIEW | _ACTS | _ANNOUNCED
    ),
    "director": Role(
        "ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา",
        _ADMIN | _VIEW | _ACTS | _ANNOUNCED | _DECIDE,
    ),
    "reporting_staff": Role("ผู้รายงานผล", _ADMIN | _VIEW_CATALOGUE_AND_SCHOOLS | _ANNOUNCED),
}


def group_name(code: str) -> str:
    """The name of a role's group, e.g. `group_name("editor")`."""
    return ROLES[code].name


@transaction.atomic
def apply_groups() -> dict[str, Group]:
    """Bring every group to what `ROLES` says; return the groups by code. Safe to run again.

    Raises:
        ImproperlyConfigured: when a permission is named that does not exist.
    """
    groups = {code: _apply(role) for code, role in ROLES.items()}
    _remove_unused_defaults()
    return groups


def _apply(role: Role) -> Group:
    group, _created = Group.objects.get_or_create(name=role.name)
    group.permissions.set(_permissions(role.permissions))
    _apply_to_pages(group, role)
    _apply_to_collections(group, role)
    return group


def _permissions(names: frozenset[str]) -> list[Permission]:
    codenames = {name.partition(".")[2] for name in names}
    found = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.filter(codename__in=codenames).select_related(
            "content_type"
        )
    }
    if missing := sorted(names - found.keys()):
        raise ImproperlyConfigured(
            f"No such permission: {', '.join(missing)}. Run `manage.py migrate` first, or correct "
            "portal/core/groups.py."
        )
    return [found[name] for name in sorted(names)]


def _apply_to_pages(group: Group, role: Role) -> None:
    home = _home()
    wanted = _permissions(frozenset(f"wagtailcore.{name}" for name in role.page_permissions))
    kept = GroupPagePermission.objects.filter(group=group, page=home, permission__in=wanted)
    GroupPagePermission.objects.filter(group=group).exclude(pk__in=kept).delete()
    for permission in wanted:
        GroupPagePermission.objects.get_or_create(group=group, page=home, permission=permission)


def _apply_to_collections(group: Group, role: Role) -> None:
    root = Collection.get_first_root_node()
    wanted = _permissions(role.collection_permissions)
    kept = GroupCollectionPermission.objects.filter(
        group=group, collection=root, permission__in=wanted
    )
    GroupCollectionPermission.objects.filter(group=group).exclude(pk__in=kept).delete()
    for permission in wanted:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root, permission=permission
        )


def _home() -> Page:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    return site.root_page if site else Page.get_first_root_node()


def _remove_unused_defaults() -> None:
    """Take away the groups and the workflow that a new Wagtail brings, where nobody uses them."""
    for workflow in Workflow.objects.filter(name=_DEFAULT_WORKFLOW, workflow_states=None):
        workflow.delete()
    GroupApprovalTask.objects.filter(
        name=_DEFAULT_WORKFLOW, task_states=None, workflow_tasks=None
    ).delete()
    for group in Group.objects.filter(name__in=_DEFAULT_GROUPS, user=None):
        if not GroupApprovalTask.objects.filter(groups=group).exists():
            group.delete()
