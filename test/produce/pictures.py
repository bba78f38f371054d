"""Compares a picture or the pages of a PDF before and after, by Poppler and a PNG reader of its own. Prints JSON.

For PNG: `same`, and `chunks` of the second. For PDF: for every word of the first file, as Poppler places it, how the second file looks there:
`contrast` (0 is one colour), and `ink` as a share of the first's: where a font is not embedded, each reader takes another.
"""
import html, json, re, struct, subprocess, sys, zlib

DPI = 100


def png(path):
    """Width, height, RGB rows, and the names of its chunks: 8 bits a channel, not interlaced (RFC 2083)."""
    data, at, packed, chunks = open(path, 'rb').read(), 8, b'', []
    while at < len(data):
        length, name = struct.unpack('>I4s', data[at:at + 8])
        body = data[at + 8:at + 8 + length]
        chunks.append(name.decode())
        if name == b'IHDR':
            width, height, depth, colour, _, _, interlaced = struct.unpack('>IIBBBBB', body)
            assert depth == 8 and colour in (2, 6) and interlaced == 0
        packed += body if name == b'IDAT' else b''
        at += 12 + length
    step = 3 if colour == 2 else 4
    raw, before, rows = zlib.decompress(packed), bytearray(width * step), []
    for row in range(height):
        kind, *line = raw[row * (width * step + 1):(row + 1) * (width * step + 1)]
        for at in range(len(line)):
            left, up, corner = (line[at - step], before[at], before[at - step]) if at >= step else (0, before[at], 0)
            guess = left + up - corner
            paeth = min((abs(guess - value), nth, value) for nth, value in enumerate((left, up, corner)))[2]
            line[at] = (line[at] + (0, left, up, (left + up) // 2, paeth)[kind]) & 255
        before = line
        rows.append(bytes(value for at, value in enumerate(line) if step == 3 or at % 4 != 3))
    return width, height, rows, chunks


def greys(path):
    data, at = subprocess.run(['pdftoppm', '-gray', '-r', str(DPI), path], check=True, capture_output=True).stdout, 0
    while at < len(data):
        head = re.compile(rb'P5\s+(\d+)\s+(\d+)\s+255\s').match(data, at)
        width, height = int(head[1]), int(head[2])
        yield width, height, data[head.end():head.end() + width * height]
        at = head.end() + width * height


def words(path):
    pages = subprocess.run(['pdftotext', '-bbox', path, '-'], check=True, capture_output=True).stdout.decode()
    for page in re.findall(r'<page .*?</page>', pages, re.S):
        found = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>', page, re.S)
        yield [(*(float(edge) * DPI / 72 for edge in word[:4]), html.unescape(word[4])) for word in found]


first, second = sys.argv[1:]
if open(first, 'rb').read(4) == b'\x89PNG':
    one, other = png(first), png(second)
    print(json.dumps({'same': one[:3] == other[:3], 'chunks': other[3]}))
else:
    found = []
    for here, (columns, _, before), (_, _, after) in zip(words(first), greys(first), greys(second), strict=True):
        for left, top, right, bottom, text in here:
            box = [row * columns + column for row in range(int(top), int(bottom) + 1) for column in range(int(left), int(right) + 1)]
            look = [after[at] for at in box]
            ink = sum(255 - value for value in look) / max(1, sum(255 - before[at] for at in box))
            found.append({'word': text, 'contrast': max(look) - min(look), 'ink': ink})
    print(json.dumps(found))
