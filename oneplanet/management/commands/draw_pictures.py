"""Draw the pictures of link previews and the icon of home screens anew."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from oneplanet.arcs import PATTERNS
from oneplanet.pictures import share_picture, touch_icon

FOLDER = Path(settings.BASE_DIR) / "static" / "img"


def pictures() -> dict[str, bytes]:
    """File under static/img → its bytes."""
    found = {f"share/{code.lower()}.png": share_picture(code) for code in PATTERNS}
    return found | {
        "share/network.png": share_picture("all"),
        "touch-icon.png": touch_icon(),
    }


class Command(BaseCommand):
    help = "Draw static/img/share/*.png and touch-icon.png; needed after a new motif."
    requires_system_checks = ()

    def handle(self, **options):
        for name, picture in pictures().items():
            path = FOLDER / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(picture)
            self.stdout.write(f"{name}: {len(picture) / 1000:.1f} kB")
