"""Reading tables that people have at hand, CSV and XLSX, row by row in flat memory. Pure."""

from customers.tables.reading import read_table
from customers.tables.table import EMPTY, MOST_COLUMNS, Batch, BrokenRow, Row, Table, TableError

__all__ = ["EMPTY", "MOST_COLUMNS", "Batch", "BrokenRow", "Row", "Table", "TableError", "read_table"]
