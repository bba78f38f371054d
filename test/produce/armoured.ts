/** Blocks of letters as gpg 2.2 and openssl 3 write them. Their keys were thrown away. */

/** Encrypted under a passphrase. */
export const encryptedMessage = `-----BEGIN PGP MESSAGE-----

jA0ECQMC2K8thrXI0bpg0lIBRcH65rtgziqe1qGf5nNk5goBN9+TtY3tXko7GDdC
aqWbFioXieCi93upbuznwYrLkNYEbNoLIqoYKcL2GinF5HaxxficHCsgJRIPlFa0
ltze
=PuDg
-----END PGP MESSAGE-----
`

/** Packed, not encrypted: `Zoe Quillfeather was here`. */
export const packedMessage = `-----BEGIN PGP MESSAGE-----

owFbo5LEmqtXUlGSzXF0TVR+qkJgaWZOTlpqYklGapFCeWKxApBOBQA=
=WJ2Z
-----END PGP MESSAGE-----
`

/** Neither packed nor encrypted. */
export const plainMessage = `-----BEGIN PGP MESSAGE-----

rCRiBW0udHh0awjFrFpvZSBRdWlsbGZlYXRoZXIgd2FzIGhlcmU=
=58+H
-----END PGP MESSAGE-----
`

/** Signed and packed. */
export const signedMessage = `-----BEGIN PGP MESSAGE-----

owGbwMvMwCHGfqz6//WX3XsZ16gksebqlVSUZHMcXROVn6oQWJqZk5OWmliSkVqk
UJ5YrACkUztKWRjEOBhkxRRZ2HofV/grmefOm3s0AmYKKxNINwMXpwBMZLkVI8PZ
y+xs1tbdBjpNCs+PXORUqTk1laV4xzH3vFdG6rGh96cxMhzZfsrBN+tpStq3DVsu
7jo3T+jkowPrgiNtLL0vtm6LeMsLAA==
=40cf
-----END PGP MESSAGE-----
`

/** Signed in clear. */
export const clearSigned = `-----BEGIN PGP SIGNED MESSAGE-----
Hash: SHA256

Somebody was here
-----BEGIN PGP SIGNATURE-----

iHUEARYIAB0WIQQGjeN4TyI3bZ6dxVgHxnv/1+mLvQUCawjFrAAKCRAHxnv/1+mL
vUTqAP0XhnjUJYSSS/50szXajMZA9Zc5HKlXNS5ImSLpzvzQLQD/SXxjHMyiAdwW
QGtOBlRc3npe53+qCVMSQ318mn/33go=
=IBA9
-----END PGP SIGNATURE-----
`

/** Of Zoe Quillfeather <zoe@quill.example>. */
export const publicKey = `-----BEGIN PGP PUBLIC KEY BLOCK-----

mDMEawjFrBYJKwYBBAHaRw8BAQdA3mYo+PE7I38FkztqyBwzHVWNFV60L5Fd1GS8
EkCXMGq0JFpvZSBRdWlsbGZlYXRoZXIgPHpvZUBxdWlsbC5leGFtcGxlPoiQBBMW
CAA4FiEEBo3jeE8iN22encVYB8Z7/9fpi70FAmsIxawCGwMFCwkIBwIGFQoJCAsC
BBYCAwECHgECF4AACgkQB8Z7/9fpi718cwD/Wf3zEgEfIylwnUaIEfsgd6b+D9yo
5pfSP4KSQS6hg+cBAJu8pvETJz1j9JbOB3/eRZQQ16so2sY+xJg3J1mkOu4D
=ZW8A
-----END PGP PUBLIC KEY BLOCK-----
`

