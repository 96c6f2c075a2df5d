"""Pictures for previews and phones: the arcs, the size told, small, the same."""

from io import BytesIO
from math import atan2, degrees

import pytest
from PIL import Image, ImageChops

from oneplanet import arcs, pictures
from oneplanet.management.commands.draw_pictures import FOLDER
from oneplanet.management.commands.draw_pictures import pictures as all_pictures

DRAWN = all_pictures()


def opened(data):
    image = Image.open(BytesIO(data))
    image.load()
    return image


def test_there_is_one_for_each_programme_one_for_all_and_an_icon():
    names = {f"share/{code.lower()}.png" for code in arcs.PATTERNS}
    assert set(DRAWN) == names | {"share/network.png", "touch-icon.png"}


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_is_a_small_png_of_the_size_previews_are_told(name):
    picture = opened(DRAWN[name])
    wanted = pictures.ICON if name == "touch-icon.png" else pictures.SHARE
    assert (picture.format, picture.size) == ("PNG", wanted)
    assert len(DRAWN[name]) < 30_000


@pytest.mark.parametrize("name", DRAWN)
def test_the_pictures_kept_are_those_drawn_today(name):
    """Pixel by pixel: packing may differ between versions of libraries."""
    kept, today = (
        opened(data).convert("RGB")
        for data in ((FOLDER / name).read_bytes(), DRAWN[name])
    )
    assert (
        max(high for _low, high in ImageChops.difference(kept, today).getextrema()) < 9
    )


def test_the_same_drawing_gives_the_same_bytes():
    assert pictures.share_picture("ST") == DRAWN["share/st.png"]


@pytest.mark.parametrize("code", arcs.PATTERNS)
def test_a_programmes_hue_stands_in_its_sixty_degrees_and_nowhere_else(code):
    picture = opened(DRAWN[f"share/{code.lower()}.png"]).convert("RGB")
    hue = bytes.fromhex(pictures._colours()[code.lower()][1:])
    turn = list(arcs.PATTERNS).index(code) * 60
    pixels = picture.tobytes()
    mask = [
        divmod(i // 3, picture.width)
        for i in range(0, len(pixels), 3)
        if pixels[i : i + 3] == hue
    ]
    assert len(mask) > 2000
    angles = {_angle(x - 600, y - 315) for y, x in mask}
    assert all(turn <= angle <= turn + 60 for angle in angles)


def _angle(x, y):
    """Degrees clockwise from the top."""
    return degrees(atan2(x, -y)) % 360
