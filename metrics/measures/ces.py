"""Little effort: the classic Customer Effort Score, lower is better."""

from metrics.maths.scales import CES
from metrics.measures.definition import Measure

MEASURE = Measure(
    key="ces",
    name="Customer Effort Score",
    plain_name="Effort",
    kind="ces",
    scale=CES,
    explanation="How much effort customers had to put in, from 1 (very little) to 7 (very much). Lower is better.",
    formula="The mean of the scores, 1 to 7.",
    interval="Student's t on the mean, within 1 to 7.",
    collected="How much effort did you personally have to put forth to handle your request? (1 to 7)",
    sources=(
        "Dixon, M., Freeman, K. and Toman, N. (2010). Stop trying to delight your customers. Harvard Business Review "
        "88(7/8).",
        "Student (1908). The probable error of a mean. Biometrika 6.",
    ),
    typical_deviation=2.0,  # of 1 to 7, each as likely as the others
)
