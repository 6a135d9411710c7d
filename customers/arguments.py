"""What the commands that import ask alike."""

from argparse import ArgumentParser


def add_group(parser: ArgumentParser) -> None:
    """`--group COLUMN`: the columns to compare groups by."""
    parser.add_argument(
        "--group",
        action="append",
        default=[],
        metavar="COLUMN",
        help="compare groups by this column; may be repeated",
    )
