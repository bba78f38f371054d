"""An X-ray of PDF files by qpdf and Poppler: whatever a page, or the file around it, holds that a reader does not see. Prints JSON by file.

For each file: `problems`, one line each, and what was read from it: `pages`, `words`, `text` (content order, the pages' own numbers included).
It knows nothing of how the files were made. Contrast is measured on the page as Poppler draws it, so it is indifferent to how text was hidden:
under a box, in the colour of the paper, clipped, or in no colour at all.
"""
import base64, concurrent.futures, html, json, re, subprocess, sys, tempfile

# Every key that a page needs to show text and pictures; whatever is not here could hold what nobody reviewed.
KEYS = set(
    '/Type /Subtype /Kids /Count /Parent /Pages /MediaBox /CropBox /Resources /Contents /Rotate /Font /XObject /ExtGState /ProcSet /Length '
    '/Filter /DecodeParms /Predictor /Columns /Colors /BitsPerComponent /ColorSpace /Width /Height /Interpolate /BaseFont /DescendantFonts '
    '/Encoding /ToUnicode /CIDSystemInfo /Registry /Ordering /Supplement /CIDToGIDMap /DW /W /FontDescriptor /FontName /FontBBox /Flags /Ascent '
    '/Descent /CapHeight /ItalicAngle /StemV /XHeight /FontFile2 /FontFile3 /Length1 /Length2 /Length3 /BM /ca /CA /LC /LJ /LW /ML /SA /D /N /Alternate '
    '/Name /Group /S /CS /I /K /BBox /Matrix /FormType /FirstChar /LastChar /Widths /CharProcs /Differences /FontMatrix /Pattern /Shading '
    '/PatternType /PaintType /TilingType /XStep /YStep /FontWeight /FontStretch /FontFamily'.split()
)
# Dictionaries whose keys are names that the page's operators use.
NAMED = {'/Font', '/XObject', '/ExtGState', '/ColorSpace', '/Pattern', '/Shading', '/CharProcs'}
DPI = 100
# Between the darkest and the lightest pixel of a word, of 255.
CONTRAST = 60


def run(*command):
    return subprocess.run(command, check=True, capture_output=True).stdout


