"""The words of each kind of survey: the standard ones of a language, or the business's own. Pure.

The standard ones stand in `words/<language>.toml`. `{business}` stands for the business's name. A business may write
its own words; an empty one means the standard. Where the questions come from:

- `nps`, would you recommend us, 0–10: F. F. Reichheld, "The One Number You Need to Grow", HBR, December 2003. "Net
  Promoter" and "NPS" are registered marks of Bain & Company, NICE Systems and Fred Reichheld.
- `csat`, overall satisfaction, 1–5: P. W. Farris et al., Marketing Metrics, 2nd ed., 2010, "Customer satisfaction".
- `ces`, customer effort, classic, 1–7, lower is better: M. Dixon, K. Freeman and N. Toman, HBR, July–August 2010. The
  authors asked it on 1–5; here it stands on 1–7, as CES 2.0 does.
- `ces2`, CES 2.0, agree 1–7, higher is better: CEB (now Gartner), in M. Dixon et al., The Effortless Experience, 2013.

They are English; the translations are ours, see `docs/languages.md`.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache, lru_cache

from foundation import languages
from surveys.catalogue import fill, phrases, tables
from surveys.scales import Band


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
    low_thanks: str
    middle_thanks: str
    high_thanks: str
    any_follow_up: str  # while no score is chosen

    def follow_up(self, band: Band | None) -> str:
        """The question beside the comment, fitting the score chosen; None where none is chosen."""
        return str(getattr(self, f"{band or 'any'}_follow_up"))

    def thanks(self, band: Band) -> str:
        """What happens next, in words that fit the score."""
        return str(getattr(self, f"{band}_thanks"))


# What a business may write itself. `thanks` is said whatever the score.
WORDS = (
    "question",
    "low_follow_up",
    "middle_follow_up",
    "high_follow_up",
    "thanks",
    "letter_subject",
    "letter_intro",
)
Own = Mapping[str, Mapping[str, str]]  # a business's words by language and name


@cache
def standard(kind: str, language: str = languages.STANDARD) -> Wording:
    """The standard words of a kind of survey, `{business}` still in them."""
    words = tables(language)
    return Wording(**words[kind], **words["thanks"], any_follow_up=phrases(language).reason)


def by_language(english: Mapping[str, str], translations: Own) -> Own:
    """A business's words, by language: those of English stand in columns of their own."""
    return {languages.STANDARD: english, **translations}


def written(own: Own) -> list[str]:
    """The languages that a business has words of its own in."""
    return [language for language in languages.LANGUAGES if any(own.get(language, {}).values())]


def wording(
    kind: str, business_name: str, own: Own, language: str = languages.STANDARD, *, plain: bool = False
) -> Wording:
    """The words of a survey in a language: the business's own, where `own` has some in it.

    `plain`: without the marks that keep a name together in a language written from right to left.
    """
    name = business_name if plain else languages.isolated(business_name, language)
    mine = {word: text.strip() for word, text in own.get(language, {}).items() if word in WORDS and text.strip()}
    if not mine:
        return _unchanged(kind, name, language)
    words = asdict(standard(kind, language))
    if thanks := mine.pop("thanks", ""):
        words |= {f"{band}_thanks": thanks for band in Band}
    return _named(words | mine, name)


@lru_cache(maxsize=4096)
def _unchanged(kind: str, name: str, language: str) -> Wording:
    """The standard words for one business: every page asks for them."""
    return _named(asdict(standard(kind, language)), name)


def _named(words: Mapping[str, str], name: str) -> Wording:
    return Wording(**{field: fill(text, business=name) for field, text in words.items()})
