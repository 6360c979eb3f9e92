"""How a company's own reports look: a colour, a logo and a font, each optional.

    brand:
      accent: "#7a1f3d"
      logo: logo.svg
      font: brand.ttf

Logo and font are files of the plan folder. They are read as any file of a plan that may come from a stranger: inside
the folder, regular, no larger than such a file is, and of the kind that its name says.
"""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from okr_lib.errors import Message, RefusedError
from okr_lib.plan.fields import About, Record
from okr_lib.plan.inside import content_in, reason
from okr_lib.plan.references import Found
from okr_lib.plan.values import Text, ending_in

_COLOUR_PATTERN = "^#[0-9a-fA-F]{6}$"
# What a file of that ending starts with; an SVG is text, in which a browser runs nothing when it is shown as a picture.
_STARTS: dict[str, tuple[bytes, ...]] = {
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".svg": (b"<svg", b"<?xml", b"<!--", b"\xef\xbb\xbf<"),
    ".ttf": (b"\x00\x01\x00\x00", b"true"),
    ".otf": (b"OTTO",),
}


def _colour(value: Any) -> str:
    digits = value[1:] if isinstance(value, str) and value.startswith("#") else ""
    if len(digits) != 6 or set(digits) - set("0123456789abcdefABCDEF"):
        raise RefusedError("{value} is not a colour; write {example}", value=repr(value), example='"#0072b2"')
    return str(value).lower()


def _in_folder(name: str) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
        raise RefusedError("{file} is not a file of the plan folder; put it there and write its name", file=repr(name))
    return name


_Colour = Annotated[str, BeforeValidator(_colour), WithJsonSchema({"type": "string", "pattern": _COLOUR_PATTERN})]
_LogoName = Annotated[Text, AfterValidator(_in_folder), ending_in(".png", ".svg")]
_FontName = Annotated[Text, AfterValidator(_in_folder), ending_in(".ttf", ".otf")]


class Brand(Record):
    """Colour, logo and font of reports, pages and slides."""

    accent: Annotated[
        _Colour | None, About("Colour", note="Of rules and links in reports, as #rrggbb, such as #0072b2.")
    ] = None
    logo: Annotated[_LogoName | None, About("Logo", note="A .png or .svg file in the plan folder.")] = None
    font: Annotated[_FontName | None, About("Font", note="A .ttf or .otf file in the plan folder.")] = None

    def content(self, folder: Path, field: str) -> bytes | None:
        """The bytes of the logo or the font, ``None`` where there is none; an ``OSError`` where it cannot be read from the folder."""
        name = getattr(self, field)
        return content_in(folder, name) if name else None


def file_problems(brand: Brand, folder: Path) -> Iterator[Found]:
    """Path and message of a logo or font that cannot be shown."""
    for field in ("logo", "font"):
        name = getattr(brand, field)
        try:
            content = brand.content(folder, field)
        except OSError as error:
            yield ("brand", field), reason(error, Message("put the file into the plan folder"))
            continue
        ending = PurePosixPath(name or "").suffix.casefold()
        if content is not None and not content.lstrip().startswith(_STARTS[ending]):
            message = Message(
                "{file} is not what its ending says; save it as {ending} again", file=repr(name), ending=ending
            )
            yield ("brand", field), message
