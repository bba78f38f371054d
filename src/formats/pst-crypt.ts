/**
 * The two ways in which a PST obscures its blocks (MS-PST 5.1 and 5.2). Neither is protection: both keys are public, and a PST's "password" is only
 * a checksum that Outlook compares.
 */
const sBytes = Buffer.from(
  'FFMPVrPIepzrZUgXFhWfAsxUfIMADQwLomKodtvZ7cfFpNyshXTW0KebrpqWcWbDY5m43XOSjoR9pV7RXZOxV1FQgIlSlE9OCmu8jX9uR0ZBQEQBEcsDP/f0' +
    '4amPPDr5+/AZMIIJLsmdoIZJ7m9NbcQtgTQlhxuIqvwGoRI4/UxCcmQTNyRqdXdD/+a0SzZc5Ng1PUW5LOy3MSspB2ijDml7GJ4hOb4oGlt49SPKKrCvPv4E' +
    'jOflmDKV0/ZK6Kbq6fPVL3Ag8h8FZ61VEM7N4yc72rrXwibUkR3SHCIz+PrxWu/PkLaLtb3AvwiXHmziYeDGwVmru1jeX99geX6yig==',
  'base64',
)
const iBytes = Buffer.from(
  'R/G05gtqckiFTp7r4viUU+C7oALoWgmr2+O6xnzDEN05BZYw9TdggozJE0prHfP7jyaXypEXAcQyLW4xlf/ZI9EAXnncRDsaKMVhVyCQPYO5Q75n0kZCdsBt' +
    'W36yDxYpPKkDVA3aXd/2t8dizY0G02lchtYU96Vmdayx6UUhcAyHn3SkIkxvvx9Wqi6zeDNQsKOSvM8ZHKdjyx5NPksbm0/n8O6tOrVZBOpAVSVR5XqJOGhS' +
    'e/wnrte9+gf0zI5f7zWchCsV1Xc0SbYSCn9xiP2dGEF9k9hYLM7+JK/euDbIoYCmmZioLw6BZXPkwqKK1OER0AiLKvLtmmQ/wWz57A==',
  'base64',
)
/** The inverse of `iBytes`. */
const rBytes = new Uint8Array(256)
for (const [index, value] of iBytes.entries()) rBytes[value] = index

/** Decodes a block in place. `method`: 0 none, 1 permutative, 2 cyclic; `key`: low 32 bits of the block's id. */
export function decodeBlock(bytes: Uint8Array, method: number, key: number): void {
  if (method === 1) for (let at = 0; at < bytes.byteLength; at++) bytes[at] = iBytes[bytes[at] as number] as number
  if (method !== 2) return
  let word = (key ^ (key >>> 16)) & 0xffff
  for (let at = 0; at < bytes.byteLength; at++) {
    const low = word & 0xff
    const high = word >> 8
    const first = rBytes[((bytes[at] as number) + low) & 0xff] as number
    const second = sBytes[(first + high) & 0xff] as number
    bytes[at] = ((iBytes[(second - high) & 0xff] as number) - low) & 0xff
    word = (word + 1) & 0xffff
  }
}
