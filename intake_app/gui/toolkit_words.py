"""Words that the toolkit says by itself (file dialogs, print dialog, menus of text fields), from our own catalogues;
and what a field that knows no words says by itself.

What our catalogue lacks comes from the toolkit's. Sources are Qt's, without the marks for access keys: those are
letters of English words, and another language has its own.
"""

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator

from intake_app.gui.fields import FULL
from intake_app.gui.words import Words
from intake_app.i18n import SOURCE, msg

SAID = (
    # Menus of text fields, buttons
    msg("Undo"), msg("Redo"), msg("Cut"), msg("Copy"), msg("Paste"), msg("Delete"), msg("Select All"), msg("OK"),
    msg("Cancel"), msg("Open"), msg("Save"), msg("Yes"), msg("No"), msg("Scroll Left"), msg("Scroll Right"),
    # Choosing a file
    msg("Look in:"), msg("Directory:"), msg("File name:"), msg("Files of type:"), msg("Choose"), msg("Rename"),
    msg("New Folder"), msg("Create New Folder"), msg("Create a New Folder"), msg("Show hidden files"), msg("Show "),
    msg("Back"), msg("Forward"), msg("Go back"), msg("Go forward"), msg("Parent Directory"),
    msg("Go to the parent directory"), msg("List View"), msg("Detail View"), msg("Change to list view mode"),
    msg("Change to detail view mode"), msg("Sidebar"), msg("List of places and bookmarks"), msg("Files"),
    msg("Directories"), msg("All Files (*)"), msg("Computer"), msg("Drive"), msg("Folder"), msg("File"), msg("Name"),
    msg("Size"), msg("Type"), msg("Date Modified"), msg("Find Directory"), msg("Recent Places"), msg("Save As"),
    msg("%1 already exists.\nDo you want to replace it?"), msg("Are you sure you want to delete '%1'?"),
    msg("%1\nFile not found.\nPlease verify the correct file name was given."),
    msg("%1\nDirectory not found.\nPlease verify the correct directory name was given."),
    msg("'%1' is write protected.\nDo you want to delete it anyway?"), msg("Could not delete directory."),
    msg("{n} kB"),
    # Printing
    msg("Print"), msg("Printer"), msg("Name:"), msg("Location:"), msg("Type:"), msg("Properties"), msg("Preview"),
    msg("Options"), msg("Options >>"), msg("Options <<"), msg("Copies"), msg("Copies:"), msg("Collate"), msg("Reverse"),
    msg("Print all"), msg("Print range"), msg("Pages"), msg("Pages from"), msg("to"), msg("Current Page"),
    msg("Selection"), msg("Page Set:"), msg("All Pages"), msg("Odd Pages"), msg("Even Pages"), msg("Output Settings"),
    msg("Output file:"), msg("Color"), msg("Color Mode"), msg("Grayscale"), msg("Double Sided Printing"), msg("Off"),
    msg("Long side binding"), msg("Short side binding"), msg("Local file"), msg("Write PDF file"),
    msg("Print to File (PDF)"),
    msg("Specify pages or ranges separated by commas. Ranges are specified by two numbers separated by a hyphen. "
        "E.g: 3,5-7,9 prints pages 3, 5, 6, 7 and 9."),
)  # fmt: skip
_OURS = frozenset((*SAID, FULL))


class ToolkitWords(QTranslator):
    """Installed once; speaks the language of the words it was told of last."""

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self._words: Words | None = None

    def speak(self, words: Words) -> None:
        """The toolkit's own catalogue of this language beside ours; English is what the toolkit says anyway."""
        self._words = None if words.language == SOURCE else words
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        self.load(QLocale(words.language), "qtbase", "_", folder)

    def isEmpty(self) -> bool:
        return self._words is None

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        """Our word for the toolkit's text, else the toolkit's own, else None (which says: as it is)."""
        plain = source.replace("&", "")
        if self._words is not None and plain in _OURS and self._words.translator.knows(plain):
            return self._words(plain)
        return super().translate(context, source, disambiguation, n) or None  # an empty word would be shown as one
