"""Every message has its Thai, and the Thai fits the message."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import translation

from portal.core import messages

OURS = messages.catalogue_path(settings.BASE_DIR)
WAGTAILS = Path(str(OURS).replace("/site/", "/wagtail/"))
# Another Thai word than Wagtail's catalogue has, but right on its screens as well.
READ_WELL_EITHER_WAY = {
    *("Application", "Changes", "Code", "No", "Pages", "Privacy", "Section", "Summary"),
    *("Tags", "Title", "Updated", "tag", "tags"),
}
CATALOGUES = sorted(path for folder in settings.LOCALE_PATHS for path in Path(folder).rglob("*.po"))


def test_every_message_of_ours_has_thai() -> None:
    used = messages.used_in(messages.source_folders(settings.BASE_DIR))

    assert len(used) > 100
    assert messages.without_translation(messages.read(OURS), used) == []


def test_no_message_hides_in_an_f_string() -> None:
    """The extractor does not look into them, so such a message would never get its Thai."""
    hidden = re.compile(r"\{(?:_|n?p?gettext(?:_lazy)?)\(")
    folders = messages.source_folders(settings.BASE_DIR)
    files = [path for folder in folders for path in Path(folder).rglob("*.py")]

    assert len(files) > 50
    assert [path.name for path in files if hidden.search(path.read_text())] == []


def test_our_words_do_not_change_the_meaning_of_wagtails() -> None:
    """A message of ours with the same English wins on Wagtail's screens too: give it a context."""
    ours, wagtails = messages.read(OURS), messages.read(WAGTAILS)
    changed = set()
    for message in messages.used_in(messages.source_folders(settings.BASE_DIR)):
        entries = [catalog.get(message.id, message.context or None) for catalog in (ours, wagtails)]
        if all(entries) and entries[0].string != entries[1].string:
            changed.add(message.id)

    assert changed - READ_WELL_EITHER_WAY == set()


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parts[-4]}/{path.stem}")
def test_no_guesses_and_the_same_placeholders(path: Path) -> None:
    assert messages.faults(messages.read(path)) == []


def test_every_translation_is_compiled(tmp_path: Path) -> None:
    """A compiled catalogue that is older than its source shows yesterday's words."""
    stale = [
        str(path)
        for path in CATALOGUES
        if not path.with_suffix(".mo").exists()
        or path.with_suffix(".mo").stat().st_mtime < path.stat().st_mtime
    ]

    assert stale == [], "run manage.py compile_messages"


def test_messages_are_found_in_python_and_templates(tmp_path: Path) -> None:
    (tmp_path / "views.py").write_text(
        "from django.utils.translation import gettext as _, ngettext, pgettext_lazy\n"
        'A = _("One " "message")\n'
        'B = ngettext("%(n)s school", "%(n)s schools", 2)\n'
        'C = pgettext_lazy("school", "Grade")\n'
        'D = _("schools") if _("%(n)s school") else f"{A}"\n'
    )
    (tmp_path / "page.html").write_text(
        '<p>{% translate "100 % free" %}</p>\n'
        "    {% blocktranslate trimmed count n=rows %}\n      {{ n }} row\n"
        "    {% plural %}\n  {{ n }} rows\n{% endblocktranslate %}\n"
        '{% include "x.html" with title=_("A title") only %}{# no message #}\n'
        '{% translate "Open" context "door" %} it’s ไทย\n'
    )

    assert messages.used_in([tmp_path]) == {
        messages.Message("One message"),
        messages.Message("%(n)s school", "%(n)s schools"),
        messages.Message("Grade", context="school"),
        messages.Message("schools"),
        messages.Message("100 %% free"),
        messages.Message("%(n)s row", "%(n)s rows"),
        messages.Message("A title"),
        messages.Message("Open", context="door"),
    }


def test_an_update_keeps_translations_and_says_what_changed(tmp_path: Path) -> None:
    path = tmp_path / "django.po"
    path.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "School"\nmsgstr "โรงเรียน"\n\nmsgid "Gone"\nmsgstr "หาย"\n'
    )
    wanted = {messages.Message("School", "Schools"), messages.Message("New", context="item")}

    changes = messages.update(path, wanted)

    assert changes == (["New", "School"], ["Gone", "School"])
    catalog = messages.read(path)
    assert catalog.get("School").string == ("โรงเรียน",)
    assert messages.without_translation(catalog, wanted) == ["New"]
    assert "Date" not in path.read_text()
    before = path.read_text()
    assert messages.update(path, wanted) == ([], [])
    assert path.read_text() == before


def test_faults_are_named(tmp_path: Path) -> None:
    path = tmp_path / "django.po"
    path.write_text(
        'msgid "%(n)s schools"\nmsgstr "โรงเรียน %(m)s แห่ง"\n\n'
        '#, fuzzy\nmsgid "Guess"\nmsgstr "เดา"\n\nmsgid "Hello %s"\nmsgstr "สวัสดี %s"\n'
    )

    assert messages.faults(messages.read(path)) == [
        "placeholders differ: %(n)s schools → โรงเรียน %(m)s แห่ง",
        "fuzzy: Guess",
    ]


def test_only_what_changed_is_compiled(tmp_path: Path) -> None:
    source = tmp_path / "th" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text('msgid "School"\nmsgstr "โรงเรียน"\n')
    target = source.with_suffix(".mo")

    assert messages.compile_folders([tmp_path]) == [target]
    assert messages.compile_folders([tmp_path]) == []
    os.utime(target, (0, 0))
    assert messages.compile_folders([tmp_path]) == [target]
    assert (
        list(source.parent.iterdir()) == [source, target] or len(list(source.parent.iterdir())) == 2
    )


def test_the_command_compiles(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("compile_messages")

    assert "message catalogues compiled" in capsys.readouterr().out


@pytest.mark.django_db
def test_scripts_of_the_admin_get_the_thai_that_wagtail_lacks(
    client: Client, superuser: object
) -> None:
    client.force_login(superuser)

    script = client.get("/admin/jsi18n/").content.decode()

    assert '"Autosave in progress\\u2026": "\\u0e01\\u0e33' in script  # not in Wagtail's own
    assert '"Dashboard": "\\u0e2b\\u0e19\\u0e49\\u0e32\\u0e41\\u0e23\\u0e01' in script  # better


def test_english_messages_stay_english() -> None:
    """The English of a message is its id: nothing may leak from the Thai catalogues."""
    used = messages.used_in(messages.source_folders(settings.BASE_DIR))
    with translation.override("en"):
        changed = [message.id for message in used if translation.gettext(message.id) != message.id]

    assert changed == []
