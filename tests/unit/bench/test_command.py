"""`manage.py bench`: what it is asked for."""

import pytest
from django.core.management import CommandError, call_command


@pytest.mark.parametrize("word", ["walls=many", "walls=-1"])
def test_a_size_that_is_no_number_is_told_with_its_remedy(word: str) -> None:
    with pytest.raises(CommandError, match="walls=1000000"):
        call_command("bench", word)


def test_an_unknown_path_is_told_with_those_there_are() -> None:
    with pytest.raises(CommandError, match=r"no path flight\. There are: answer, "):
        call_command("bench", "flight")
