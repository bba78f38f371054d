"""Third witness: CPython's email package. Reads messages, each after its length as four bytes (big-endian); writes one JSON line a message."""
import email, email.header, email.utils, json, struct, sys

def decoded(value):
    if value is None:
        return ""
    return str(email.header.make_header(email.header.decode_header(value)))

data = sys.stdin.buffer
while head := data.read(4):
    message = email.message_from_bytes(data.read(struct.unpack(">I", head)[0]))
    try:
        date = email.utils.parsedate_to_datetime(message["date"]).timestamp() if message["date"] else None
    except Exception:
        date = None
    try:
        subject = decoded(message["subject"])
    except Exception:
        subject = None
    people = {name: [address for _, address in email.utils.getaddresses([str(one) for one in message.get_all(name, [])])] for name in ("from", "to", "cc")}
    leaves = [part for part in message.walk() if not part.is_multipart()]
    print(json.dumps({"subject": subject, "date": date, "leaves": len(leaves), **people}))
