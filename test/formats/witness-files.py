"""
Witness for what is mail: CPython's email and mailbox. Reads paths, one a line; writes for each, in a line, how many messages it finds there: those between
separators of an mbox, or one where the file begins with a header that has a field of mail, or none.
"""
import email.parser, mailbox, re, sys

known = {
    "from", "to", "cc", "bcc", "subject", "date", "message-id", "received", "return-path", "reply-to", "mime-version", "content-type",
}
separator = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*From \S+ +(?:at \S+ +)?\w{3},? +\w{3} +\d")


def messages(path):
    with open(path, "rb") as file:
        head = file.read(4096)
    if separator.match(head):
        box = mailbox.mbox(path, create=False)
        return len(box)
    if b"\0" in head[:512]:
        return 0
    with open(path, "rb") as file:
        message = email.parser.BytesParser().parse(file, headersonly=True)
    defects = [defect for defect in message.defects if type(defect).__name__ == "MissingHeaderBodySeparatorDefect"]
    return 1 if not defects and known & {name.lower() for name in message.keys()} else 0


for line in sys.stdin.buffer.read().splitlines():
    try:
        print(messages(line))
    except Exception:
        print(0)
