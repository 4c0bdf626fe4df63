"""Workbooks made to break whoever reads them, each kind in as many variants as there are seeds."""

import random
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, reduce
from typing import Final

from tests.journey_core.intake.samples import workbook_bytes

MAIN: Final = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEADER: Final = "<row>" + "".join(f'<c t="str"><v>{name}</v></c>' for name in ("lead", "occurred_at")) + "</row>"
LAUGHS: Final = (
    '<!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 20}">' for n in range(12))
    + "]>"
)


@dataclass(frozen=True)
class Part:
    """One member of an archive; what the directory says of it can differ from what it is."""

    name: str
    data: bytes
    packed: bytes | None = None
    said_size: int | None = None
    checksum: int | None = None
    method: int = zlib.DEFLATED
    flags: int = 0


def archive(parts: list[Part]) -> bytes:
    """The parts as a ZIP archive, written by hand so that it may lie."""
    body, directory = b"", b""
    for part in parts:
        packer = zlib.compressobj(1, zlib.DEFLATED, -15)
        packed = part.packed or packer.compress(part.data) + packer.flush()
        size = len(part.data) if part.said_size is None else part.said_size
        checksum = zlib.crc32(part.data) if part.checksum is None else part.checksum
        name = part.name.encode()
        shared = struct.pack(
            "<HHHHHLLLHH", 20, part.flags, part.method, 0, 33, checksum, len(packed), size, len(name), 0
        )
        directory += b"PK\x01\x02\x14\x00" + shared + struct.pack("<HHHLL", 0, 0, 0, 0, len(body)) + name
        body += b"PK\x03\x04" + shared + name + packed
    end = struct.pack("<HHHHLLH", 0, 0, len(parts), len(parts), len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end


def parts(
    rows: str = HEADER, *, strings: str = "", before: str = "", after: str = "", at: str = "worksheets/sheet1.xml"
) -> list[Part]:
    """A workbook with one sheet of this XML; before and after: what stands on either side of the rows."""
    return [
        Part("xl/workbook.xml", f'<workbook {MAIN} xmlns:r="{LINKS}"><sheets><sheet name="S" sheetId="1" r:id="r1"/>'
             "</sheets></workbook>".encode()),
        Part("xl/_rels/workbook.xml.rels", f'<Relationships><Relationship Id="r1" Type="{LINKS}/worksheet" '
             f'Target="{at}"/></Relationships>'.encode()),
        Part("xl/styles.xml", f'<styleSheet {MAIN}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
             "</styleSheet>".encode()),
        Part("xl/sharedStrings.xml", f"<sst {MAIN}>{strings}</sst>".encode()),
        Part("_rels/.rels", f'<Relationships><Relationship Id="r" Type="{LINKS}/officeDocument" '
             'Target="xl/workbook.xml"/></Relationships>'.encode()),
        Part(f"xl/{at}", f"<worksheet {MAIN}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>".encode()),
    ]  # fmt: skip


@cache
def spaces(megabytes: int, said_size: int | None = None) -> Part:
    """A part of that many spaces, packed a thousandfold; never in memory as a whole."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    stretch = b" " * (1 << 20)
    packed = (packer.compress(stretch) + packer.flush(zlib.Z_FULL_FLUSH)) * megabytes + b"\x03\x00"
    checksum = reduce(lambda sum_so_far, _: zlib.crc32(stretch, sum_so_far), range(megabytes), 0)
    return Part("xl/spaces.xml", b"", packed, megabytes << 20 if said_size is None else said_size, checksum)


def far_corner(chance: random.Random) -> bytes:
    place = chance.choice(
        ("r='XFD1048576'", 'r = "XFD1048576"', 'r="xfd1048576"', 'r="XFD1048576"', 'r="ZZZ9999999"', 'r="&#88;FD9999"')
    )
    return archive(parts(HEADER + f"<row><c {place}><v>1</v></c></row>"))


def rows_without_places(chance: random.Random) -> bytes:
    wide = "<c/>" * 16_380 + "<c><v>1</v></c>"
    return archive(parts(f'{HEADER}<row>{wide}</row><row r="{chance.choice((1048576, 4294967295))}">{wide}</row>'))


def sheet_elsewhere(chance: random.Random) -> bytes:
    place = chance.choice(("odd/place.bin", "sheet.xml", "worksheets/../deep/a.xml", "WORKSHEETS/SHEET1.XML"))
    return archive(parts(HEADER + '<row><c r="XFD1048576"><v>1</v></c></row>', at=place))


def string_named_again_and_again(chance: random.Random) -> bytes:
    length, times = chance.choice(((4 << 20, 2_000), (100_000, 2_000), (100_000, 3_500), (30_000, 60_000)))
    rows = '<row><c t="s"><v>0</v></c></row>' * times
    return archive(parts(HEADER + rows, strings=f"<si><t>{'x' * length}</t></si>"))


def inline_strings(chance: random.Random) -> bytes:
    text = chance.choice("x\x01é") * chance.choice((5_000_000, 20_000_000))
    return archive(parts(HEADER + f'<row><c t="inlineStr"><is><t>{text}</t></is></c></row>'))


def nested_bomb(chance: random.Random) -> bytes:
    bomb = spaces(chance.choice((100, 300)))
    return archive([*parts(), Part("xl/media/inner.zip", archive([bomb])), bomb])


def lying_size(chance: random.Random) -> bytes:
    bomb = spaces(chance.choice((200, 400)), said_size=chance.choice((0, 1_000, 0xFFFFFFFF)))
    which = chance.choice(("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"))
    return archive([replace(bomb, name=which) if each.name == which else each for each in parts()])


def gzip_bomb(chance: random.Random) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    start = packer.compress(b"PK\x03\x04") + packer.flush(zlib.Z_FULL_FLUSH)
    stretch = packer.compress(bytes([chance.randrange(256)]) * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return start + stretch * chance.choice((300, 900))


def deep_xml(chance: random.Random) -> bytes:
    name, depth = chance.choice(("a", "row", "si", "is", "r", "x:y")), chance.choice((10_000, 1_000_000))
    deep = f"<{name}>" * depth + (f"</{name}>" * depth if chance.random() < 0.5 else "")
    return archive(parts(HEADER + deep) if chance.random() < 0.5 else parts(strings=deep))


def entities(chance: random.Random) -> bytes:
    cell = '<row><c t="str"><v>&m;</v></c><c t="inlineStr"><is><t>&m;</t></is></c></row>'
    made = parts(HEADER + cell, strings="<si><t>&m;</t></si>")
    outside = '<!DOCTYPE l [<!ENTITY m SYSTEM "file:///etc/hostname">]>'
    start = chance.choice((LAUGHS, outside)).encode()
    which = chance.choice(("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"))
    return archive([Part(each.name, start + each.data) if each.name == which else each for each in made])


def empty_rows(chance: random.Random) -> bytes:
    kind = chance.choice(("<row/>", '<row r="7"></row>', '<row><c t="str"><v></v></c></row>'))
    return archive(parts(HEADER + kind * chance.choice((300_000, 1_000_000)) + '<row r="600000"><c><v>1</v></c></row>'))


def merged(chance: random.Random) -> bytes:
    ref = chance.choice(("A1:XFD1048576", "XFD1048576:A1", "A1", ":", "A1:ZZZZZZZZ99999999999"))
    ranges = f'<mergeCell ref="{ref}"/>' * 50_000
    return archive(parts(after=f'<mergeCells count="9">{ranges}</mergeCells>'))


def dimension(chance: random.Random) -> bytes:
    ref = chance.choice(("A1:XFD1048576", "B2:A1", "", "A1:" + "Z" * 50, "A1:A99999999999", "A0:A0", "é", "A1:B2:C3"))
    return archive(parts(before=f'<dimension ref="{ref}"/>'))


def truncated(chance: random.Random) -> bytes:
    whole = chance.choice((workbook_bytes(), archive(parts(HEADER * 1_000))))
    return whole[: chance.randrange(4, len(whole))]


def duplicate_names(chance: random.Random) -> bytes:
    made = parts()
    others = [Part(each.name, b"<worksheet>" * 3) for each in made for _ in range(chance.randrange(3))]
    return archive(chance.sample(made + others, len(made + others)))


def odd_relationships(chance: random.Random) -> bytes:
    targets = ("../" * 40 + "etc/passwd", "", "/", "\x01", "a" * 60_000, "http://example.org/", "%00", "./.", "é\\b")
    made = parts(at=chance.choice(targets))
    return archive(made if chance.random() < 0.5 else [made[0], *made[2:]])


def wrong_types(chance: random.Random) -> bytes:
    content = chance.choice((b"", b"\x00" * 99, b"<Types>" * 99, b'<Types><Default Extension="xml"/></Types>'))
    made = [Part("[Content_Types].xml", content), *parts()]
    place = chance.randrange(len(made))
    return archive([*made[:place], Part(made[place].name, content), *made[place + 1 :]])


def odd_values(chance: random.Random) -> bytes:
    values = ("NaN", "inf", "-inf", "1e308", "-1", "1e-320", "2958466", "9" * 100_000, "0x1", "", "60", "-693594.5")
    kinds = ("", 't="n"', 't="d"', 't="s"', 't="b"', 't="e"', 't="?"', 't="str"')
    cells = "".join(
        f'<c s="{chance.choice((0, 1, 9, 4294967296))}" {chance.choice(kinds)}><v>{chance.choice(values)}</v></c>'
        for _ in range(40)
    )
    return archive(parts(f"{HEADER}<row>{cells}</row>"))


def many_sheets(chance: random.Random) -> bytes:
    name = chance.choice(("S{}", "S", "&#0;{}", "x" * 5_000, "x" * 200, "&lt;b&gt;{}"))
    link = chance.choice((1, 1, 1, 2))
    sheets = "".join(f'<sheet name="{name.format(n)}" sheetId="{n}" r:id="r{link}"/>' for n in range(10_000))
    book = f'<workbook {MAIN} xmlns:r="{LINKS}"><sheets>{sheets}</sheets></workbook>'
    return archive([Part("xl/workbook.xml", book.encode()), *parts()[1:]])


def other_formats(chance: random.Random) -> bytes:
    noise = chance.randbytes(5_000)
    renamed = [Part(each.name.replace("workbook.xml", "workbook.bin"), each.data + noise) for each in parts()]
    document = [Part("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), Part("content.xml", noise)]
    choices = (archive(renamed), archive(document), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise, b"PK\x03\x04" + noise)
    return chance.choice(choices)


def odd_places(chance: random.Random) -> bytes:
    places = ("A0", "1A", "A99999999999999999999", "", "A-1", "é1", "XFE1", "A1048577", "AAAAAAAAAAAAAA1", "$A$1", "B1")
    cells = "".join(f'<c r="{chance.choice(places)}"><v>{chance.randrange(9)}</v></c>' for _ in range(3))
    row = chance.choice(("0", "-1", "1048577", "4294967296", "", "x", "2"))
    return archive(parts(f'{HEADER}<row r="{row}">{cells}</row>'))


def odd_styles(chance: random.Random) -> bytes:
    code = chance.choice(("[", "d" * 9_000, "", "[$-x]yy;;;;;@", '"'))
    formats = "".join(f'<numFmt numFmtId="{number}" formatCode="{code}"/>' for number in range(99))
    cells = '<xf numFmtId="5"/>' * 300_000
    styles = f"<styleSheet {MAIN}><numFmts>{formats}</numFmts><cellXfs>{cells}</cellXfs></styleSheet>"
    made = parts(f'{HEADER}<row><c s="299999"><v>1</v></c></row>')
    return archive([*made[:2], Part("xl/styles.xml", styles.encode()), *made[3:]])


def odd_packing(chance: random.Random) -> bytes:
    method, flags = chance.choice(((99, 0), (8, 1), (12, 0), (14, 0), (0, 0), (8, 0x2000), (93, 0)))
    return archive([Part(each.name, each.data, method=method, flags=flags) for each in parts()])


def wide(chance: random.Random) -> bytes:
    cells = "<c><v>1</v></c>" * chance.choice((2_001, 16_384, 100_000))
    return archive(parts(f"<row>{cells}</row>" * chance.choice((1, 20))))


def mutated(chance: random.Random) -> bytes:
    made = parts(HEADER * 3, strings="<si><t>x</t></si>")
    changed = []
    for part in made:
        data = bytearray(part.data)
        for _ in range(chance.randrange(4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        changed.append(Part(part.name, bytes(data)))
    whole = bytearray(archive(changed))
    for _ in range(chance.randrange(3)):
        whole[chance.randrange(4, len(whole))] = chance.randrange(256)
    return bytes(whole)


KINDS: Final[tuple[Callable[[random.Random], bytes], ...]] = (
    far_corner, rows_without_places, sheet_elsewhere, string_named_again_and_again, inline_strings, nested_bomb,
    lying_size, gzip_bomb, deep_xml, entities, empty_rows, merged, dimension, truncated, duplicate_names,
    odd_relationships, wrong_types, odd_values, many_sheets, other_formats, odd_places, odd_styles, odd_packing, wide,
    mutated,
)  # fmt: skip
