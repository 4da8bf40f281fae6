"""Pictures of the demonstration, which are drawn."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

PAPER, WALL, LIT = "#f3f1ea", "#d8d3c7", "#7a1d4b"
LIT_HOUSES = {2, 5, 9}


def paper_form() -> bytes:
    """A page with lines as a scanner sees it, signed at its end."""
    drawing = Image.new("RGB", (620, 877), "white")
    pen = ImageDraw.Draw(drawing)
    for number in range(16):
        pen.line([60, 90 + number * 42, 560, 90 + number * 42], fill=WALL, width=2)
    pen.line([330, 790, 380, 750, 400, 800, 450, 745, 470, 795, 540, 760], fill=LIT, width=4)
    return _png(drawing)


def draw_houses() -> bytes:
    """A drawing of twelve houses, three of them lit."""
    drawing = Image.new("RGB", (960, 480), PAPER)
    pen = ImageDraw.Draw(drawing)
    for number in range(12):
        left, top = 60 + number % 4 * 220, 50 + number // 4 * 140
        colour = LIT if number in LIT_HOUSES else WALL
        pen.polygon([(left, top + 40), (left + 60, top), (left + 120, top + 40)], fill=colour)
        pen.rectangle([left + 10, top + 40, left + 110, top + 100], fill=colour)
    return _png(drawing)


def _png(drawing: Image.Image) -> bytes:
    out = BytesIO()
    drawing.save(out, "PNG")
    return out.getvalue()
