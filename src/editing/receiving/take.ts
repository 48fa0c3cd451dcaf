/** Pictures out of requests: raw bytes, a form, or an address to fetch them from. */

import { MAX_SHOWN } from '../../articles/body/tidy'
import { type PictureFile, readPicture } from '../../articles/files/picture'
import { CARD, MADE_WIDTHS } from '../../articles/picture'
import { pictureByUrl, pictureFields } from '../contract/picture-input'
import { validate } from '../contract/values'
import type { Fault } from '../door/problems'

/** A picture as it was sent, read. */
export interface Sent {
  file: PictureFile
  /** Smaller ones that the sender made of it. */
  sizes: PictureFile[]
  card: PictureFile | null
  alt: string | null
  name: string | null
  /** What of it is not kept. */
  notes: string[]
}

type Bytes = Uint8Array<ArrayBuffer>

/** The bytes of a picture, and what is said of it; not read yet. */
export interface Taken {
  bytes: Bytes
  sizes: Bytes[]
  card: Bytes | null
  alt: string | null
  name: string | null
}

/** What takes part in it besides the request. */
export interface Means {
  /** Gets what stands at an address. */
  fetchPicture(address: string): Promise<{ bytes: Bytes } | { fault: string }>
  /** Makes a JPEG of a HEIC; null when it cannot. Absent where nothing is bound that could. */
  convertHeic?(bytes: Bytes): Promise<Bytes | null>
}

type Took = { taken: Taken } | { faults: Fault[] }

/** Takes a picture's bytes out of a request, by the type of its body. */
export function take(request: Request, type: string, means: Means): Promise<Took> {
  const isRaw = type !== 'application/json' && type !== 'multipart/form-data'
  if (isRaw) return raw(request)
  const faults = queryFaults(request.url)
  if (faults.length > 0) return Promise.resolve({ faults })
  return type === 'application/json' ? byUrl(request, means) : fromForm(request)
}

/** What stands in the query of a picture that is not sent as it is: nobody would read it. */
const queryFaults = (url: string): Fault[] =>
  [...new Set(new URL(url).searchParams.keys())].slice(0, MAX_FORM_PARTS).map((name) => ({
    field: name.slice(0, MAX_SHOWN),
    detail: `${name.slice(0, MAX_SHOWN)} stands in the query; send it in the body`,
  }))

async function raw(request: Request): Promise<Took> {
  const fields = validate(pictureFields, Object.fromEntries(new URL(request.url).searchParams))
  if ('faults' in fields) return fields
  const bytes = new Uint8Array(await request.arrayBuffer())
  return { taken: { bytes, sizes: [], card: null, ...fields.value } }
}

async function byUrl(request: Request, { fetchPicture }: Means): Promise<Took> {
  let document: unknown
  try {
    document = await request.json()
  } catch (fault) {
    return one('', `The body cannot be read as JSON: ${(fault as Error).message}`)
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    return one('', 'The body must be one JSON object: { "url": … }')
  }
  const input = validate(pictureByUrl, document)
  if ('faults' in input) return input
  const { url, ...fields } = input.value
  const fetched = await fetchPicture(url)
  if ('fault' in fetched) return one('url', `url ${fetched.fault}`)
  return { taken: { bytes: fetched.bytes, sizes: [], card: null, ...fields } }
}

const one = (field: string, detail: string) => ({ faults: [{ field, detail }] })

/** Parts of a form, and how many of each there may be. */
const MOST = { picture: 1, size: MADE_WIDTHS.length, card: 1, alt: 1, name: 1 }
type Part = keyof typeof MOST

/** More than any form needs; less than takes long to look through. */
const MAX_FORM_PARTS = 20

