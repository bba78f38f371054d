"""An independent reader of a produced mailbox or message: CPython's email and mailbox packages. Prints JSON."""
import email, email.policy, hashlib, json, mailbox, sys


def leaf(part):
    if part.get_content_type() == 'message/rfc822':
        return {'type': 'message/rfc822', 'filename': part.get_filename(), 'message': read(part.get_payload(0))}
    content = part.get_payload(decode=True) or b''
    return {
        'type': part.get_content_type(),
        'filename': part.get_filename(),
        'sha256': hashlib.sha256(content).hexdigest(),
        'text': content.decode('utf-8') if part.get_content_maintype() == 'text' else None,
    }


def leaves(part):
    if part.is_multipart() and part.get_content_type() != 'message/rfc822':
        return [found for child in part.get_payload() for found in leaves(child)]
    return [leaf(part)]


def read(message):
    return {
        'headers': [[name, str(value)] for name, value in message.items()],
        'defects': [type(defect).__name__ for part in message.walk() for defect in part.defects],
        'preamble': message.preamble,
        'epilogue': message.epilogue,
        'parts': leaves(message),
    }


path = sys.argv[1]
if path.endswith('.mbox'):
    box = mailbox.mbox(path, factory=lambda file: email.message_from_binary_file(file, policy=email.policy.default))
    print(json.dumps([read(message) for message in box]))
else:
    with open(path, 'rb') as file:
        print(json.dumps([read(email.message_from_binary_file(file, policy=email.policy.default))]))
