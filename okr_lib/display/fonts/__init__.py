"""The font of reports: Source Sans 3 by Adobe, under the Open Font License (OFL.txt beside this).

It has the letters that European languages are written with, is set as large as Arial or Helvetica is at the same size, and
has another name therefore, as its licence wants. The .ttf files measure and draw; the .woff2 files go into pages.
"""

from pathlib import Path

FAMILY = "Report Sans"
FOLDER = Path(__file__).parent
