"""The heading of a metric: are we on target, in words. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from dashboards.figures import Figures
from dashboards.presenters.numbers import too_early
from dashboards.presenters.periods import day, length
from foundation import writing
from metrics.maths.goals import Goal, Judgement, Question, Standing
from metrics.measures import Measure
from metrics.wording import number, of_answers

COMMENTS_ONLY = 10  # below it a score would only mislead
OUT_OF_REACH = 20  # times as many answers as there are: nobody waits for them


class Stage(Enum):
    """How much can be said."""

    NOTHING = auto()  # no answers yet
    WORDS = auto()  # 1 to 9: what people said, no score
    SILENT = auto()  # there were answers, none of late
    EARLY = auto()  # a score, greyed
    VERDICT = auto()


@dataclass(frozen=True, slots=True)
class Words:
    """A heading, and the sentence that goes with it where there is more to say."""

    heading: str
    more: str = ""


def stage_of(figures: Figures) -> Stage:
    """What the answers of twelve months, and those at present, allow to say."""
    if figures.total == 0:
        return Stage.NOTHING
    if figures.total < COMMENTS_ONLY:
        return Stage.WORDS
    if figures.now.n == 0:
        return Stage.SILENT
    counted = figures.now.n if figures.judged is None else figures.judged.n
    return Stage.EARLY if counted < figures.measure.minimum else Stage.VERDICT


def heading(figures: Figures, today: date) -> Words:
    """ "Probably on the way: 37 now, from 24 to 40 by 31 March." and what can be said at fewer answers."""
    measure, now = figures.measure, figures.now
    match stage_of(figures):
        case Stage.NOTHING:
            return Words("No answers yet")
        case Stage.WORDS:
            first = "Your first answer" if figures.total == 1 else f"Your first {of_answers(measure, figures.total)}"
            return Words(first, f"From {COMMENTS_ONLY} answers on there is a score, from {measure.minimum} a verdict.")
        case Stage.SILENT:
            silence = length(now.period_from, now.period_to, today)
            return Words(f"No answers in {silence}", "The line below shows the months before.")
        case Stage.EARLY:
            return early(figures, today)
    if figures.aim is None or figures.judged is None:
        return Words(f"{number(measure, now.value)} now, and no target yet.")
    way = from_to(measure, figures.aim.way, today)
    standing = f"{figures.judged.standing}: {number(measure, now.value)} now"
    return Words(f"{standing}, {way}.", settling(measure, figures.judged))


def early(figures: Figures, today: date) -> Words:
    """Too early to say (12 of 30): by the answers at present, or by those since the goal began."""
    measure, n = figures.measure, figures.now.n if figures.judged is None else figures.judged.n
    missing = f"{of_answers(measure, measure.minimum - n).replace(' ', ' more ', 1)} and there is a verdict."
    if figures.aim is not None and n < figures.now.n:
        missing = f"Counted since {day(figures.aim.since, today)}, when the way to the target began. {missing}"
    return Words(f"Too early to say ({too_early(measure, n)})", missing)


def from_to(measure: Measure, way: Goal, today: date) -> str:
    """from 24 to 40 by 31 March."""
    return f"from {number(measure, way.baseline)} to {number(measure, way.target)} by {day(way.due, today)}"


def settling(measure: Measure, judged: Judgement) -> str:
    """How sure the verdict is, and how many more answers would settle it; empty where there is none."""
    if judged.probability is None or judged.standing is Standing.TOO_EARLY:
        return ""
    chance = f"{likely(judged.probability)} that you are at {place(measure, judged)} or better today."
    if judged.question is Question.ON_THE_WAY and judged.at_target is not None:
        chance = f"{chance[:-1]}, and {percent(judged.at_target)} that you have reached the target itself."
    if not judged.more_answers:
        return chance
    if judged.more_answers > OUT_OF_REACH * judged.n:
        return f"{chance} More answers alone will not settle it soon."
    return f"{chance} About {about(judged.more_answers)} more answers would settle it."


def place(measure: Measure, judged: Judgement) -> str:
    """the line to the target (35)."""
    where = "the target" if judged.question is Question.REACHED else "the line to the target"
    return f"{where} ({number(measure, judged.threshold)})"


def likely(probability: float) -> str:
    """A probability as a chance in words: It is 72% likely."""
    return f"It is {percent(probability)} likely"


def percent(probability: float) -> str:
    """A probability in per cent, never quite none and never quite sure: 72%."""
    return writing.percent(min(99, max(1, round(100 * probability))))


def about(count: int) -> str:
    """A count that is a guess, to two digits: 130, 1,200."""
    return writing.count(round(count, -max(0, len(str(count)) - 2)))


TONES = {
    Standing.TARGET_REACHED: "good",
    Standing.ON_THE_WAY: "good",
    Standing.PROBABLY_ON_THE_WAY: "good",
    Standing.REACHED: "good",
    Standing.PROBABLY_REACHED: "good",
    Standing.PROBABLY_BEHIND: "warn",
    Standing.PROBABLY_MISSED: "warn",
    Standing.BEHIND: "bad",
    Standing.MISSED: "bad",
}


def tone(standing: Standing) -> str:
    """The colour beside a verdict's words: good, warn, bad, or none where nothing can be said."""
    return TONES.get(standing, "")
