"""Pictures of parts to choose from, such as a body: read from an SVG into plain outlines, and nothing else of it."""

from intake_app.image_map.reading import is_drawing, read
from intake_app.image_map.shapes import ImageMap, Shape, packed, unpacked

__all__ = ["ImageMap", "Shape", "is_drawing", "packed", "read", "unpacked"]
