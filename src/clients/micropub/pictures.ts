/** Photos, kept as pictures of the newsroom. */

import { type Answered, type Caller, callApi } from '../../editing/calling'
import type { AnswerOf } from '../../editing/contract/answers'
import { LIMITS } from '../../editing/contract/input'
import { siteOf } from '../../site'
import { ownHash, type Photo, type Placed } from './photos'
import { invalid, refused } from './refusals'

type Sent = Answered<AnswerOf<'Picture'>>

/** Sends a file as it is. */
export function sendFile(caller: Caller, file: File, alt: string | null): Promise<Sent> {
  const query = new URLSearchParams()
  if (alt !== null) query.set('alt', alt)
  const name = [...file.name].slice(-LIMITS.pictureName).join('').trim()
  if (name) query.set('name', name)
  const type = file.type.startsWith('image/') ? file.type : 'application/octet-stream'
  return callApi(caller, 'POST', `/pictures?${query}`, { body: file, type })
}

const NO_ALT =
  'photo: nobody has said what it shows, so it is marked as mere decoration; send an alt with it'

/** Photos as they can stand in an article, one after the other; or why one of them cannot. */
export async function keepPhotos(
  caller: Caller,
  photos: Photo[],
): Promise<{ placed: Placed[]; notes: string[] } | Response> {
  const placed: Placed[] = []
  const notes: string[] = []
  for (const photo of photos) {
    const kept = await keep(caller, photo)
    if (kept instanceof Response) return kept
    const { alt, ...found } = kept
    if (alt === null) notes.push(NO_ALT)
    placed.push({ ...found, alt: alt ?? '' })
  }
  return { placed, notes }
}

type Kept = Omit<Placed, 'alt'> & { alt: string | null }

async function keep(caller: Caller, { from, alt }: Photo): Promise<Kept | Response> {
  const said = alt === null ? {} : { alt }
  const hash = typeof from === 'string' ? ownHash(from, siteOf(caller.env).origin) : null
  // A newsroom that keeps no pictures shows those that are elsewhere.
  if (typeof from === 'string' && hash === null && !caller.env.PICTURES) {
    return { hash: null, address: from, alt }
  }
  const answer =
    typeof from !== 'string'
      ? await sendFile(caller, from, alt)
      : hash === null
        ? await callApi<Sent['body']>(caller, 'POST', '/pictures', { json: { url: from, ...said } })
        : await callApi<Sent['body']>(caller, 'GET', `/pictures/${hash}`)
  if (!answer.isOk) {
    const isGone = answer.problem?.name === 'not-found'
    return isGone ? invalid(`photo: there is no picture at ${from}`) : refused(answer)
  }
  const { body } = answer
  return { hash: body.hash, address: body.url ?? '', alt: alt ?? body.alt }
}