def keys_of(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            if inner == []:
                continue
            yield key
            yield from keys_of(list(inner.values()) if key in NAMED and isinstance(inner, dict) else inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys_of(inner)


def references(value):
    if isinstance(value, dict):
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)
    elif isinstance(value, str) and re.fullmatch(r'\d+ \d+ R', value):
        yield value


def beside(path, objects, text):
    """Text that stands outside the paper, where Poppler does not look: found on a sheet that is larger on every side."""
    pages = {
        name: {'value': {**entry['value'], '/MediaBox': [-5000, -5000, 9000, 9000], '/CropBox': [-5000, -5000, 9000, 9000]}}
        for name, entry in objects.items()
        if isinstance(entry.get('value'), dict) and entry['value'].get('/Type') == '/Page'
    }
    head = {'jsonversion': 2, 'pdfversion': '1.7', 'pushedinheritedpageresources': False, 'calledgetallpages': False, 'maxobjectid': len(objects)}
    with tempfile.NamedTemporaryFile('w', suffix='.json') as patch, tempfile.NamedTemporaryFile(suffix='.pdf') as larger:
        json.dump({'version': 2, 'qpdf': [head, pages]}, patch)
        patch.flush()
        run('qpdf', f'--update-from-json={patch.name}', path, larger.name)
        all_of_it = run('pdftotext', '-raw', larger.name, '-').decode()
    if sorted(''.join(all_of_it.split())) != sorted(''.join(text.split())):
        yield 'text stands outside the page'


def structure(path, text):
    """The file's objects, reachable or not."""
    raw = open(path, 'rb').read()
    if raw.count(b'%%EOF') != 1 or not raw.rstrip().endswith(b'%%EOF'):
        yield 'more than one revision, or bytes after the end'
    objects = json.loads(run('qpdf', '--json=2', '--json-stream-data=inline', '--decode-level=generalized', path))['qpdf'][1]
    yield from beside(path, objects, text)
    plain = {name: entry.get('value', (entry.get('stream') or {}).get('dict')) for name, entry in objects.items()}
    trailer = plain.pop('trailer')
    for key in trailer.keys() - {'/Root', '/Size', '/ID', '/Info'}:
        yield f'trailer key {key}'
    follow = lambda value: plain.get(f'obj:{value}', value) if isinstance(value, str) else value
    info, root = follow(trailer.get('/Info', {})), follow(trailer['/Root'])
    for key in info.keys() - {'/Producer'}:
        yield f'document information {key}'
    for key in root.keys() - {'/Type', '/Pages'}:
        yield f'catalogue key {key}'
    for name, value in plain.items():
        for key in set() if value is info else set(keys_of(value)) - KEYS:
            yield f'{name} holds {key}'
        if isinstance(value, dict) and value.get('/CropBox', value.get('/MediaBox')) != value.get('/MediaBox'):
            yield f'{name} is cropped'
        if isinstance(value, dict) and value.get('/Type') not in (None, '/Catalog', '/Pages', '/Page', '/Font', '/FontDescriptor', '/XObject', '/ExtGState', '/Group', '/Pattern'):
            yield f'{name} is a {value["/Type"]}'
    seen, todo = set(), [ref for ref in references(trailer)]
    while todo:
        ref = todo.pop()
        if ref not in seen:
            seen.add(ref)
            todo.extend(references(plain.get(f'obj:{ref}')))
    for name in plain:
        if name.removeprefix('obj:') not in seen:
            yield f'{name} belongs to nothing'
    contents = {ref for value in plain.values() if isinstance(value, dict) for ref in references(value.get('/Contents'))}
    for name, entry in objects.items():
        stream = entry.get('stream') if isinstance(entry, dict) else None
        if stream is None or not (name.removeprefix('obj:') in contents or stream['dict'].get('/Subtype') == '/Form'):
            continue
        operators = base64.b64decode(stream['data'])
        if re.search(rb'\bBDC\b|\bActualText\b', operators):
            yield f'{name} marks content with properties'
        if re.search(rb'\b[37]\s+Tr\b', operators):
            yield f'{name} sets text that is not drawn'


def words_of(path):
    """Per page: its size in points and its words with their boxes, from the top left."""
    pages = []
    for page in re.finditer(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', run('pdftotext', '-bbox', path, '-').decode(), re.S):
        words = re.findall(r'<word xMin="(-?[\d.]+)" yMin="(-?[\d.]+)" xMax="(-?[\d.]+)" yMax="(-?[\d.]+)">(.*?)</word>', page[3], re.S)
        pages.append((float(page[1]), float(page[2]), [(*map(float, word[:4]), html.unescape(word[4])) for word in words]))
    return pages


def greys(path):
    """Per page: width, height, rows of grey values."""
    data, at, pages = run('pdftoppm', '-gray', '-r', str(DPI), path), 0, []
    while at < len(data):
        head = re.compile(rb'P5\s+(\d+)\s+(\d+)\s+255\s').match(data, at)
        width, height = int(head[1]), int(head[2])
        pages.append((width, height, data[head.end():head.end() + width * height]))
        at = head.end() + width * height
    return pages


def middle(box):
    """A word's box without the room that its font keeps above and below the letters."""
    spare = (box[3] - box[1]) * 0.3
    return box[0], box[1] + spare, box[2], box[3] - spare


def covered(one, other):
    """How much of the smaller box lies in the other."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    least = min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return wide * high / least if wide > 0 and high > 0 and least > 0 else 0


def look(path, pages):
    """Whether every word that can be copied can be seen."""
    for number, ((_, _, words), (columns, rows, grey)) in enumerate(zip(pages, greys(path), strict=True), 1):
        scale = DPI / 72
        words.sort(key=lambda word: word[1])
        for nth, word in enumerate(words):
            left, right = max(0, int(word[0] * scale)), min(columns, int(word[2] * scale) + 1)
            pixels = b''.join(grey[row * columns + left:row * columns + right] for row in range(max(0, int(word[1] * scale)), min(rows, int(word[3] * scale) + 1)))
            if not pixels or max(pixels) - min(pixels) < CONTRAST:
                yield f'page {number}: “{word[4]}” cannot be seen'
            for other in words[nth + 1:]:
                if other[1] >= word[3]:
                    break
                if covered(middle(word), middle(other)) > 0.5:
                    yield f'page {number}: “{word[4]}” and “{other[4]}” stand on each other'


def xray(path):
    checked = subprocess.run(['qpdf', '--check', path], capture_output=True, text=True)
    problems = [] if checked.returncode == 0 and 'No syntax or stream encoding errors' in checked.stdout else ['qpdf: ' + checked.stdout[-200:]]
    text = run('pdftotext', '-raw', path, '-').decode()
    pages = words_of(path)
    problems += [*structure(path, text), *look(path, pages)]
    return {'problems': problems, 'pages': len(pages), 'words': sum(len(page[2]) for page in pages), 'text': text}


with concurrent.futures.ThreadPoolExecutor(2) as pool:
    print(json.dumps(dict(zip(sys.argv[1:], pool.map(xray, sys.argv[1:])))))
