"""Answered: the share of delivered letters that got a confirmed answer."""

from metrics.maths.scales import Direction, Headline, Scale
from metrics.measures.definition import Measure

# The stored histogram has two cells: silent (0) and answered (1), by the day of delivery.
RESPONSE = Scale("response", 0, 1, Direction.HIGHER, frozenset({1}), Headline.SHARE)

MEASURE = Measure(
    key="response_rate",
    name="Response rate",
    plain_name="Answered",
    kind="response",
    scale=RESPONSE,
    explanation="The share of delivered letters that got an answer, by the day the letter was delivered.",
    formula="Confirmed answers / delivered letters.",
    interval="Wilson's score interval.",
    collected="From every letter: whether it arrived, and whether it was answered. n counts letters, not answers.",
    sources=(
        "AAPOR (2023). Standard Definitions: Final dispositions of case codes and outcome rates for surveys, 10th ed.",
        "Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. JASA 22.",
    ),
    typical_deviation=0.5,  # the most a share can have
)
