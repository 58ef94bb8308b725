from django.conf import settings
from django.core.management import BaseCommand

from weather.icons import drawings

FOLDER = settings.BASE_DIR / "weather" / "static" / "weather" / "icons"


class Command(BaseCommand):
    help = "Draw the icons of the weather anew from the code."

    def handle(self, **options):
        FOLDER.mkdir(parents=True, exist_ok=True)
        for old in FOLDER.glob("*.svg"):
            old.unlink()
        for name, svg in drawings().items():
            (FOLDER / f"{name}.svg").write_text(svg, encoding="utf-8")
        self.stdout.write(f"Drew {len(drawings())} icons.")
