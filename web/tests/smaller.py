"""Makes pictures of pages small: a palette of 200 colours is all that flat surfaces and text need.

    python web/tests/smaller.py FOLDER
"""

import sys
from pathlib import Path

from PIL import Image

COLOURS = 200

for path in sorted(Path(sys.argv[1]).glob("*.png")):
    before = path.stat().st_size
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    small.save(path, optimize=True)
    print(f"{path.name}: {before // 1000} KB to {path.stat().st_size // 1000} KB")
