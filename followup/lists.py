"""The lists of the queue: their names, what each shows as a sentence, and what stands there while it is empty. Pure."""

from collections.abc import Mapping

from foundation import writing

USUAL, CLOSED, MINE_ANSWERED = "waiting", "closed", "mine_answered"
MINE = ("mine", MINE_ANSWERED)
ANSWERED = ("answered", MINE_ANSWERED)
LABELS = {
    USUAL: "Waiting for us",
    "mine": "Mine",
    "unassigned": "Nobody’s",
    "overdue": "Late",
    "answered": "Answered",
    CLOSED: "Closed",
}
LISTS = (*LABELS, MINE_ANSWERED)
SENTENCES = {  # of one, of many
    USUAL: ("{n} case waits for us.", "{n} cases wait for us, the soonest due first."),
    "mine": ("{n} case of yours waits for us.", "{n} cases of yours wait for us, the soonest due first."),
    "unassigned": (
        "{n} case waits for us, and nobody has it.",
        "{n} cases wait for us, and nobody has them; the soonest due first.",
    ),
    "overdue": ("{n} case waits for us and is late.", "{n} cases wait for us and are late, the soonest due first."),
    "answered": (
        "{n} case is answered: it waits for the customer, or to be closed.",
        "{n} cases are answered: they wait for the customer, or to be closed. "
        "The one answered longest ago comes first.",
    ),
    MINE_ANSWERED: (
        "{n} case of yours is answered: it waits for the customer, or to be closed.",
        "{n} cases of yours are answered: they wait for the customer, or to be closed. "
        "The one answered longest ago comes first.",
    ),
}
EMPTY = {
    USUAL: ("Nobody is waiting", "An unhappy answer opens a case here, due within your working hours."),
    "mine": ("No case of yours is waiting", "Take the next one from all that wait."),
    "unassigned": ("Every case that waits is in somebody’s hands", ""),
    "overdue": ("Nothing is late", ""),
    "answered": ("No answered case is open", "A case stands here from your answer until it is closed."),
    MINE_ANSWERED: ("No answered case of yours is open", ""),
    CLOSED: ("No case is closed yet", ""),
}
NOTHING_ABOUT = ("No closed case fits", "Cases that were opened again are with those that wait, or that are answered.")


def sentence(show: str, numbers: Mapping[str, int]) -> str:
    """3 cases wait for us, the soonest due first. "" for none."""
    if show == CLOSED:
        return "All closed cases, the latest first."
    count = numbers[show]
    one, many = SENTENCES[show]
    return (one if count == 1 else many).format(n=writing.count(count)) if count else ""


def beside(show: str, numbers: Mapping[str, int]) -> tuple[str, str] | None:
    """The words of a link and the list that it opens: one's own of the answered ones, and all of them."""
    own, all_of_them = numbers[MINE_ANSWERED], numbers["answered"]
    if show == "answered" and 0 < own < all_of_them:
        return f"{writing.count(own)} of them {'is' if own == 1 else 'are'} yours", MINE_ANSWERED
    if show == MINE_ANSWERED and own < all_of_them:
        return f"All {writing.count(all_of_them)} that are answered", "answered"
    if show == "mine" and own:
        return f"{writing.count(own)} of yours {'is' if own == 1 else 'are'} answered", MINE_ANSWERED
    return None
