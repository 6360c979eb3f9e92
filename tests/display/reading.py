"""Reading what was shown: the words and bars of a figure, the rows of a table."""

from html.parser import HTMLParser

from matplotlib.text import Text

from okr_lib.display.picture import _renderer_of, style


def words(picture):
    """Every text of a figure."""
    return [text.get_text() for text in picture.figure.findobj(Text) if text.get_text()]


def title(picture):
    return picture.figure.get_suptitle()


def names(picture):
    """The names down the left side."""
    return [label.get_text() for label in picture.figure.axes[0].get_yticklabels()]


def bars(picture):
    """Bars as (left, width), in the order drawn."""
    return [
        (bar.get_x(), bar.get_width()) for container in picture.figure.axes[0].containers for bar in container.patches
    ]


def boxes(picture, texts):
    """Where texts are drawn, in pixels."""
    with style():
        renderer = _renderer_of(picture.figure)
        picture.figure.draw(renderer)
        return [text.get_window_extent(renderer) for text in texts if text.get_text()]


def collisions(placed):
    """How many of some boxes overlap another."""
    return sum(one.overlaps(other) for index, one in enumerate(placed) for other in placed[:index])


class _Rows(HTMLParser):
    def __init__(self):
        super().__init__()
        self.rows, self.cell = [], None

    def handle_starttag(self, tag, _attrs):
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.cell = ""

    def handle_data(self, data):
        if self.cell is not None:
            self.cell += data

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.rows[-1].append(self.cell.strip())
            self.cell = None


def rows(table):
    """A table's rows of text, heads first."""
    parser = _Rows()
    parser.feed(html(table))
    return parser.rows


def html(table):
    """A table's HTML."""
    return table.as_raw_html()