async function fromForm(request: Request): Promise<Took> {
  let form: FormData
  try {
    form = await request.formData()
  } catch {
    return one('', 'The body cannot be read as multipart/form-data; send `picture` as a file in it')
  }
  const faults: Fault[] = []
  const names = [...form.keys()]
  if (names.length > MAX_FORM_PARTS) {
    const known = Object.keys(MOST).join(', ')
    return one('', `The form has ${names.length} parts; send ${known} in it, and nothing else`)
  }
  for (const sent of new Set(names)) {
    const name = sent.slice(0, MAX_SHOWN)
    const most = Object.hasOwn(MOST, name) ? MOST[name as Part] : 0
    if (most === 0) faults.push({ field: name, detail: `${name} is not known here` })
    else if (form.getAll(name).length > most) {
      faults.push({
        field: name,
        detail: `${name} may be there ${most === 1 ? 'once' : `${most} times`}`,
      })
    }
  }
  const files = (name: Part) =>
    form.getAll(name).flatMap((part) => {
      if (typeof part !== 'string') return [part as File]
      faults.push({ field: name, detail: `${name} must be a file` })
      return []
    })
  const [picture] = files('picture')
  const sizes = files('size')
  const [card] = files('card')
  if (!picture && !faults.some(({ field }) => field === 'picture')) {
    faults.push({ field: 'picture', detail: 'picture is required: the file' })
  }
  const [alt, name] = ['alt', 'name'].map((field) => form.get(field))
  const fields = validate(pictureFields, {
    ...(alt !== null && { alt }),
    name: name ?? (picture?.name || undefined),
  })
  if ('faults' in fields) faults.push(...fields.faults)
  if (!picture || 'faults' in fields || faults.length > 0) return { faults }
  const bytesOf = async (file: File) => new Uint8Array(await file.arrayBuffer())
  return {
    taken: {
      bytes: await bytesOf(picture),
      sizes: await Promise.all(sizes.map(bytesOf)),
      card: card ? await bytesOf(card) : null,
      ...fields.value,
    },
  }
}

/** Reads what was taken: is it a picture, and are the others of it? */
export async function readTaken(
  taken: Taken,
  { convertHeic }: Means,
): Promise<{ sent: Sent } | { faults: Fault[] }> {
  const notes: string[] = []
  let read = readPicture(taken.bytes)
  if ('fault' in read && read.isHeic && convertHeic) {
    const converted = await convertHeic(taken.bytes)
    if (converted) {
      read = readPicture(converted)
      notes.push('picture was HEIC, and is kept as JPEG')
    }
  }
  if ('fault' in read) return one('picture', `picture ${read.fault}`)
  const cut = taken.bytes.length - read.bytes.length
  if (notes.length === 0 && cut > 0) {
    notes.push(`picture lost ${cut} bytes that say where, when or with what it was taken`)
  }
  const others = readOthers(read, taken)
  if ('faults' in others) return others
  return { sent: { file: read, ...others, alt: taken.alt, name: taken.name, notes } }
}

/** How far the sides of a smaller picture may be off, in pixels: by as much as rounding does. */
const TOLERANCE = 2

function readOthers(
  file: PictureFile,
  { sizes, card }: Taken,
): Pick<Sent, 'sizes' | 'card'> | { faults: Fault[] } {
  const faults: Fault[] = []
  const say = (field: string, detail: string) =>
    faults.push({ field, detail: `${field} ${detail}` })
  const made = sizes.flatMap((bytes) => {
    const read = readPicture(bytes)
    if (!('fault' in read)) return [read]
    say('size', read.fault)
    return []
  })
  for (const { width, height, frames } of made) {
    const isWide = width <= file.width && (MADE_WIDTHS.includes(width) || width === file.width)
    const isLike = Math.abs(height - (width * file.height) / file.width) <= TOLERANCE
    if (!isWide || !isLike || frames > 1) {
      const widths = MADE_WIDTHS.join(', ')
      say(
        'size',
        `is ${width} × ${height}; it must be the same picture, ${widths} or as many pixels wide`,
      )
    }
  }
  if (new Set(made.map(({ width }) => width)).size < made.length) say('size', 'is there twice')
  const read = card && readPicture(card)
  if (read && 'fault' in read) say('card', read.fault)
  else if (
    read &&
    !(read.type === CARD.type && read.width === CARD.width && read.height === CARD.height)
  ) {
    say('card', `must be a JPEG of ${CARD.width} × ${CARD.height}`)
  }
  if (faults.length > 0) return { faults }
  const sorted = made.sort((a, b) => a.width - b.width)
  return { sizes: sorted, card: read && !('fault' in read) ? read : null }
}
