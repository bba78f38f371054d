"""An independent reader of produced mailboxes and messages: CPython's email and mailbox packages. Prints JSON, a list of messages by file.

The first argument is a folder that attachments are put into, each under its SHA-256; empty for none.
"""
import email, email.policy, hashlib, html.parser, json, mailbox, os, sys


class Shown(html.parser.HTMLParser):
    """The text of an HTML body, by a parser that knows nothing of layout."""

    def __init__(self, source):
        super().__init__()
        self.text = ''
        self.feed(source)

    def handle_data(self, data):
        self.text += data


def leaf(part):
    if part.get_content_type() == 'message/rfc822':
        return {'type': 'message/rfc822', 'filename': part.get_filename(), 'message': read(part.get_payload(0))}
    content = part.get_payload(decode=True) or b''
    if sys.argv[1]:
        with open(os.path.join(sys.argv[1], hashlib.sha256(content).hexdigest()), 'wb') as file:
            file.write(content)
    return {
        'type': part.get_content_type(),
        'filename': part.get_filename(),
        'sha256': hashlib.sha256(content).hexdigest(),
        'text': content.decode('utf-8') if part.get_content_maintype() == 'text' else None,
        'shown': Shown(content.decode('utf-8')).text if part.get_content_type() == 'text/html' else None,
    }


def leaves(part):
    if part.is_multipart() and part.get_content_type() != 'message/rfc822':
        return [found for child in part.get_payload() for found in leaves(child)]
    return [leaf(part)]


def read(message):
    return {
        'headers': [[name, str(value)] for name, value in message.items()],
        'mailboxes': {
            name: [[address.display_name, address.addr_spec] for address in value.addresses]
            for name, value in message.items()
            if hasattr(value, 'addresses')
        },
        'dateMs': int(message['Date'].datetime.timestamp() * 1000) if message['Date'] else None,
        'defects': [type(defect).__name__ for part in message.walk() for defect in part.defects],
        'preamble': message.preamble,
        'epilogue': message.epilogue,
        'parts': leaves(message),
    }


def messages(path):
    parse = lambda file: email.message_from_binary_file(file, policy=email.policy.default)
    if path.endswith('.mbox'):
        return [read(message) for message in mailbox.mbox(path, factory=parse)]
    with open(path, 'rb') as file:
        return [read(parse(file))]


print(json.dumps([messages(path) for path in sys.argv[2:]]))
