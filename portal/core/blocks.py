"""Body blocks: what an editor can put into a page, one template each."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    CharBlock,
    ChoiceBlock,
    ListBlock,
    PageChooserBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
    URLBlock,
)
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

PARAGRAPH_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link", "hr"]


class HeadingBlock(StructBlock):
    """A heading below the page's title."""

    text = CharBlock(label=_("Heading"), max_length=160)
    size = ChoiceBlock(
        [("h2", _("Section")), ("h3", _("Subsection"))], default="h2", label=_("Size")
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "core/blocks/heading.html"


class PictureBlock(StructBlock):
    """A picture with its alternative text and caption."""

    image = ImageChooserBlock(label=_("Picture"))
    alt_text = CharBlock(
        label=_("Alternative text"),
        required=False,
        max_length=255,
        help_text=_("What one should know who cannot see it. Empty for decoration only."),
    )
    caption = CharBlock(label=_("Caption"), required=False, max_length=255)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "core/blocks/picture.html"


class CalloutBlock(StructBlock):
    """A boxed note that stands out."""

    kind = ChoiceBlock(
        [("note", _("Note")), ("warning", _("Warning"))], default="note", label=_("Kind")
    )
    title = CharBlock(label=_("Title"), required=False, max_length=120)
    text = TextBlock(label=_("Text"))

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        template = "core/blocks/callout.html"


class LinkBlock(StructBlock):
    """A button that leads to a page of the site or to an address."""

    text = CharBlock(label=_("Text"), max_length=120)
    page = PageChooserBlock(label=_("Page"), required=False)
    url = URLBlock(label=_("Web address"), required=False)

    class Meta:
        icon = "link"
        label = _("Link")
        template = "core/blocks/link.html"


class QuestionBlock(StructBlock):
    """A question whose answer opens on demand."""

    question = CharBlock(label=_("Question"), max_length=255)
    answer = RichTextBlock(label=_("Answer"), features=PARAGRAPH_FEATURES)

    class Meta:
        icon = "help"
        label = _("Question and answer")
        template = "core/blocks/question.html"


class BodyTableBlock(TypedTableBlock):
    """A table with a caption and typed columns."""

    class Meta:
        icon = "table"
        label = _("Table")
        template = "core/blocks/table.html"


class BodyBlock(StreamBlock):
    """The body of a standard page, a news page and every page of prose to come."""

    heading = HeadingBlock()
    paragraph = RichTextBlock(
        label=_("Text"),
        icon="pilcrow",
        features=PARAGRAPH_FEATURES,
        template="core/blocks/paragraph.html",
    )
    picture = PictureBlock()
    callout = CalloutBlock()
    table = BodyTableBlock([("text", CharBlock(label=_("Text"), required=False))])
    documents = ListBlock(
        DocumentChooserBlock(label=_("Document")),
        label=_("Documents"),
        icon="doc-full",
        template="core/blocks/documents.html",
    )
    links = ListBlock(LinkBlock(), label=_("Links"), icon="link", template="core/blocks/links.html")
    questions = ListBlock(
        QuestionBlock(),
        label=_("Questions and answers"),
        icon="help",
        template="core/blocks/questions.html",
    )
