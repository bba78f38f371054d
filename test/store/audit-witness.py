"""Checks an exported audit trail with Python's standard library and the openssl command, from the recipe that stands in the file and nothing else.

    audit-witness.py EXPORT [--manifest FILE] [--earlier EXPORT] [--open SEQUENCE SALT PAYLOAD]

A bundle's manifest and an earlier export are what somebody outside holds: with them a trail that was cut short or signed anew is found out.
Prints the numbers of entries and signatures; on a fault, one line that names it, and status 1.
"""
import argparse, hashlib, json, os, subprocess, sys, tempfile


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(',', ':'), ensure_ascii=False).encode()


def fault(text):
    print(text)
    sys.exit(1)


def fields(record, names):
    return {name: record[name] for name in names.split()}


def signed(point, workspace):
    """Whether the signature of a checkpoint is by its key, over its head."""
    body = {'purpose': 'disclosure-desk/audit-checkpoint', 'workspace': workspace, **fields(point, 'atMs head sequence user')}
    with tempfile.TemporaryDirectory() as folder:
        message, signature, key = (os.path.join(folder, name) for name in ('message', 'signature', 'key.pem'))
        for path, content in ((message, canonical(body)), (signature, bytes.fromhex(point['signature'])), (key, point['publicKey'].encode())):
            with open(path, 'wb') as file:
                file.write(content)
        command = ['openssl', 'pkeyutl', '-verify', '-pubin', '-inkey', key, '-rawin', '-in', message, '-sigfile', signature]
        return subprocess.run(command, capture_output=True).returncode == 0


def keys_of(log):
    return {(user['user'], key['publicKey']) for user in log['users'] for key in user['publicKeys']}


options = argparse.ArgumentParser()
options.add_argument('export')
options.add_argument('--manifest')
options.add_argument('--earlier')
options.add_argument('--open', nargs=3)
given = options.parse_args()
load = lambda path: json.load(open(path, encoding='utf-8'))
log = load(given.export)
entries, points = log['entries'], log['checkpoints']

previous = '0' * 64
for number, entry in enumerate(entries, 1):
    if entry['sequence'] != number:
        fault(f'number: entry {entry["sequence"]} stands where {number} is due')
    if entry['previous'] != previous:
        fault(f'link: entry {number} does not follow the one before it')
    if hashlib.sha256(canonical(fields(entry, 'atMs command commitment matter outcome previous sequence user'))).hexdigest() != entry['hash']:
        fault(f'hash: entry {number} was changed')
    previous = entry['hash']
if (log['head'] or '0' * 64) != previous:
    fault('head: the last entry is not the head that the file names')

for point in points:
    at = point['sequence']
    if (point['user'], point['publicKey']) not in keys_of(log):
        fault(f'key: nobody of that name has the key that signed entry {at}')
    if not signed(point, log['workspace']):
        fault(f'signature: the one over entry {at} is not valid')
    if at > len(entries) or entries[at - 1]['hash'] != point['head']:
        fault(f'signed head: what was signed at entry {at} does not stand there')
if entries and (not points or max(point['sequence'] for point in points) != len(entries)):
    fault('unsigned: nobody signed the last entry')

if given.manifest:
    known = load(given.manifest)['auditHead']
    if known['entries'] > len(entries) or entries[known['entries'] - 1]['hash'] != known['hash']:
        fault('manifest: the head that the bundle names does not stand in this trail')
if given.earlier:
    before = load(given.earlier)
    if entries[:len(before['entries'])] != before['entries']:
        fault('earlier: what was exported before does not stand in this trail')
    if not keys_of(before) <= keys_of(log):
        fault('earlier keys: a key that was exported before is gone')
if given.open:
    sequence, salt, payload = given.open
    if hashlib.sha256(bytes.fromhex(salt) + canonical(json.loads(payload))).hexdigest() != entries[int(sequence) - 1]['commitment']:
        fault(f'commitment: this is not the payload of entry {sequence}')
print(len(entries), len(points))
