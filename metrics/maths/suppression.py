"""Small groups kept from those who may not see single answers."""

from collections.abc import Mapping
from dataclasses import dataclass

MINIMUM_FOR_SCORE = 5
MINIMUM_FOR_COMMENTS = 10


@dataclass(frozen=True, slots=True)
class Hidden:
    """The groups whose score, and whose comments, must not be shown."""

    scores: frozenset[str]
    comments: frozenset[str]


def hidden(
    groups: Mapping[str, int],
    *,
    minimum_for_score: int = MINIMUM_FOR_SCORE,
    minimum_for_comments: int = MINIMUM_FOR_COMMENTS,
) -> Hidden:
    """Which of the groups (name to n), that together make a shown total, to hide.

    Groups under the minimum go first. The total less what is visible gives the hidden ones together, so while
    that remainder is a single group or itself under the minimum, the smallest visible group is hidden too.
    Empty groups have nothing to hide and hide nobody. Secondary suppression as in Hundepool et al. (2012),
    Statistical Disclosure Control.
    """
    present = sorted((n, name) for name, n in groups.items() if n > 0)
    scores = [(n, name) for n, name in present if n < minimum_for_score]
    visible = present[len(scores) :]
    while scores and visible and (len(scores) < 2 or sum(n for n, _ in scores) < minimum_for_score):
        scores.append(visible.pop(0))
    names = frozenset(name for _, name in scores)
    return Hidden(scores=names, comments=names | {name for n, name in present if n < minimum_for_comments})


def total_is_shown(n: int, minimum_for_score: int = MINIMUM_FOR_SCORE) -> bool:
    """Whether a total of n answers may itself show its score."""
    return n >= minimum_for_score
