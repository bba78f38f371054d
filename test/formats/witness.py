"""
Third witness: CPython's email package. Reads messages, each after its length as four bytes (big-endian); writes one JSON line a message: what it makes of
it, texts as they come (the caller collapses white space), attachments as digests like those of witnesses.ts.
"""
import email, email.header, email.utils, hashlib, json, re, struct, sys


def decoded(value):
    try:
        return str(email.header.make_header(email.header.decode_header(value)))
    except Exception:
        return str(value)


def people(message, name):
    values = [str(one) for one in message.get_all(name, [])]
    try:
        # Newer versions drop a whole list for one address that looks wrong, unless told not to.
        found = email.utils.getaddresses(values, strict=False)
    except TypeError:
        found = email.utils.getaddresses(values)
    return [[decoded(shown), address] for shown, address in found if shown or address]


def date(message):
    try:
        return round(email.utils.parsedate_to_datetime(message["date"]).timestamp() * 1000)
    except Exception:
        return None


def text(part):
    data = part.get_payload(decode=True) or b""
    try:
        return data.decode(part.get_content_charset() or "ascii", "replace")
    except LookupError:
        return data.decode("ascii", "replace")


def digest(data):
    plain = re.sub(rb"\r\n?", b"\n", data).rstrip(b"\t\n\x0b\x0c\r \xa0")
    return hashlib.sha1(plain).hexdigest()[:12]


def leaves(part):
    if part.get_content_maintype() == "multipart" and part.is_multipart():
        for child in part.get_payload():
            yield from leaves(child)
    else:
        yield part


def facts(message):
    plain, html, attachments = [], [], []
    found = list(leaves(message))
    for part in found:
        kind = part.get_content_type()
        body = kind in ("text/plain", "text/html") and not part.get_filename() and part.get_content_disposition() != "attachment"
        if body:
            (html if kind == "text/html" else plain).append(text(part))
        elif part.is_multipart():
            attachments.append(digest(b"\n".join(one.as_bytes() for one in part.get_payload())))
        else:
            attachments.append(digest(part.get_payload(decode=True) or b""))
    return {
        **{name: people(message, name) for name in ("from", "to", "cc")},
        "subject": decoded(message["subject"]) if message["subject"] else "",
        "dateMs": date(message),
        "plain": "\n".join(plain),
        "html": "\n".join(html),
        "attachments": sorted(attachments),
        "leaves": len(found),
    }


data = sys.stdin.buffer
while head := data.read(4):
    message = email.message_from_bytes(data.read(struct.unpack(">I", head)[0]))
    try:
        print(json.dumps(facts(message)))
    except Exception:
        print("null")
