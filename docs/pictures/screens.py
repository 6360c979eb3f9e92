"""Make the pictures of docs/tutorial.md from what the browser tests saw: run them, then this."""

from pathlib import Path

from PIL import Image

HERE = Path(__file__).parent
SEEN = HERE.parent.parent / "test-artifacts"
WIDTH, COLOURS = 1000, 240

SCREENS = {
    "tutorial-start": "story-1-start",
    "tutorial-ambition": "story-2-ambition",
    "tutorial-initiative": "story-4-initiative",
    "tutorial-scenarios": "lab-scenarios",
}

for name, seen in SCREENS.items():
    with Image.open(SEEN / f"{seen}.png") as picture:
        height = round(picture.height * WIDTH / picture.width)
        small = picture.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS)
        small.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
            HERE / f"{name}.png", optimize=True
        )