/** Encrypted under a passphrase. */
export const encryptedCms = `-----BEGIN CMS-----
MIHWBgkqhkiG9w0BBwOggcgwgcUCAQMxcqNwAgEAoBsGCSqGSIb3DQEFDDAOBAgw
lMQxY9NImAICCAAwLAYLKoZIhvcNAQkQAwkwHQYJYIZIAWUDBAECBBCh2/0R/j9R
wQZm5681FkL5BCB5FLXB3AXVAqZ4CwkC459C+cGgJHnrv7L8je2soI2XSzBMBgkq
hkiG9w0BBwEwHQYJYIZIAWUDBAECBBDmiW4txGcvAiq319AMpACdgCCHPnSWrxvp
zToaTkettm1/4hBPQEA5dIhcbzI93dYMSQ==
-----END CMS-----
`

/** Signed: `Zoe Quillfeather was here`. */
export const signedCms = `-----BEGIN CMS-----
MIIB2AYJKoZIhvcNAQcCoIIByTCCAcUCAQExDTALBglghkgBZQMEAgEwKAYJKoZI
hvcNAQcBoBsEGVpvZSBRdWlsbGZlYXRoZXIgd2FzIGhlcmUxggGFMIIBgQIBATAz
MBsxGTAXBgNVBAMMEFpvZSBRdWlsbGZlYXRoZXICFAyzZ+JOZh3VFfP2auZXLygY
PApZMAsGCWCGSAFlAwQCAaCB5DAYBgkqhkiG9w0BCQMxCwYJKoZIhvcNAQcBMBwG
CSqGSIb3DQEJBTEPFw0yNjExMjYyMzU0MTNaMC8GCSqGSIb3DQEJBDEiBCCeKmNN
FX/WjLyTTkkIwzbQiUN79g6ZJJXwZOW0D/nCyTB5BgkqhkiG9w0BCQ8xbDBqMAsG
CWCGSAFlAwQBKjALBglghkgBZQMEARYwCwYJYIZIAWUDBAECMAoGCCqGSIb3DQMH
MA4GCCqGSIb3DQMCAgIAgDANBggqhkiG9w0DAgIBQDAHBgUrDgMCBzANBggqhkiG
9w0DAgIBKDAKBggqhkjOPQQDAgRHMEUCIQCB37+NIbVH4t27YRNC1HQwvcl7JV1o
Tx3Pmce92tGgZQIgJHmRBb3oULF3Sh0H9oqxPmyKcDqHs3wPrJdiL20td1w=
-----END CMS-----
`

/** Of Zoe Quillfeather. */
export const certificate = `-----BEGIN CERTIFICATE-----
MIIBizCCATGgAwIBAgIUDLNn4k5mHdUV8/Zq5lcvKBg8ClkwCgYIKoZIzj0EAwIw
GzEZMBcGA1UEAwwQWm9lIFF1aWxsZmVhdGhlcjAeFw0yNjExMjYyMzUwMDRaFw0y
NjEyMjYyMzUwMDRaMBsxGTAXBgNVBAMMEFpvZSBRdWlsbGZlYXRoZXIwWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAASGBnYFGOlknjsUQCJBRVJDYzAZv35yKqx6S4Ux
3gfrZINZzTcoy15Tjy+fSJ3OskCbnlV/GzSKuTUVUmsFdMcjo1MwUTAdBgNVHQ4E
FgQUq/J7wZzwUiuzL0LLTy447rYUauswHwYDVR0jBBgwFoAUq/J7wZzwUiuzL0LL
Ty447rYUauswDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEAw0gP
YLtcmEPbj3mhG9njfJeh6Z7XMfK7BIa3x/Ez9EkCIDFBNwxWfh03DUaZn0mNRt9C
k38Va6dlTnrsPFJKPOzN
-----END CERTIFICATE-----
`

/** Made for this file. */
export const privateKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgyPg8ZayK0qeHzrWV
+tcgnH2Y4lvpT0iQCN5/EELzA++hRANCAASGBnYFGOlknjsUQCJBRVJDYzAZv35y
Kqx6S4Ux3gfrZINZzTcoy15Tjy+fSJ3OskCbnlV/GzSKuTUVUmsFdMcj
-----END PRIVATE KEY-----
`
