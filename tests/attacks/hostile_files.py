"""Files as an attacker would send them: bombs, nestings, odd shapes, polyglots, mutations."""

import random
import struct
import zlib
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO

from PIL import Image

Named = tuple[str, bytes]


@lru_cache
def all_files() -> list[Named]:
    """Several hundred, the same at every run, each with a name that tells what it is."""
    return [*pictures(), *documents(), *polyglots(), *mutations()]


def pictures() -> Iterator[Named]:
    """Pictures that are small to send and large, odd or endless to open."""
    yield "69 megapixels of PNG", _solid("PNG", (9_000, 7_667))
    yield "69 megapixels of 16-bit RGBA", rows_of_zero(9_000, 7_667, depth=16, colour=6)
    yield "900 megapixels of PNG", rows_of_zero(30_000, 30_000, depth=1, colour=0)
    yield "2 x 300", _solid("PNG", (2, 300), "L")
    yield "300 x 2", _solid("PNG", (300, 2), "L")
    for size in ((1, 1), (1, 20_000), (20_000, 1), (40, 2_600), (2_600, 40), (65_000, 60)):
        yield f"PNG of {size}", _solid("PNG", size)
    yield "WebP of 268 megapixels", _claiming_webp(16_383, 16_383)
    yield "GIF of 65,000 x 65,000", b"GIF89a" + struct.pack("<HH", 65_000, 65_000) + bytes(900)
    yield "TIFF of 400 megapixels", _solid("TIFF", (20_000, 20_000), "1", compression="group4")
    yield "TIFF whose folder follows itself", b"II*\0\x08\0\0\0\0\0\x08\0\0\0"
    yield "BMP that claims four billion", b"BM" + bytes(16) + struct.pack("<ii", 65_535, 65_535)
    yield "PNG with a text bomb", _png_with(b"zTXt", b"c\0\0" + squeezed(b"\0", 60_000_000))
    yield "PNG with a profile bomb", _png_with(b"iCCP", b"c\0\0" + squeezed(b"\0", 60_000_000))
    yield "PNG of no width", rows_of_zero(0, 10, depth=8, colour=0)
    whole = _noise("JPEG")
    yield "JPEG that claims 65,500 x 65,500", _claiming(whole, 65_500, 65_500)
    yield "JPEG that claims 7,000 x 9,000", _claiming(whole, 7_000, 9_000)
    yield "JPEG of 300 scans", _many_scans(300)
    yield "GIF of a thousand frames", _frames(1_000)


