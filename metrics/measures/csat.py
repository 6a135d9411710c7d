"""Satisfied: the share of customers who gave 4 or 5 of 5."""

from metrics.maths.scales import CSAT
from metrics.measures.definition import Measure

MEASURE = Measure(
    key="csat",
    name="Customer Satisfaction (top-2-box)",
    plain_name="Satisfied",
    kind="csat",
    scale=CSAT,
    explanation="The share of customers who were satisfied or very satisfied.",
    formula="(answers of 4 or 5) / n.",
    interval="Wilson's score interval.",
    collected="How satisfied were you with us? (1 to 5)",
    sources=(
        "Morgan, N. A. and Rego, L. L. (2006). The value of different customer satisfaction and loyalty metrics in "
        "predicting business performance. Marketing Science 25(5).",
        "Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. JASA 22.",
    ),
    typical_deviation=0.5,  # the most a share can have
)
