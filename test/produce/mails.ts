import { raw } from './builder.ts'

/** The redacted person of all these fixtures, invented. */
export const NAME = 'Zoë Quillfeather'
export const ADDRESS = 'zoe.quillfeather@orchard.example'

export const plainMail = raw(`Return-Path: <bounce-zoe@orchard.example>
Received: from mx.orchard.example (mx [203.0.113.9]) by mx.example; Mon, 5 Jan 2026 10:00:00 +0100
Authentication-Results: mx.example; spf=pass smtp.mailfrom=bounce-zoe@orchard.example
ARC-Seal: i=1; a=rsa-sha256; d=orchard.example; b=47DEQpj8HBSa+/TImW
DKIM-Signature: v=1; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; d=orchard.example
X-Originating-IP: [203.0.113.9]
Thread-Index: AdEJ9Vw6Kd3XqX1dTQmQ0n3l8Z1B2Q==
Message-ID: <one@orchard.example>
From: ${NAME} <${ADDRESS}>
To: Anna Berg <anna@example.org>, "Roe, Jane" <jane@example.org>
Subject: Lunch with ${NAME} on Friday
Date: Mon, 5 Jan 2026 10:00:00 +0100
X-Mailer: Quill Mail for Orchards
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Dear Anna,

${NAME} will join us. Call ${NAME} under +49 30 901820-55
or write to ${ADDRESS}.

From here on it is only about you.
Best
`)

export const htmlMail = raw(`Message-ID: <two@orchard.example>
In-Reply-To: <one@orchard.example>
References: <zero@elsewhere.example> <one@orchard.example>
From: Anna Berg <anna@example.org>
To: ${NAME} <${ADDRESS}>
Subject: Re: Lunch
Date: Tue, 6 Jan 2026 11:30:00 +0000
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="outer-zoe"

This preamble names ${NAME}.
--outer-zoe
Content-Type: multipart/alternative; boundary="inner"

--inner
Content-Type: text/plain; charset=utf-8

See you there, ${NAME}!

--inner
Content-Type: text/html; charset=utf-8

<html><head><title>${NAME}</title></head><body><!-- ${NAME} --><p>See you there, <b>Zoë</b> <i>Quillfeather</i>!</p>
<table><tr><td>Time</td><td>12:30</td></tr></table><img src="https://track.example/?who=zoe"></body></html>

--inner--
--outer-zoe
Content-Type: text/csv; charset=utf-8; name="guests.csv"
Content-Disposition: attachment; filename="guests of Quillfeather.csv"

name,phone
${NAME},+49 30 901820-55
Anna Berg,+49 30 1234567

--outer-zoe
Content-Type: application/octet-stream; name="blob.bin"
Content-Disposition: attachment; filename="blob.bin"
Content-Transfer-Encoding: base64

AAECAwQFBgcICQ==

--outer-zoe
Content-Type: message/rfc822

From: Anna Berg <anna@example.org>
To: ${NAME} <${ADDRESS}>
Subject: inner about ${NAME}
Date: Mon, 5 Jan 2026 09:00:00 +0000
Content-Type: text/plain; charset=utf-8

Inner words for ${NAME}.

--outer-zoe--
`)

/** The same name, approved as released here. */
export const disclosedMail = raw(`Message-ID: <three@example.org>
From: Anna Berg <anna@example.org>
To: Office <office@example.org>
Subject: Visitors
Date: Wed, 7 Jan 2026 08:00:00 +0000
Content-Type: text/plain; charset=utf-8

I told ${NAME} about the visitors.
`)

export const marked = { mark: [NAME, ADDRESS, '+49 30 901820-55', 'Quillfeather', 'Zoë'] } as const
