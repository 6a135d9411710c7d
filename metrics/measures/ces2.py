"""Made it easy: Customer Effort Score 2.0, higher is better. Never pooled with the classic one."""

from metrics.maths.scales import CES2
from metrics.measures.definition import Measure

MEASURE = Measure(
    key="ces2",
    name="Customer Effort Score 2.0",
    plain_name="Easy",
    kind="ces2",
    scale=CES2,
    explanation="How far customers agree that you made it easy, from 1 (not at all) to 7 (fully). Higher is better.",
    formula="The mean of the scores, 1 to 7.",
    interval="Student's t on the mean, within 1 to 7.",
    collected="The company made it easy for me to handle my issue. (1, strongly disagree, to 7, strongly agree)",
    sources=(
        "Dixon, M., Toman, N. and DeLisi, R. (2013). The Effortless Experience. Portfolio.",
        "Student (1908). The probable error of a mean. Biometrika 6.",
    ),
    typical_deviation=2.0,  # of 1 to 7, each as likely as the others
)
