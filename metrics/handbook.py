"""`docs/metrics.md`, written from the definitions. Pure."""

from collections.abc import Iterable

from metrics.measures import Measure, Unit

HEAD = """# Metrics

What each number means, exactly. Written by `manage.py document_metrics` from `metrics/measures/`: change a definition
there, and a test asks for this page anew.

Every number carries `value`, `n`, `low` and `high` (the 95 % range), `state`, `as_of` (when the answers were last
counted) and the `version` of its definition.

| state | what it says |
| --- | --- |
| `ok` | it can be read and compared |
| `too_few` | fewer answers than the metric needs; its value, n and range still stand |
| `partial` | the period is not over, or the data stop inside it: silent to its end for a week, and longer than ever |
| `none` | no answers; the value is null, never 0 |

## Rules
- Only confirmed answers count, on the local day they were given; a changed answer stays on its day. A letter counts on
  the day it was delivered.
- Periods are half-open in the business's time zone: `from` counts, `to` does not.
- A rolling range (everything so far, the last weeks) is not a period and is never `partial`.
- Segments pool back to the total exactly; customers of whom a property is not known are the segment "".
- Nothing is rounded before it is shown: points without decimals, per cents and means with one.
- Up or down is said by a test at 5 %, with the smallest change that could have been seen; between segments the
  Benjamini-Hochberg procedure holds false discoveries down.
- A page compares a whole month or quarter with the one before, and any other days with as many before them. What it
  calls most of a change is one segment's own part in it, or the shift of who was counted (Kitagawa 1955), if over half.
- The present number of a page is that of the last 4 weeks, or of 8 or 12 where fewer hold under 30 answers.
"""
UNITS = {Unit.POINTS: "points", Unit.SHARE: "share from 0 to 1, shown in per cent", Unit.MEAN: "mean of the scale"}


def handbook(measures: Iterable[Measure]) -> str:
    """The whole page."""
    return "\n".join([HEAD, *map(chapter, measures)])


def chapter(measure: Measure) -> str:
    """One metric's part of the page."""
    low, high = (f"{limit:g}".replace("-", "−") for limit in measure.limits)
    facts = [
        ("plain name", measure.plain_name),
        ("unit", UNITS[measure.unit]),
        ("limits", f"{low} to {high}"),
        ("better", "higher" if measure.higher_is_better else "lower"),
        ("value", measure.formula),
        ("range", measure.interval),
        ("collected", measure.collected),
        ("needs", f"{measure.minimum} at least, or it is `too_few`"),
        ("version", str(measure.version)),
    ]
    table = "\n".join(f"| {name} | {fact} |" for name, fact in facts)
    sources = "\n".join(f"- {source}" for source in measure.sources)
    notice = f"\n{measure.notice}\n" if measure.notice else ""
    return (
        f"## `{measure.key}`: {measure.name}\n{measure.explanation}\n\n| | |\n| --- | --- |\n{table}\n\n"
        f"Sources:\n{sources}\n{notice}"
    )
