"""Recommend us: the Net Promoter Score."""

from metrics.maths.power import TYPICAL_NPS_DEVIATION
from metrics.maths.scales import NPS
from metrics.measures.definition import Measure

MEASURE = Measure(
    key="nps",
    name="Net Promoter Score",
    plain_name="Recommend us",
    kind="nps",
    scale=NPS,
    explanation="How many more customers would warmly recommend you than would not.",
    formula="100 (promoters − detractors) / n; promoters gave 9 or 10, detractors 0 to 6.",
    interval="Adjusted Wald: ¾ of a promoter, ¾ of a detractor and 3 answers are added before the usual formula.",
    collected="How likely is it that you would recommend us to a friend or colleague? (0 to 10)",
    sources=(
        "Reichheld, F. (2003). The one number you need to grow. Harvard Business Review 81(12).",
        "Rocks, B. (2016). Interval estimation for the “Net Promoter Score”. The American Statistician 70(4).",
    ),
    typical_deviation=TYPICAL_NPS_DEVIATION,
    notice=(
        "Net Promoter, NPS and the NPS-related emoticons are registered trademarks, and Net Promoter Score is a "
        "service mark, of Bain & Company, Inc., NICE Systems, Inc. and Fred Reichheld. They are used here to name the "
        "method; this project belongs to none of them and is endorsed by none of them."
    ),
)
