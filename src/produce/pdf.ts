/**
 * PDFs of ours, made by `pdf-write.ts`. The library behind it is by far the largest of the program and is loaded with the first PDF, so that whatever else is
 * started doesn't wait for it.
 */
type Writer = typeof import('./pdf-write.ts')

const writer = (): Promise<Writer> => import('./pdf-write.ts')

/** Only the pages of a printed PDF, in a fresh file, numbered in the footer. */
export const fromPrint: Writer['fromPrint'] = async (...given) => (await writer()).fromPrint(...given)

/** Pages from pixels. With `numbers` each is set on an A4 sheet over its footer; else it has the size of the original. */
export const fromPixels: Writer['fromPixels'] = async (...given) => (await writer()).fromPixels(...given)

/** How many pages a PDF of ours has. */
export const pageCount: Writer['pageCount'] = async (...given) => (await writer()).pageCount(...given)
