"""A PDF on the screen and on the printer, from bytes in memory to pictures: no file is written on the way."""

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QObject, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QStyle, QWidget

from intake_app.errors import IntakeError
from intake_app.gui.controls import Label, column, empty, row, scrolled, secondary
from intake_app.gui.nested import nest
from intake_app.gui.tokens import Look, Space
from intake_app.gui.words import Words

_PRINT_DPI = 300
_POINTS_PER_INCH = 72
_WIDEST_FIT = 800
_LEAST, _MOST, _STEP = 0.4, 3.0, 0.2


class Pages:
    """The pages of a PDF held in memory. Raises IntakeError `gui.pdf_unreadable`."""

    def __init__(self, data: bytes) -> None:
        self._bytes = QByteArray(data)
        self._buffer = QBuffer(self._bytes)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document = QPdfDocument()
        self._document.load(self._buffer)
        if self._document.status() != QPdfDocument.Status.Ready:
            raise IntakeError("gui.pdf_unreadable", size=len(data))

    def __len__(self) -> int:
        return self._document.pageCount()

    def size(self, page: int) -> QSizeF:
        """The size of a page in points of 1/72 inch."""
        return self._document.pagePointSize(page)

    def picture(self, page: int, width: int) -> QImage:
        """One page on white, `width` pixels wide."""
        points = self.size(page)
        height = max(1, round(width * points.height() / points.width()))
        drawn = self._document.render(page, QSize(width, height))
        sheet = QImage(drawn.size(), QImage.Format.Format_RGB32)
        sheet.fill(Qt.GlobalColor.white)
        painter = QPainter(sheet)
        painter.drawImage(0, 0, drawn)
        painter.end()
        return sheet


class Preview(QWidget):
    """All pages one below the other, with zoom. `fit` shows a whole page width."""

    def __init__(self, words: Words, look: Look) -> None:
        super().__init__()
        self._words, self._look = words, look
        self._pages: Pages | None = None
        self._drawn_for = 0
        """The width in which the pages were drawn last."""
        self.zoom = 1.0
        self.sheets: list[Label] = []
        self.smaller, self.larger = secondary("Ctrl+Shift+-", "−"), secondary("Ctrl+Shift++", "+")
        self.note = Label(role="second", wrap=True)
        self._holder = QWidget()
        self._column = column(self._holder, margin=Space.SMALL, gap=Space.NORMAL)
        self._area = scrolled(self._holder)
        self._area.installEventFilter(self)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        bar = row(gap=Space.SMALL)
        bar.addWidget(self.note, 1)
        for button in (self.smaller, self.larger):
            bar.addWidget(button)
        whole = column(self, gap=Space.SMALL)
        nest(whole, bar)
        whole.addWidget(self._area, 1)
        self.smaller.clicked.connect(lambda: self.set_zoom(self.zoom - _STEP))
        self.larger.clicked.connect(lambda: self.set_zoom(self.zoom + _STEP))
        self.retranslate()

    def retranslate(self) -> None:
        """Words of the preview."""
        tr = self._words
        self.smaller.say(tr("Smaller"))
        self.larger.say(tr("Larger"))
        self._area.setAccessibleName(tr("Preview"))
        for at, sheet in enumerate(self.sheets, start=1):
            sheet.setAccessibleName(tr("Page {n} of {all}").format(n=at, all=len(self.sheets)))

    def show_pdf(self, data: bytes | None) -> None:
        """Show these bytes, or nothing."""
        self._pages = Pages(data) if data else None
        self._draw()

    def set_zoom(self, zoom: float) -> None:
        """1 fits the width of the preview, or a readable width in a wide window."""
        self.zoom = min(_MOST, max(_LEAST, round(zoom, 2)))
        self._draw()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit again when the room for the pages is another: the preview itself has its size before they have theirs."""
        if watched is self._area and event.type() == QEvent.Type.Resize and self._area.width() != self._drawn_for:
            self._draw()
        return super().eventFilter(watched, event)

    def _draw(self) -> None:
        self._drawn_for = self._area.width()
        empty(self._column)
        self.sheets = []
        pages = self._pages
        for button in (self.smaller, self.larger):
            button.setVisible(pages is not None)
        if pages is None:
            return
        ratio = self.devicePixelRatioF()
        beside = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)  # also before the pages bring it
        room = min(self._area.width() - beside - 2 * Space.LARGE, self._look.tokens.px(_WIDEST_FIT))
        width = max(200, round(room * self.zoom))
        for number in range(len(pages)):
            picture = pages.picture(number, round(width * ratio))
            picture.setDevicePixelRatio(ratio)
            sheet = Label(role="sheet")
            sheet.setPixmap(QPixmap.fromImage(picture))
            self._column.addWidget(sheet, 0, Qt.AlignmentFlag.AlignHCenter)
            sheet.show()  # now, and not an event later: until then it has no room, and the pages are squeezed
            self.sheets.append(sheet)
        self._column.addStretch(1)
        self._column.activate()
        self._holder.resize(self._holder.width(), self._column.totalMinimumSize().height())
        self.retranslate()


def print_pages(pages: Pages, printer: QPrinter, name: str) -> None:
    """Print all pages as pictures of 300 dots an inch. `name` is what the queue shows: neutral, without a person."""
    printer.setDocName(name)
    printer.setCreator("Intake")
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        raise IntakeError("gui.no_printer")
    for number in range(len(pages)):
        if number:
            printer.newPage()
        width = round(pages.size(number).width() / _POINTS_PER_INCH * _PRINT_DPI)
        picture = pages.picture(number, width)
        room = QRectF(painter.viewport())
        scale = min(room.width() / picture.width(), room.height() / picture.height())
        painter.drawImage(QRectF(0, 0, picture.width() * scale, picture.height() * scale), picture)
    painter.end()
