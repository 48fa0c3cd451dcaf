/** Pictures on their way to a newsroom. */
import { readFileSync, statSync } from 'node:fs'
import { basename, extname } from 'node:path'
import { MAX_BYTES } from '../src/articles/files/bounds.ts'
import { atMost } from './at-once.ts'
import { Fault } from './command.ts'
import { ask, type Newsroom, Refusal, toJson } from './request.ts'

/** A picture as the API answers it: see docs/pictures.md. */
export interface Picture {
  /** SHA-256 of the file as it is kept, in hexadecimal. */
  hash: string
  /** null once it was taken down, or is about to go. */
  url: string | null
  width: number
  height: number
  alt: string | null
  name: string | null
  state: 'kept' | 'barred' | 'leaving'
  notes?: string[]
}

/** Smaller pictures made of one, and a social card. */
export interface Made {
  sizes: Uint8Array<ArrayBuffer>[]
  card: Uint8Array<ArrayBuffer> | null
}

/** What is said of a picture as it is sent. */
export interface Said {
  alt?: string | null | undefined
  name?: string | null | undefined
}

/** A picture is many megabytes in the Worker, which has 128: no more come at a time. */
const turn = atMost(4)

/** The bytes of a picture file. Throws what is wrong, as the end of a sentence that begins with its name. */
export function readPictureFile(file: string): Uint8Array<ArrayBuffer> {
  const stat = statSync(file, { throwIfNoEntry: false })
  if (!stat) throw new Fault('there is no such file', 'refused')
  if (!stat.isFile()) throw new Fault('this is a folder, and no picture', 'refused')
  if (stat.size > MAX_BYTES) {
    const megabytes = (stat.size / 1e6).toFixed(1)
    throw new Fault(
      `the file takes ${megabytes} MB, and a newsroom takes ${MAX_BYTES / 1e6}; save it smaller`,
      'refused',
    )
  }
  return new Uint8Array(readFileSync(file))
}

/** Sends a picture. Sent again it is the same picture, so no answer is missed for good. */
export function sendPicture(
  newsroom: Newsroom,
  file: string,
  bytes: Uint8Array<ArrayBuffer>,
  { alt, name = basename(file) }: Said = {},
  made?: Made,
): Promise<Picture> {
  if (made) return sendForm(newsroom, bytes, { alt, name }, made)
  const query = new URLSearchParams()
  if (alt != null) query.set('alt', alt)
  if (name != null) query.set('name', name)
  const kind = /^\.([a-z0-9]+)$/i.exec(extname(file))?.[1]?.toLowerCase() ?? 'unknown'
  const type = `image/${kind}`
  const request = { method: 'POST', path: `/api/pictures?${query}`, body: bytes, type } as const
  return turn(() => ask(newsroom, request, toJson<Picture>))
}

/** Sends a picture together with what was made of it. */
export function sendForm(
  newsroom: Newsroom,
  bytes: Uint8Array<ArrayBuffer>,
  { alt, name }: Said,
  { sizes, card }: Made,
): Promise<Picture> {
  const body = new FormData()
  body.set('picture', new File([bytes], name ?? 'original'))
  for (const size of sizes) body.append('size', new File([size], 'size'))
  if (card) body.set('card', new File([card], 'card.jpg'))
  if (alt != null) body.set('alt', alt)
  if (name != null) body.set('name', name)
  const request = { method: 'POST', path: '/api/pictures', body } as const
  return turn(() => ask(newsroom, request, toJson<Picture>))
}

/** Has the newsroom fetch a picture from an address. */
export const sendAddress = (newsroom: Newsroom, url: string): Promise<Picture> => {
  const body = JSON.stringify({ url })
  return turn(() => ask(newsroom, { method: 'POST', path: '/api/pictures', body }, toJson<Picture>))
}

/** Whether what went wrong is that the newsroom has no place for pictures: src/editing/receiving/receive.ts says so. */
export const takesNone = (fault: unknown): boolean =>
  fault instanceof Refusal && fault.status === 409 && fault.message.includes('takes no pictures')

/** What was refused, in the newsroom's words, on one line. */
export const reasonOf = (fault: Fault): string =>
  fault instanceof Refusal && fault.errors.length > 0
    ? fault.errors.map(({ detail }) => detail).join('; ')
    : fault.message.replace(/\s*\n\s*/g, ': ')
