"""The time zones that a business can choose from."""

from accounts.zones import choices, zones


def test_zones_are_those_of_the_system_and_no_others() -> None:
    assert {"UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires"} <= zones()
    assert "Europe/Nowhere" not in zones()


def test_each_zone_is_a_choice_in_plain_words_and_in_order() -> None:
    assert ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos Aires") in choices()
    assert [name for name, _ in choices()] == sorted(zones())
