/** A picture sent by script, or fetched for it: kept as any other, and told in JSON. */
import { cachePolicy } from '../../delivery/policy'
import { callApi } from '../calling'
import { type DeskContext, wordsFor } from '../context'
import { formIn } from '../form-data'
import { reasonsOf } from '../refusal'
import { type Answer, sendOne } from './send'
import { altIn, altOf } from './send-form'
import { thumbFile } from './thumb'
import { WORDS } from './words'

/** A picture that is kept now, or was before: then with the words that it had. */
export interface Uploaded {
  hash: string
  width: number
  height: number
  alt: string | null
  /** Where a small view of it is. */
  path: string
}

/** Why it is not, in sentences for who sent it. */
export interface Refused {
  faults: string[]
}

/**
 * Takes a form with a `file` and perhaps what it shows (`alt`, or `decorates` with `yes`) and another `name`
 * than the file's own. What the API refuses has its status.
 */
export async function upload(c: DeskContext): Promise<Response> {
  const words = wordsFor(c, WORDS)
  const form = await formIn(c)
  const file = form.get('file') as File | string | null
  if (file === null || typeof file === 'string' || file.size === 0) {
    return refuse([words.chooseFile], 422)
  }
  const alt = altOf(altIn(form))
  if (alt === 'both') return refuse([words.both], 422)
  const name = form.get('name')
  const kept = await sendOne(c, file, alt, typeof name === 'string' && name ? name : file.name)
  return told(c, kept)
}

/**
 * Has the API fetch the picture at an address (`url` of a form), as it does for programs. It is kept without a
 * name.
 */
export async function bring(c: DeskContext): Promise<Response> {
  const words = wordsFor(c, WORDS)
  const url = (await formIn(c)).get('url')
  if (typeof url !== 'string' || url.trim() === '') return refuse([words.noAddress], 422)
  return told(c, await callApi(c, 'POST', '/pictures', { json: { url: url.trim() } }))
}

function told(c: DeskContext, kept: Answer): Response {
  if (!kept.isOk) return refuse(reasonsOf(c, kept.problem), kept.status)
  const { hash, width, height, files, alt: says } = kept.body
  const small = thumbFile(files)
  const path = small ? new URL(small.url).pathname : ''
  return json({ hash, width, height, alt: says, path } satisfies Uploaded, kept.status)
}

const refuse = (faults: string[], status: number) => json({ faults } satisfies Refused, status)

const json = (body: object, status: number) =>
  Response.json(body, { status, headers: { ...cachePolicy.private } })
