"""The words of the field, each in one plain sentence: what stands beside a term on a page. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from metrics.maths.scales import CELLS, DETRACTORS, PROMOTERS
from metrics.maths.states import MINIMUM_ANSWERS
from metrics.measures import MEASURES, Measure

PASSIVES = frozenset(range(CELLS)) - PROMOTERS - DETRACTORS


@dataclass(frozen=True, slots=True)
class Term:
    """A term: what its button asks, and the answer."""

    question: str
    words: str


def of_measure(measure: Measure) -> Term:
    """A metric by its definition: "What is Net Promoter Score?"."""
    return Term(f"What is “{measure.plain_name}”?", f"{measure.name}: {measure.explanation}")


def _scores(scores: frozenset[int]) -> str:
    return f"{min(scores)} to {max(scores)}"


OTHERS: Mapping[str, Term] = {
    "metric": Term(
        "What is a metric?",
        "One number that is counted from answers in the same way every time, so that two months can be compared.",
    ),
    "promoter": Term(
        "Who are promoters and detractors?",
        f"Of those asked whether they would recommend you, promoters gave {_scores(PROMOTERS)}, passives "
        f"{_scores(PASSIVES)} and detractors {_scores(DETRACTORS)}.",
    ),
    "range": Term(
        "What is the likely range?",
        "Not everybody answers, so the true score is not known: it lies in this range 95 times of 100, and more "
        "answers make the range narrower.",
    ),
    "change": Term(
        "What does “too close to call” mean?",
        "A change is called real only if so many answers would hardly show it by chance; all others are too close to "
        "call.",
    ),
    "verdict": Term(
        "How sure is a verdict?",
        "It weighs how likely you are at the target, or at the straight line to it, given that not everybody "
        f"answered; under {MINIMUM_ANSWERS} answers it is too early to say.",
    ),
    "baseline": Term("What is the start?", "The score from which the way to your target is measured."),
    "target": Term("What is a target?", "The score that you want to reach, and the day by which you want it."),
    "segment": Term(
        "What is a segment?",
        "Customers who have something in common, such as the shop they come to, counted by themselves.",
    ),
    "round": Term("What is a round?", "One survey, sent once to the customers whom you choose."),
    "letters": Term(
        "What can become of a letter?",
        "It is delivered when the customer's mail server takes it, bounced when the address does not work, refused "
        "when the server does not want it, and unknown when the connection broke off meanwhile.",
    ),
    "quiet": Term(
        "What is the quiet period?",
        "For so many days after a survey letter nobody gets another one, whatever you send.",
    ),
    "provisional": Term(
        "What is a provisional score?",
        "A score that came by opening a link in a letter and was not confirmed with Send: it is kept, but not counted.",
    ),
    "set_aside": Term(
        "What does “set aside” mean?",
        "The answer looks like that of a machine which checks mail: it is kept, and counted only if you restore it.",
    ),
    "case": Term(
        "What is a case?",
        "An unhappy answer that somebody sees to, until it is closed with a cause and an outcome.",
    ),
    "due": Term(
        "When is a case due?",
        "When the working hours that you give yourselves for a first reply are over; the settings say how many.",
    ),
    "cause": Term(
        "What is a cause?",
        "What went wrong, in a word or two: the causes that come up most are what to improve.",
    ),
    "improvement": Term(
        "What is an improvement?",
        "One thing that you change, with somebody who sees to it and a day on which you look back.",
    ),
    "review": Term(
        "What happens on the day to look back?",
        "The scores from before and after the change are put side by side, and you say what came of it.",
    ),
}

TERMS: Mapping[str, Term] = {**{key: of_measure(measure) for key, measure in MEASURES.items()}, **OTHERS}
