"""Makes a PDF small: what it says in words, a browser leaves uncompressed.

Most of a tagged PDF is thousands of short objects, which say what is a heading
and what is a cell. PDF 1.5 lets a compressed stream hold them.
"""

import re
import zlib

XREF = re.compile(
    rb"xref\n0 (\d+)\n((?:\d{10} \d{5} [fn][ \r]\n)+)trailer\n<<(.*?)>>\n"
    rb"startxref\n(\d+)\n%%EOF\s*\Z",
    re.DOTALL,
)
OBJECT = re.compile(rb"\d+ 0 obj\n(.*)\nendobj\n?", re.DOTALL)
TOGETHER = 500  # objects in a stream


class PackError(Exception):
    """A PDF is not written as a browser writes it."""


def packed(pdf: bytes) -> bytes:
    """The same PDF, with its objects in compressed streams.

    Raises:
        PackError: it does not end with the one list of its objects.
    """
    end = XREF.search(pdf, max(0, pdf.rfind(b"\nxref\n")))
    if not end or int(end[4]) != end.start():
        raise PackError(pdf[-200:])
    size = int(end[1])
    starts = {
        number: int(line[:10])
        for number, line in enumerate(end[2].splitlines())
        if b"n" in line
    }
    order = sorted(starts, key=lambda number: starts[number])
    stops = [*(starts[number] for number in order[1:]), end.start()]
    out = bytearray(b"%PDF-1.5\n" + pdf.split(b"\n", 2)[1] + b"\n")
    entries = {0: (0, 0, 65535)}
    short: dict[int, bytes] = {}
    for number, stop in zip(order, stops, strict=True):
        whole = pdf[starts[number] : stop]
        found = OBJECT.fullmatch(whole)
        if not found:
            raise PackError(whole[:200])
        if found[1].endswith(b"endstream"):
            entries[number] = (1, len(out), 0)
            out += whole
        else:
            short[number] = found[1]
    numbers = [*short]
    for first in range(0, len(numbers), TOGETHER):
        group = numbers[first : first + TOGETHER]
        entries[size] = (1, len(out), 0)
        entries |= {n: (2, size, index) for index, n in enumerate(group)}
        out += holder(size, {number: short[number] for number in group})
        size += 1
    entries[size] = (1, len(out), 0)
    table = b"".join(
        kind.to_bytes(1) + place.to_bytes(4) + index.to_bytes(2)
        for _, (kind, place, index) in sorted(entries.items())
    )
    rest = re.sub(rb"/Size \d+", b"", end[3]).strip()
    about = b"/Type /XRef /W [1 4 2] /Size %d %s" % (size + 1, rest)
    start = len(out)
    out += stream(size, about, table)
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % start


def holder(number: int, objects: dict[int, bytes]) -> bytes:
    """A stream that holds these objects."""
    places, content = [], bytearray()
    for each, text in objects.items():
        places.append(b"%d %d" % (each, len(content)))
        content += text + b"\n"
    head = b" ".join(places) + b"\n"
    about = b"/Type /ObjStm /N %d /First %d" % (len(objects), len(head))
    return stream(number, about, head + content)


def stream(number: int, about: bytes, content: bytes) -> bytes:
    """A compressed stream, with a few words about it."""
    data = zlib.compress(content, 9)
    return (
        b"%d 0 obj\n<<%s /Filter /FlateDecode /Length %d>> stream\n%s\n"
        b"endstream\nendobj\n" % (number, about, len(data), data)
    )
