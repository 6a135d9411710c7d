"""A report as PDF, A4: words that can be searched and copied in any script we have letters for, the chart as lines."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import zip_longest
from textwrap import wrap
from typing import Any

from fpdf import FPDF
from fpdf.enums import TableBordersLayout, XPos, YPos
from fpdf.fonts import FontFace

from dashboards.drawing.layout import LABEL, lay_out
from dashboards.drawing.shapes import Area, Dot, Line, Shape, Spot, Words, colour
from dashboards.exports.report import Cell, Grid, Report
from dashboards.fonts import BOLD, REGULAR

FAMILY = "letters"
MARGIN, LINE = 18, 5.2  # mm
PX = 25.4 / 96 * 1.09  # mm of one CSS pixel: the chart of 600 px fills the line
POINTS_OF_MM = 72 / 25.4
WORDS, HEADING, SMALL = 10, 18, 8.5  # points
MOST_UPRIGHT = 7  # columns that a page takes without lying on its side
FEWEST_LINES = 25  # that a page has room for under a table's headings
PADDING, WIDEST_LETTER = 1.5, 3.2  # mm, of a table's cells
RUNS_LEFT = {"R", "AL", "AN", "RLE", "RLO", "RLI"}  # Unicode's names for what runs from right to left
MOST_OF_A_COLUMN = 60  # letters by which a column's share of the width is measured


class Page(FPDF):
    """A4 with what it is at the foot of every page."""

    def __init__(self, report: Report) -> None:
        columns = max((len(table.words.columns) for table in report.tables), default=0)
        super().__init__("landscape" if columns > MOST_UPRIGHT else "portrait", format="A4")
        self.report = report
        self.add_font(FAMILY, "", REGULAR)
        self.add_font(FAMILY, "B", BOLD)
        self.set_text_shaping(use_shaping_engine=True)
        self.set_margin(MARGIN)
        self.set_auto_page_break(auto=True, margin=MARGIN + 6)
        self.set_title(f"{report.business}: {report.title}")
        self.set_creator("Trustapp")

    def multi_cell(self, *place: Any, **how: Any) -> Any:
        """Words in their place. Their letters are joined where their script asks for it: it takes as long again."""
        text = how["text"] if "text" in how else place[2]
        self.set_text_shaping(use_shaping_engine=is_joined(text))
        try:
            return super().multi_cell(*place, **how)
        finally:
            self.set_text_shaping(use_shaping_engine=True)

    def footer(self) -> None:
        """The business, when it was made, and the number of the page."""
        self.set_y(-MARGIN)
        self.set_font(FAMILY, "", SMALL)
        self.set_text_color(*colour("muted"))
        self.cell(0, LINE, shown(f"{self.report.made} Page {self.page_no()}"))


def as_pdf(report: Report, now: datetime) -> bytes:
    """The file."""
    page = Page(report)
    page.set_creation_date(now)
    page.add_page()
    say(page, report.business, ink="muted")
    say(page, report.title, size=HEADING, bold=True, after=3)
    say(page, report.lead, size=WORDS + 2, bold=True, after=2)
    for line in report.lines:
        say(page, line, after=1.5)
    if report.chart:
        draw(page, report.chart, report.caption)
    for table in report.tables:
        say(page, table.title, size=WORDS + 3, bold=True, before=6, after=2)
        lay(page, table.words)
    return bytes(page.output())


def say(
    page: Page,
    text: str,
    *,
    size: float = WORDS,
    bold: bool = False,
    ink: str = "ink",
    before: float = 0,
    after: float = 0,
) -> None:
    """A paragraph."""
    if not text:
        return
    page.ln(before)
    if before and page.will_page_break(4 * LINE):
        page.add_page()  # a heading does not stand alone at the foot
    page.set_font(FAMILY, "B" if bold else "", size)
    page.set_text_color(*colour(ink))
    page.multi_cell(0, size * 1.35 / POINTS_OF_MM, shown(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    page.ln(after)


def lay(page: Page, grid: Grid) -> None:
    """A table; its headings stand on each page that it reaches."""
    page.set_font(FAMILY, "", WORDS - 1)
    page.set_text_color(*colour("ink"))
    page.set_draw_color(*colour("line"))
    page.set_fill_color(*colour("ground"))
    page.set_line_width(0.2)
    heading = FontFace(emphasis="", color=colour("muted"), fill_color=colour("ground"))
    rows = [[shown(cell) for cell in row] for row in (grid.columns, *grid.rows)]
    widths = shares(rows)
    room = [letters_in(page.epw * width / sum(widths)) for width in widths]
    with page.table(
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        col_widths=tuple(widths),
        headings_style=heading,
        line_height=LINE,
        text_align=("LEFT", *["RIGHT" if numeric(grid, place) else "LEFT" for place in range(1, len(grid.columns))]),
        padding=(1, PADDING),
        v_align="TOP",
    ) as table:
        for row in rows:
            for part in parts(row, room):
                table.row(part)


def letters_in(width: float) -> int:
    """How many letters a column surely holds on one page, in mm."""
    return max(1, int((width - 2 * PADDING) / WIDEST_LETTER)) * FEWEST_LINES


def parts(row: Sequence[str], room: Sequence[int]) -> Iterator[list[str]]:
    """A row as it is where it fits on one page; of a longer one the rest goes on in rows below."""
    cells = [wrap(cell, most) if len(cell) > most else [cell] for cell, most in zip(row, room, strict=True)]
    yield from map(list, zip_longest(*cells, fillvalue=" "))


def shares(rows: Sequence[Sequence[str]]) -> list[int]:
    """How wide the columns are against each other, by the longest text of each; half the width is shared evenly."""
    longest = [min(max(len(row[place]) for row in rows), MOST_OF_A_COLUMN) for place in range(len(rows[0]))]
    return [length + sum(longest) // len(longest) + 1 for length in longest]


def numeric(grid: Grid, place: int) -> bool:
    """Whether a column stands to the right: most of its cells begin with a digit, a minus or a dash."""
    cells = [shown(row[place]) for row in grid.rows]
    return bool(cells) and sum(cell[:1] in "0123456789−–+" for cell in cells) * 2 > len(cells)


def shown(cell: Cell) -> str:
    """A cell as text, without what no page can show."""
    text = "–" if cell is None else f"{cell:g}" if isinstance(cell, float) else str(cell)
    return "".join(mark if mark.isprintable() else " " for mark in text.replace("\r\n", "\n")) or " "


def is_joined(text: str) -> bool:
    """Whether letters change beside others, stand above them, or run from right to left."""
    return not text.isascii() and any(
        unicodedata.combining(mark) or unicodedata.bidirectional(mark) in RUNS_LEFT for mark in text
    )


def draw(page: Page, spec: Mapping[str, Any], caption: str) -> None:
    """The chart at its place, and its caption under it."""
    page.set_font(FAMILY, "", LABEL * PX * POINTS_OF_MM)
    picture = lay_out(spec, lambda text: page.get_string_width(text) / PX)
    if page.will_page_break(picture.height * PX + 3 * LINE):
        page.add_page()
    page.ln(2)
    top = page.get_y()
    for shape in picture.shapes:
        paint(page, shape, (MARGIN, top))
    page.set_dash_pattern()
    page.set_y(top + picture.height * PX + 2)
    say(page, caption, ink="muted")


def paint(page: Page, shape: Shape, corner: Spot) -> None:
    """One shape, as lines and letters of the PDF."""

    def place(spot: Spot) -> Spot:
        return corner[0] + spot[0] * PX, corner[1] + spot[1] * PX

    page.set_draw_color(*colour(shape.ink))
    page.set_fill_color(*colour(shape.ink))
    if isinstance(shape, Line):
        page.set_line_width(shape.width * PX)
        page.set_dash_pattern(*dashed(shape))
        page.polyline([place(spot) for spot in shape.spots])
    elif isinstance(shape, Area):
        page.polygon([place(spot) for spot in shape.spots], style="F")
    elif isinstance(shape, Dot):
        dot(page, shape, place(shape.at))
    else:
        write(page, shape, place(shape.at))


def dashed(line: Line) -> tuple[float, float]:
    """Dash and gap in mm, less and more the ends that a PDF's lines have; a solid line has none."""
    if line.dash is None:
        return 0, 0
    dash, gap = line.dash
    return max(dash - line.width, 0.1) * PX, (gap + line.width) * PX


def dot(page: Page, shape: Dot, at: Spot) -> None:
    """A round mark."""
    page.set_dash_pattern()
    page.set_line_width(2 * PX)
    if shape.hollow:
        page.set_fill_color(*colour("ground"))
    page.circle(at[0], at[1], (shape.radius - 1) * PX, style="DF")


def write(page: Page, words: Words, at: Spot) -> None:
    """One line of words."""
    page.set_text_color(*colour(words.ink))
    width = page.get_string_width(words.text)
    left = {"left": 0.0, "middle": width / 2, "right": width}[words.anchor]
    page.text(at[0] - left, at[1] + LABEL * PX * 0.35, words.text)