def documents() -> Iterator[Named]:
    """PDFs that are small to send: nested forms, streams, patterns, loops, giant images."""
    yield "PDF of nested forms", nested_forms(7, 14)
    yield "PDF of deeply nested forms", nested_forms(400, 2)
    yield "PDF of a form that draws itself", nested_forms(1, 3, loop=True)
    yield (
        "PDF of a stream in a stream",
        _pdf(_stream(zlib.compress(squeezed(b"\0", 150_000_000)), 2)),
    )
    yield "PDF of many lines", _pdf(_stream(squeezed(b"0 0 m 9 9 l S\n", 4_000_000), 1))
    yield "PDF of many states", _pdf(_stream(squeezed(b"q ", 20_000_000), 1))
    image = (
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceRGB"
    )
    zeros = squeezed(b"\0", 60_000_000)
    for width, height in ((30_000, 30_000), (8_300, 8_300), (1, 60_000), (2, 300)):
        shown = _stream(zeros, 1, image % (width, height))
        yield f"PDF of an image {width} x {height}", _pdf(_stream(b"/X Do"), {b"X": shown})
    tile = (
        b"/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep .01/YStep .01/Resources<<>>"
    )
    paint = _stream(b"/Pattern cs /X scn 0 0 500 700 re f")
    yield (
        "PDF of a fine pattern",
        _pdf(paint, {b"X": _stream(b"0 0 1 1 re f", 0, tile)}, b"Pattern"),
    )
    yield "PDF of a page without end", _pdf(_stream(b"/X Do"), box=b"0 0 2000000 2000000")
    yield "PDF of a page like a thread", _pdf(_stream(b"/X Do"), box=b"0 0 2 14400")
    yield "PDF whose pages hold each other", _pages(b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>")
    kids = b" ".join([b"3 0 R"] * 5_000)
    yield "PDF of 5,000 pages", _pages(b"<</Type/Pages/Count 5000/Kids[" + kids + b"]>>")
    yield "PDF of zeros", b"%PDF-1.7\n" + bytes(15_000_000)
    yield "PDF of brackets", b"%PDF-1.7\n1 0 obj " + b"[" * 3_000_000
    yield "PDF of dictionaries", b"%PDF-1.7\n1 0 obj " + b"<</A " * 2_000_000
    words = squeezed(b"(aaaaaaaaaaaaaaaaaaaaaaaa) Tj ", 2_000_000, b"BT /F 12 Tf ", b"ET")
    yield "PDF of words", _pdf(_stream(words, 1))
    yield (
        "PDF with a script",
        _pages(
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>", b"/OpenAction<</S/JavaScript/JS(while(1);)>>"
        ),
    )


def polyglots() -> Iterator[Named]:
    """Files that are two things at once."""
    jpeg, png, scan = _noise("JPEG"), _noise("PNG"), image_scan()
    page = b"<html><script>alert(1)</script></html>"
    yield "JPEG and PDF", jpeg + nested_forms(7, 14)
    yield "PDF and JPEG", scan + jpeg
    yield "space and PDF", b" \n" * 300 + nested_forms(7, 14)
    yield "PNG and ZIP", png + b"PK\x03\x04" + bytes(200)
    yield "GIF and script", b"GIF89a/*" + page + b"*/"
    yield "HTML", page
    yield "SVG", b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>"
    yield "PostScript", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(%pipe%id) (r) file\n"
    yield "ZIP", b"PK\x03\x04" + bytes(400)
    yield "nothing", b""
    yield "program", b"\x7fELF" + bytes(4_000)


def mutations(each: int = 64) -> Iterator[Named]:
    """Good files with flipped bytes, cuts, repeats and foreign parts, by a fixed seed."""
    seeds = {kind: _noise(kind) for kind in ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF")}
    seeds |= {"PDF": image_scan()}
    for kind, good in seeds.items():
        chance = random.Random(kind)
        for number in range(each):
            yield f"{kind} changed, {number}", _changed(good, chance, list(seeds.values()))


def _changed(good: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    data = bytearray(good)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(data)) if data else 0
        how = chance.randrange(5)
        if how == 0 and data:
            data[at] = chance.randrange(256)
        elif how == 1:
            data[at : at + 4] = chance.choice(
                (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff")
            )
        elif how == 2:
            del data[at : at + chance.randrange(1, 400)]
        elif how == 3:
            data[at:at] = data[at : at + chance.randrange(1, 400)]
        else:
            data[at : at + 64] = chance.choice(others)[at : at + 64]
    return bytes(data)


def nested_forms(deep: int, each: int, loop: bool = False) -> bytes:
    """A PDF whose every form draws the next one `each` times: each ** deep in a few kB."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</X %d 0 R>>>>"
    draw = b"/X Do " * each
    bodies = [_stream(draw, 0, form % (1 if loop else n + 1)) for n in range(deep)]
    forms = b"".join(
        b"%d 0 obj %s endobj\n"
        % (
            5 + n,
            body.replace(b"/X %d 0 R" % (n + 1), b"/X %d 0 R" % (6 + n)).replace(
                b"/X 1 0 R", b"/X 5 0 R"
            ),
        )
        for n, body in enumerate(bodies)
    )
    last = b"%d 0 obj %s endobj\n" % (5 + deep, _stream(b"0 0 9 9 re f", 0, form % 99))
    return _pdf(_stream(b"/X Do"), more=forms + last)


def image_scan(size: tuple[int, int] = (620, 877), pages: int = 1) -> bytes:
    """A scan as a scanner's program makes it: one picture a page."""
    file = BytesIO()
    sheet = Image.new("L", size, 220)
    sheet.save(file, "PDF", save_all=True, append_images=[sheet] * (pages - 1), resolution=75)
    return file.getvalue()


def rows_of_zero(width: int, height: int, *, depth: int, colour: int) -> bytes:
    """A PNG of one colour in a few kB, whatever its size."""
    channels = {0: 1, 2: 3, 6: 4}[colour]
    data = squeezed(b"\0", height * (1 + (width * depth * channels + 7) // 8))
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png_with(kind: bytes, data: bytes) -> bytes:
    whole = _noise("PNG")
    return whole[:33] + _chunk(kind, data) + whole[33:]


def _solid(kind: str, size: tuple[int, int], mode: str = "1", **how: str) -> bytes:
    file = BytesIO()
    Image.new(mode, size).save(file, kind, **how)
    return file.getvalue()


def _noise(kind: str, size: tuple[int, int] = (240, 320)) -> bytes:
    noise = random.Random(kind).randbytes(size[0] * size[1])
    file = BytesIO()
    Image.frombytes("L", size, noise).save(file, kind)
    return file.getvalue()


def _claiming(jpeg: bytes, width: int, height: int) -> bytes:
    at = jpeg.index(b"\xff\xc0") + 5
    return jpeg[:at] + struct.pack(">HH", height, width) + jpeg[at + 4 :]


def _claiming_webp(width: int, height: int) -> bytes:
    head = b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14) + bytes(4_000)
    chunk = b"WEBPVP8L" + struct.pack("<I", len(head)) + head
    return b"RIFF" + struct.pack("<I", len(chunk)) + chunk


def _many_scans(count: int) -> bytes:
    """A progressive JPEG of 30 megapixels whose last scan is repeated."""
    file = BytesIO()
    Image.new("L", (6_000, 5_000), 127).save(file, "JPEG", progressive=True)
    whole = file.getvalue()
    last = whole.rindex(b"\xff\xda")
    return whole[:last] + whole[last:-2] * count + whole[-2:]


def _frames(count: int) -> bytes:
    file = BytesIO()
    frames = [Image.new("L", (64, 64), n % 251) for n in range(count)]
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    return file.getvalue()


def squeezed(unit: bytes, times: int, head: bytes = b"", tail: bytes = b"") -> bytes:
    """`zlib.compress(head + unit * times + tail)`, but each megabyte is squeezed only once.

    A block that ends with a full flush knows nothing of those before it, so it may be repeated.
    """
    each = max(1, 1_000_000 // len(unit))
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    first = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(unit * each) + packer.flush(zlib.Z_FULL_FLUSH)
    rest = packer.compress(unit * (times % each) + tail) + packer.flush()
    check = zlib.adler32(head)
    for _ in range(times // each):
        check = zlib.adler32(unit * each, check)
    check = zlib.adler32(unit * (times % each) + tail, check)
    return b"\x78\x9c" + first + block * (times // each) + rest + struct.pack(">I", check)


def _stream(data: bytes, packed: int = 0, more: bytes = b"") -> bytes:
    how = b"/Filter[" + b"/FlateDecode " * packed + b"]" if packed else b""
    return b"<<%s%s/Length %d>>stream\n%s\nendstream" % (more, how, len(data), data)


def _pdf(
    content: bytes,
    named: dict[bytes, bytes] | None = None,
    kind: bytes = b"XObject",
    box: bytes = b"0 0 595 842",
    more: bytes = b"",
) -> bytes:
    """One page: its content, and what it names (object 5); readers rebuild the missing table."""
    resources = b"/Resources<</%s<</X 5 0 R>>>>" % kind
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[%s]%s/Contents 4 0 R>>" % (box, resources)
    five = b"5 0 obj %s endobj\n" % named[b"X"] if named else b""
    return _pages(
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        page=page,
        more=(b"4 0 obj %s endobj\n" % content + five + more),
    )


def _pages(pages: bytes, catalog: bytes = b"", page: bytes = b"", more: bytes = b"") -> bytes:
    page = page or b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    return (
        b"%%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R%s>> endobj\n2 0 obj %s endobj\n"
        b"3 0 obj %s endobj\n%strailer <</Root 1 0 R>>\n%%%%EOF\n" % (catalog, pages, page, more)
    )
