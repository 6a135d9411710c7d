"""Beginnings of a reply."""

from followup.starters import LONGEST_QUOTE, quote, starters


def test_each_starter_greets_quotes_and_signs() -> None:
    begun = starters("Ann Weber", "Waited\n40 minutes.", "Kornblume", "Mia")
    assert len(begun) == 3
    for one in begun:
        assert one.text.startswith("Hello Ann Weber,")
        assert "You wrote: “Waited 40 minutes.”" in one.text
        assert one.text.endswith("Mia\nKornblume")


def test_without_name_and_words_it_still_reads_well() -> None:
    text = starters("", " ", "Kornblume", "Mia")[0].text
    assert text.startswith("Hello,\n\nThank you for telling us. You were not happy with us.")


def test_words_in_braces_are_left_as_they_are() -> None:
    assert "“{said} {0}”" in starters("", "{said} {0}", "Kornblume", "Mia")[0].text


def test_a_long_quote_is_cut_between_words() -> None:
    cut = quote("word " * 100)
    assert len(cut) <= LONGEST_QUOTE + 2
    assert cut.endswith("word …")
