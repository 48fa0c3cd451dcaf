/** A picture sent to `/wp/v2/media`: as a form's `file`, or as it is with its name in `Content-Disposition`. */
import { callApi } from '../../editing/calling'
import { LIMITS } from '../../editing/contract/input'
import { decodeUtf8 } from '../../editing/door/utf8'
import { answer, refuse, refused, unknown } from './answering'
import type { Asking } from './asking'
import { mediumOf } from './media'
import { selectByHash, toMedia } from './media-numbers'
import { fromPairs, type Params } from './params'
import { plainOf } from './plain'
import { apiOf } from './post'
import { bytesOf, tooLarge, typeOf } from './reading'

/** A picture may take 20 MB, and what stands around it in a form a little. */
const MAX_UPLOAD = 21_000_000

interface Upload {
  bytes: Blob | Uint8Array<ArrayBuffer>
  name: string | null
  params: Params
}

/** The name of a file, without the folders that it may be said to be in. */
export const baseName = (name: string) => (name.split(/[/\\]/).at(-1) ?? '').trim()

/** The name that the header gives (RFC 6266): `filename*`, percent-encoded UTF-8, before `filename`. */
export function nameIn(disposition: string | null): string | null {
  const header = disposition ?? ''
  const extended = /filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(header)?.[1]
  if (extended) {
    try {
      return baseName(decodeURIComponent(extended)) || null
    } catch {
      // What is no UTF-8 has another name beside it, or none.
    }
  }
  const [, quoted, bare] = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(header) ?? []
  const name = (quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '').trim()
  return baseName(utf8Of(name)) || null
}

/** Headers come as Latin-1, and clients put UTF-8 in them. */
function utf8Of(name: string): string {
  if (/[^\0-\xff]/.test(name)) return name
  const decoded = decodeUtf8(Uint8Array.from(name, (letter) => letter.charCodeAt(0)))
  return 'text' in decoded ? decoded.text : name
}

export async function createMedium(asking: Asking): Promise<Response> {
  const { caller, c, db, site } = asking
  if (!caller) return unknown('rest_cannot_create')
  const upload = await read(c.req.raw)
  if (upload instanceof Response) return upload
  const { bytes, params } = upload
  const name = lineOf(upload.name ?? params.text('title') ?? '', LIMITS.pictureName)
  const query = new URLSearchParams(name === '' ? {} : { name })
  if (params.has('alt_text')) query.set('alt', plainOf(params.text('alt_text') ?? ''))
  const sent = await callApi<{ hash: string; notes?: string[] }>(
    caller,
    'POST',
    `/pictures?${query}`,
    {
      body: bytes,
      type: 'application/octet-stream',
      once: c.req.header('Idempotency-Key') ?? null,
    },
  )
  if (!sent.isOk) {
    return refused(sent, {
      forbidden: 'rest_cannot_create',
      missing: 'rest_no_route',
      other: 'rest_upload_unknown_error',
    })
  }
  const [medium] = toMedia(await selectByHash(db, sent.body.hash).run())
  if (!medium) return refuse(503, 'rest_upload_unknown_error', 'It was kept, and is gone again.')
  const { notes } = sent.body
  const shown = { ...mediumOf(asking, medium), ...(notes?.length && { notes }) }
  return answer(shown, 201, { Location: apiOf(site, `/media/${medium.id}`) })
}

/** Without what a name of a file cannot hold here: control characters, and more than there is room for. */
const lineOf = (text: string, most: number) =>
  [
    ...text
      .replace(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu, ' ')
      .replace(/\s+/gu, ' ')
      .trim(),
  ]
    .slice(0, most)
    .join('')
    .trim()

const NO_DATA = 'No data supplied: send the picture as `file` in a form, or as the body.'

async function read(request: Request): Promise<Upload | Response> {
  const bytes = await bytesOf(request, MAX_UPLOAD)
  if (!bytes) return tooLarge('A picture may take 20 MB. Send it smaller, or packed more tightly.')
  if (bytes.length === 0) return refuse(400, 'rest_upload_no_data', NO_DATA)
  const query = fromPairs(new URL(request.url).searchParams)
  if (typeOf(request) !== 'multipart/form-data') {
    const disposition = request.headers.get('Content-Disposition')
    return { bytes, name: nameIn(disposition), params: query }
  }
  const headers = { 'Content-Type': request.headers.get('Content-Type') ?? '' }
  const form = await new Response(bytes, { headers }).formData().catch(() => null)
  if (!form) return refuse(400, 'rest_upload_no_data', 'The body cannot be read as a form.')
  const entries = [...form] as [string, string | File][]
  const files = entries.filter(([, value]) => typeof value !== 'string') as [string, File][]
  const [, file] = files.find(([name]) => name === 'file') ?? files[0] ?? []
  if (!file) return refuse(400, 'rest_upload_no_data', NO_DATA)
  const texts = entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return { bytes: file, name: baseName(file.name) || null, params: fromPairs(texts).over(query) }
}
