"""The box in which a body is written, and the words of the scripts of its page."""

from django.forms import Textarea
from django.utils.translation import gettext_lazy as _
from django_prose_editor.widgets import importmap
from js_asset import Media, Script

LABELS = {
    "tools": _("Formatting"),
    "paragraph": _("Paragraph"),
    "heading2": _("Heading"),
    "heading3": _("Smaller heading"),
    "heading4": _("Smallest heading"),
    "bold": _("Bold"),
    "italic": _("Italic"),
    "link": _("Link"),
    "bulletList": _("List"),
    "orderedList": _("Numbered list"),
    "blockquote": _("Quote"),
    "picture": _("Picture"),
    "embed": _("Post or video of another site"),
    "table": _("Table"),
    "undo": _("Undo"),
    "redo": _("Redo"),
    "tableTools": _("Table"),
    "addRow": _("Add a row"),
    "deleteRow": _("Delete the row"),
    "addColumn": _("Add a column"),
    "deleteColumn": _("Delete the column"),
    "toggleHeader": _("Header row"),
    "tableCaption": _("Caption of the table"),
    "deleteTable": _("Delete the table"),
    "address": _("Address"),
    "addressHelp": _("A web address, or mailto: or tel:"),
    "addressWrong": _("This is not an address that readers can follow."),
    "embedHelp": _("The address of the post or video, which begins with https://"),
    "removeLink": _("Remove the link"),
    "searchPictures": _("Search the library by words or by number"),
    "noPictures": _("No picture found."),
    "choosePicture": _("Choose a picture first."),
    "alt": _("What is to be seen (alternative text)"),
    "caption": _("Caption"),
    "credit": _("Credit"),
    "editPicture": _("Edit the picture"),
    "embedded": _("Embedded from %(host)s"),
    "insert": _("Insert"),
    "keep": _("Done"),
    "cancel": _("Cancel"),
    "remove": _("Remove"),
    "saving": _("Saving…"),
    "notSaved": _("Not saved:"),
    "offline": _("there is no connection. This browser keeps the text, and sends it when there is one."),
    "signedOut": _("you have been signed out. Sign in again in another tab; this page then goes on."),
    "broken": _("the newsroom does not answer. This browser keeps the text and tries again."),
    "restored": _("The text of %(time)s, which could not be saved then, is here again."),
    "length": _("Words: %(words)s · Reading time: %(minutes)s min"),
    "letters": _("%(letters)s of %(most)s characters"),
}


class BodyWidget(Textarea):
    """A text area that page.js turns into an editor."""

    @property
    def media(self):
        return Media(importmap=importmap, js=[Script("articles/editor/page.js", type="module")])

    def use_required_attribute(self, initial):
        return False  # the browser cannot point at a field that the editor hides
