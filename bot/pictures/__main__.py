"""`python -m bot.pictures`: reads what to draw on its way in, writes a PNG on its way out, and ends."""

import json
import sys
from io import BytesIO

from bot.pictures.drawing import bars, squares


def main() -> None:
    told = json.load(sys.stdin)
    figure = squares(told) if told["kind"] == "squares" else bars(told)
    made = BytesIO()
    figure.savefig(made, format="png")
    sys.stdout.buffer.write(made.getvalue())


if __name__ == "__main__":
    main()
