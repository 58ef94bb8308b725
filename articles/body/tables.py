"""Tables, from their tags. A table inside a cell is text of the cell."""

from articles.body import markup
from articles.body.blocks import Cell, Row, Table
from articles.body.running_text import Piece

SECTIONS = {"thead", "tbody", "tfoot"}
CELLS = {"td", "th"}
TABLE_TAGS = {*SECTIONS, *CELLS, "caption", "table", "tr"}


class OpenTable:
    def __init__(self) -> None:
        self.depth = 0
        self.table = Table()
        self.section = "tbody"
        self.pieces: list[Piece] | None = None  # of the open cell or caption

    def begin(self, tag: str, attributes: str) -> None:
        self.depth += tag == "table"
        if self.depth != 1:
            return
        self.pieces = None
        if tag in SECTIONS:
            self.section = tag
        elif tag == "tr":
            self.table.rows.append(Row(self.section, []))
        elif tag in CELLS:
            self.begin_cell(tag, markup.attributes(attributes))
        elif tag == "caption":
            self.pieces = self.table.caption

    def begin_cell(self, tag: str, given: dict[str, str]) -> None:
        spans = [(side, markup.number(given.get(side), 2, 99)) for side in ("colspan", "rowspan")]
        cell = Cell(tag, "".join(f' {side}="{span}"' for side, span in spans if span), [])
        if not self.table.rows:
            self.table.rows.append(Row(self.section, []))
        self.table.rows[-1].cells.append(cell)
        self.pieces = cell.pieces

    def end(self, tag: str) -> Table | None:
        """The table, if this was its last tag and it says anything."""
        if self.depth != 1:
            self.depth -= self.depth > 0 and tag == "table"
            return None
        self.pieces = None
        if tag in SECTIONS:
            self.section = "tbody"
        if tag != "table":
            return None
        table, self.table, self.section, self.depth = self.table, Table(), "tbody", 0
        table.rows = [row for row in table.rows if row.cells]
        return (
            table if table.caption or any(cell.pieces for row in table.rows for cell in row.cells) else None
        )
