"""The standard words of each kind of survey, with the sources of its question. Pure.

`{business}` stands for the business's name. A business may write its own words; an empty one means the standard.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from surveys.scales import Band

ANY_FOLLOW_UP = "What is the main reason for your answer?"  # while no score is chosen
LOW_THANKS = "We are sorry that it went wrong. {business} reads every answer and may write to you to put it right."
MIDDLE_THANKS = "{business} reads every answer and looks for what could be better."
HIGH_THANKS = "{business} is glad to hear it."


@dataclass(frozen=True, slots=True)
class Wording:
    """Everything a survey says, in the order in which a person meets it."""

    letter_subject: str
    letter_intro: str
    question: str
    low_label: str  # at the scale's first score
    high_label: str  # at its last
    low_follow_up: str
    middle_follow_up: str
    high_follow_up: str
    low_thanks: str = LOW_THANKS
    middle_thanks: str = MIDDLE_THANKS
    high_thanks: str = HIGH_THANKS

    def follow_up(self, band: Band | None) -> str:
        """The question beside the comment, fitting the score chosen; None where none is chosen."""
        return ANY_FOLLOW_UP if band is None else str(getattr(self, f"{band}_follow_up"))

    def thanks(self, band: Band) -> str:
        """What happens next, in words that fit the score."""
        return str(getattr(self, f"{band}_thanks"))


def nps() -> Wording:
    """Would you recommend us, 0–10: F. F. Reichheld, "The One Number You Need to Grow", HBR, December 2003.

    "Net Promoter" and "NPS" are registered marks of Bain & Company, NICE Systems and Fred Reichheld.
    """
    return Wording(
        letter_subject="One question from {business}",
        letter_intro="Thank you for coming to us. Would you tell us how we are doing? One click is enough.",
        question="How likely is it that you would recommend {business} to a friend or colleague?",
        low_label="not at all likely",
        high_label="extremely likely",
        low_follow_up="What went wrong, and what should we put right?",
        middle_follow_up="What would have made it better?",
        high_follow_up="What did you like most?",
    )


def csat() -> Wording:
    """Overall satisfaction, 1–5: P. W. Farris et al., Marketing Metrics, 2nd ed., 2010, "Customer satisfaction"."""
    return Wording(
        letter_subject="How was it at {business}?",
        letter_intro="Thank you for coming to us. Would you tell us how it was? One click is enough.",
        question="Overall, how satisfied are you with {business}?",
        low_label="very dissatisfied",
        high_label="very satisfied",
        low_follow_up="What went wrong, and what should we put right?",
        middle_follow_up="What would have made it better?",
        high_follow_up="What did you like most?",
    )


def ces() -> Wording:
    """Customer effort, classic, 1–7, lower is better: M. Dixon, K. Freeman and N. Toman, HBR, July–August 2010.

    The authors asked it on 1–5; here it stands on 1–7, as CES 2.0 does.
    """
    return Wording(
        letter_subject="Was it hard work with {business}?",
        letter_intro="You asked us for something. Would you tell us how much work that was? One click is enough.",
        question="How much effort did you personally have to put forth to handle your request?",
        low_label="very low effort",
        high_label="very high effort",
        low_follow_up="What made it hard?",
        middle_follow_up="What would have made it easier?",
        high_follow_up="What made it easy?",
    )


def ces2() -> Wording:
    """CES 2.0, agree 1–7, higher is better: CEB (now Gartner), in M. Dixon et al., The Effortless Experience, 2013."""
    return Wording(
        letter_subject="Did {business} make it easy?",
        letter_intro="You asked us for something. Would you tell us how easy it was? One click is enough.",
        question="How far do you agree? {business} made it easy for me to handle my issue.",
        low_label="strongly disagree",
        high_label="strongly agree",
        low_follow_up="What made it hard?",
        middle_follow_up="What would have made it easier?",
        high_follow_up="What made it easy?",
    )


STANDARD: Mapping[str, Wording] = {"nps": nps(), "csat": csat(), "ces": ces(), "ces2": ces2()}
OWN = frozenset(field.name for field in fields(Wording)) - {"low_label", "high_label"}


def wording(kind: str, business_name: str, own: Mapping[str, str]) -> Wording:
    """The words of a survey: the business's own, where `own` (by field; `thanks` for all bands) has some."""
    words = asdict(STANDARD[kind])
    thanks = own.get("thanks", "").strip()
    if thanks:
        words |= {f"{band}_thanks": thanks for band in Band}
    words |= {name: text.strip() for name, text in own.items() if name in OWN and text.strip()}
    # `replace`, not `format`: a business may write braces of its own.
    return Wording(**{name: text.replace("{business}", business_name) for name, text in words.items()})
