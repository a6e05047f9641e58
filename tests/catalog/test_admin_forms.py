from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from catalog.models import AccessPoint, Platform, Resource
from tests import factories
from tests.catalog.admin_pages import (
    make_indicator,
    platform_form,
    point,
    resource_form,
    snippet_url,
    table_url,
)

pytestmark = pytest.mark.django_db


def test_the_form_groups_grades_and_offers_choosers(editor: Client) -> None:
    factories.GradeFactory()
    page = editor.get(snippet_url("resource", "add")).content.decode()
    assert "ประถมศึกษาตอนปลาย" in page
    assert 'type="checkbox" name="grades"' in page
    assert '<select name="platform"' not in page
    assert reverse("wagtailsnippetchoosers_catalog_platform:choose") in page
    assert reverse("provider_chooser:choose") in page
    assert reverse("catalog_indicator_suggestions") in page


def test_errors_stand_on_the_row_they_belong_to(editor: Client) -> None:
    rows = [point("ondemand", "https://example.org/ok"), point("online"), point("onair")]
    response = editor.post(
        snippet_url("resource", "add"), {**resource_form(rows), "action-submit": "1"}
    )
    assert response.status_code == 200
    forms = response.context["form"].formsets["access_points"].forms
    assert [list(form.errors) for form in forms] == [[], ["url"], ["url"]]
    assert not Resource.objects.exists()


def test_an_address_and_a_document_together_are_refused(editor: Client) -> None:
    from django.core.files.base import ContentFile

    from portal.core.models import SiteDocument

    paper = SiteDocument.objects.create(title="ใบงาน", file=ContentFile(b"x", name="a.txt"))
    row = {**point("onhand", "https://example.org/a"), "document": str(paper.pk)}
    response = editor.post(snippet_url("resource", "add"), resource_form([row]))
    (form,) = response.context["form"].formsets["access_points"].forms
    assert list(form.errors) == ["document"]
    editor.post(snippet_url("resource", "add"), resource_form([{**row, "url": ""}]))
    assert AccessPoint.objects.get().document == paper


@pytest.mark.parametrize(
    ("fields", "slug"),
    [
        ({"name_en": "Knowledge Bank"}, "knowledge-bank"),
        ({"url": "https://www.dltv.ac.th/"}, "dltv"),
        ({}, "platform"),
        ({"slug": "own-choice", "name_en": "Other"}, "own-choice"),
    ],
)
def test_an_empty_address_name_is_suggested(editor: Client, fields: Any, slug: str) -> None:
    editor.post(
        snippet_url("platform", "add"), platform_form(factories.ProviderFactory(), **fields)
    )
    assert Platform.objects.get().slug == slug


def test_the_suggested_address_name_is_free(editor: Client) -> None:
    for taken in ("dltv", "dltv-2"):
        factories.PlatformFactory(slug=taken)
    form = platform_form(factories.ProviderFactory(), url="https://dltv.ac.th/")
    editor.post(snippet_url("platform", "add"), form)
    assert Platform.objects.filter(slug="dltv-3").exists()


def test_a_taken_address_name_is_refused_in_thai(editor: Client) -> None:
    factories.PlatformFactory(slug="dltv")
    form = platform_form(factories.ProviderFactory(), slug="dltv")
    response = editor.post(snippet_url("platform", "add"), form)
    assert list(response.context["form"].errors) == ["slug"]
    assert Platform.objects.count() == 1


def test_a_draft_without_thai_name_or_provider_is_not_saved(editor: Client) -> None:
    form = platform_form(factories.ProviderFactory(), name_th="", provider="")
    response = editor.post(snippet_url("platform", "add"), form)
    assert set(response.context["form"].errors) == {"name_th", "provider"}


@pytest.mark.parametrize(
    "written",
    [
        '"ค 1.1 ป.4/1 (2560)"',
        "ค๑.๑ป.๔/๑",
        "ค 1.1 ป.4/1, ค1.1ป.4/1",
        'ค 1.1 ป.4/1 (2560), "ค 1.1 ป.4/1 (2560)"',
    ],
)
def test_indicators_are_read_as_written(editor: Client, written: str) -> None:
    indicator = make_indicator()
    editor.post(snippet_url("resource", "add"), resource_form(indicators=written))
    resource = Resource.objects.get()
    assert [row.pk for row in resource.indicators.all()] == [indicator.pk]
    page = editor.get(snippet_url("resource", "edit", resource.pk)).content.decode()
    assert "ค 1.1 ป.4/1 (2560)" in page


def test_without_a_year_the_newest_curriculum_is_meant(editor: Client) -> None:
    make_indicator(year=2560)
    newest = make_indicator(year=2568)
    editor.post(snippet_url("resource", "add"), resource_form(indicators="ค 1.1 ป.4/1"))
    assert list(Resource.objects.get().indicators.all()) == [newest]


def test_unknown_indicators_are_named(editor: Client) -> None:
    make_indicator()
    response = editor.post(
        snippet_url("resource", "add"), resource_form(indicators="ค 1.1 ป.4/1, ค 9.9 ป.4/9, ว่าง")
    )
    (message,) = response.context["form"].errors["indicators"]
    assert "ค 9.9 ป.4/9, ว่าง" in message
    assert "ค 1.1 ป.4/1," not in message


@pytest.mark.parametrize("term", ["ค 1.1", "ค1.1", "เศษส่วน", "ค๑.๑ป.๔/๑"])
def test_indicators_are_suggested_by_code_and_wording(editor: Client, term: str) -> None:
    make_indicator()
    answer = editor.get(reverse("catalog_indicator_suggestions"), {"term": term}).json()
    assert [row["value"] for row in answer] == ["ค 1.1 ป.4/1 (2560)"]


def test_choosers_find_thai_inside_names(editor: Client) -> None:
    factories.PlatformFactory(name_th="คลังสื่อทางไกล")
    factories.PlatformFactory(name_th="อื่น")
    for chooser in ("wagtailsnippetchoosers_catalog_platform", "provider_chooser"):
        assert editor.get(reverse(f"{chooser}:choose")).status_code == 200
    page = editor.get(
        reverse("wagtailsnippetchoosers_catalog_platform:choose_results") + "?q=ทางไกล"
    ).content.decode()
    assert "คลังสื่อทางไกล" in page
    assert "อื่น</a>" not in page


def test_a_copy_is_a_new_draft(editor: Client) -> None:
    resource = factories.ResourceFactory(points=["ondemand"])
    page = editor.get(snippet_url("resource", "copy", resource.pk))
    assert page.status_code == 200
    assert resource.name_th in page.content.decode()


def test_a_code_is_chosen_once(head: Client) -> None:
    page = head.get(table_url("grade", "add")).content.decode()
    assert 'name="code"' in page
    grade = factories.GradeFactory()
    form = head.get(table_url("grade", "edit", grade.pk)).context["form"]
    assert form.fields["code"].disabled


def test_a_new_grade_lands_at_the_end_and_can_be_moved(head: Client) -> None:
    factories.GradeFactory(sort_order=1)
    form = {
        "code": "p5",
        "name_th": "ป.5",
        "name_en": "",
        "long_name_th": "ประถมศึกษาปีที่ 5",
        "level": "upper_primary",
    }
    head.post(table_url("grade", "add"), form)
    rows = head.get(table_url("grade", "index")).context["object_list"]
    assert [row.code for row in rows] == ["p4", "p5"]
    head.post(table_url("grade", "reorder", rows[1].pk) + "?position=0")
    rows = head.get(table_url("grade", "index")).context["object_list"]
    assert [row.code for row in rows] == ["p5", "p4"]
