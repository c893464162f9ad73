"""QR codes in a picture, whichever way they are turned."""

import io
from typing import TYPE_CHECKING

from intake_app.errors import IntakeError

if TYPE_CHECKING:
    from PIL.Image import Image

_LARGEST_FILE = 50_000_000
_MOST_PIXELS = 50_000_000
_MOST_IN_MEMORY = 25_000_000
_ENOUGH = (3000, 3000)
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP")


def codes_in(picture: bytes) -> tuple[str, ...]:
    """The texts of the QR codes in a picture file (PNG, JPEG, GIF, BMP, WebP), each once.

    Raises IntakeError 'openrosa.bad_picture' with `reason` 'not_a_picture' or 'too_large'.
    """
    return codes_in_pixels(*_grey(picture))


def codes_in_pixels(grey: bytes, width: int, height: int) -> tuple[str, ...]:
    """The same in one byte of brightness per pixel, row by row, as a camera gives it."""
    import zxingcpp  # with the libraries below 0.1 s, which nobody needs who sets up no server

    if not grey or len(grey) != width * height:
        raise IntakeError("openrosa.bad_picture", reason="not_a_picture")
    pixels = memoryview(grey).cast("B", shape=(height, width))
    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    found = zxingcpp.read_barcodes(pixels, formats=wanted, text_mode=zxingcpp.TextMode.Plain)
    return tuple(dict.fromkeys(code.text for code in found if code.text))


def _grey(picture: bytes) -> tuple[bytes, int, int]:
    from PIL import Image, UnidentifiedImageError

    if len(picture) > _LARGEST_FILE:
        raise IntakeError("openrosa.bad_picture", reason="too_large")
    try:
        with Image.open(io.BytesIO(picture), formats=_FORMATS) as image:
            return _pixels(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise IntakeError("openrosa.bad_picture", reason="too_large") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise IntakeError("openrosa.bad_picture", reason="not_a_picture") from None


def _pixels(image: "Image") -> tuple[bytes, int, int]:
    """In shades of grey; what is transparent is white, as on paper."""
    from PIL import Image

    if image.width * image.height > _MOST_PIXELS:
        raise IntakeError("openrosa.bad_picture", reason="too_large")
    image.draft("L", _ENOUGH)  # a large photograph (JPEG) is made smaller while it is read
    if image.width * image.height > _MOST_IN_MEMORY:
        raise IntakeError("openrosa.bad_picture", reason="too_large")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        clear = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear)
    grey = image.convert("L")
    return grey.tobytes(), grey.width, grey.height
