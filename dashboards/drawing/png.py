"""A picture as PNG: painted four times as large, halved, and kept in few colours, so that letters stay light."""

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from dashboards.drawing.layout import LABEL
from dashboards.drawing.shapes import Area, Dot, Line, Picture, Shape, Spot, Words, colour, dashes
from dashboards.fonts import REGULAR

FINE = 4  # painted pixels for one of CSS
SHOWN = 2  # pixels of the file for one of CSS: sharp on the screens of phones
COLOURS = 48
RIM = 2
ANCHORS = {"left": "lm", "middle": "mm", "right": "rm"}


def png(picture: Picture) -> bytes:
    """The file."""
    size = round(picture.width * FINE), round(picture.height * FINE)
    image = Image.new("RGB", size, colour("ground"))
    draw = ImageDraw.Draw(image)
    for shape in picture.shapes:
        paint(draw, shape)
    small = image.reduce(FINE // SHOWN).quantize(COLOURS, dither=Image.Dither.NONE)
    file = BytesIO()
    small.save(file, "PNG", optimize=True)
    return file.getvalue()


def width_of(text: str) -> float:
    """How wide a text of the usual size is, in CSS pixels."""
    return float(font(LABEL * FINE).getlength(text)) / FINE


@lru_cache(maxsize=4)
def font(size: int) -> ImageFont.FreeTypeFont:
    """The letters that we bring with us: a server need not have any."""
    return ImageFont.truetype(REGULAR, size, layout_engine=ImageFont.Layout.BASIC)


def paint(draw: ImageDraw.ImageDraw, shape: Shape) -> None:
    """One shape."""
    if isinstance(shape, Line):
        stroke(draw, shape)
    elif isinstance(shape, Area):
        draw.polygon([fine(spot) for spot in shape.spots], fill=colour(shape.ink))
    elif isinstance(shape, Dot):
        disc(draw, shape.at, shape.radius + 1, "ground")
        disc(draw, shape.at, shape.radius, shape.ink)
        if shape.hollow:
            disc(draw, shape.at, shape.radius - 2, "ground")
    else:
        write(draw, shape)


def stroke(draw: ImageDraw.ImageDraw, line: Line) -> None:
    """A line; the corners of a solid one are round."""
    ink, width = colour(line.ink), round(line.width * FINE)
    for start, end in dashes(line):
        draw.line([fine(start), fine(end)], fill=ink, width=width)
    if line.dash is None and line.width > 1:
        for spot in line.spots[1:-1]:
            disc(draw, spot, line.width / 2, line.ink)


def disc(draw: ImageDraw.ImageDraw, at: Spot, radius: float, ink: str) -> None:
    """A filled circle."""
    (x, y), reach = fine(at), radius * FINE
    draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=colour(ink))


def write(draw: ImageDraw.ImageDraw, words: Words) -> None:
    """Text with a rim of the ground, so that a line behind it does not cross it out."""
    draw.text(
        fine(words.at),
        words.text,
        font=font(LABEL * FINE),
        anchor=ANCHORS[words.anchor],
        fill=colour(words.ink),
        stroke_width=RIM * FINE,
        stroke_fill=colour("ground"),
    )


def fine(spot: Spot) -> Spot:
    """A spot on the painted bitmap."""
    return spot[0] * FINE, spot[1] * FINE
