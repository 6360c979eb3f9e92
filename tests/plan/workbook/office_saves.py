"""What office programs make of a workbook when they save it, without an office program."""

import io
import re
import zipfile

CELL = re.compile(rb'<c ([^>]*?)t="inlineStr"><is>(.*?)</is></c>', re.DOTALL)
PART = b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
RELATION = b'<Relationship Id="rIdShared" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/>'
MAIN = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def save_again(path):
    """Move the texts to the list that cells share, make every end of a line a line feed, and let people unhide all sheets."""
    texts: list[bytes] = []

    def moved(match):
        texts.append(re.sub(b"(?<!_x005F)_x000[Dd]_\n?", b"\n", match[2]))
        return b'<c %st="s"><v>%d</v></c>' % (match[1], len(texts) - 1)

    stream = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/worksheets/"):
                content = CELL.sub(moved, content)
            elif name == "[Content_Types].xml":
                content = content.replace(b"</Types>", PART + b"</Types>")
            elif name == "xl/_rels/workbook.xml.rels":
                content = content.replace(b"</Relationships>", RELATION + b"</Relationships>")
            elif name == "xl/workbook.xml":
                content = content.replace(b'"veryHidden"', b'"hidden"')
            new.writestr(name, content)
        new.writestr("xl/sharedStrings.xml", MAIN + b"".join(b"<si>%s</si>" % text for text in texts) + b"</sst>")
    path.write_bytes(stream.getvalue())
    return texts
