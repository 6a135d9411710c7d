"""A chart as a bitmap."""

from datetime import date
from io import BytesIO

from PIL import Image

from dashboards.files import picture
from tests.factories.charts import make_chart


def test_a_picture_is_sharp_light_and_the_same_each_time() -> None:
    drawn = picture(make_chart()["spec"])
    image = Image.open(BytesIO(drawn))
    assert (image.format, image.size) == ("PNG", (1200, 560))
    assert len(drawn) < 20_000
    assert drawn == picture(make_chart()["spec"])


def test_the_line_the_band_and_the_target_have_their_colours() -> None:
    image = Image.open(BytesIO(picture(make_chart()["spec"]))).convert("RGB")
    seen = {colour for _, colour in image.getcolors(100_000) or []}

    def near(wanted: tuple[int, int, int]) -> bool:
        return any(max(abs(a - b) for a, b in zip(one, wanted, strict=True)) < 14 for one in seen)  # type: ignore[arg-type] # RGB

    assert all(map(near, [(29, 95, 168), (223, 233, 243), (27, 110, 75), (255, 255, 255)]))


def test_a_name_in_any_script_is_drawn() -> None:
    chart = make_chart(markers=[(date(2026, 8, 3), "مخبز القمح"), (date(2026, 9, 3), "Łódź, Αθήνα")])
    assert picture(chart["spec"]) != picture(make_chart()["spec"])
