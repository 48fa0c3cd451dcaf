/** Planned lines with their pictures and links: what is sent in the end. */
import { pictureAddresses, withAddresses } from '../picture-addresses.ts'
import { isTooLong, type Planned, TOO_LONG } from './line.ts'
import type { Relink } from './links.ts'
import type { Bring } from './pictures.ts'
import { type Places, placeOf, standIn } from './places.ts'
import type { Tally } from './tally.ts'
import { cut, tidyLine } from './text.ts'

export interface Finishing {
  places: Places
  bring: Bring
  relink: Relink
  told: Tally
}

export interface Finished {
  planned: Planned
  /** All of it, as it is sent. */
  line: Record<string, unknown>
}

const MAX_ALT = 500
const MAX_CAPTION = 300

/** Pieces whose pictures are under way at once: so many bodies are held. */
const AT_ONCE = 16

/** Finishes what is planned, some at a time, and gives it in its order; what grows too long stays behind. */
export async function* finished(
  all: AsyncIterable<Planned>,
  finishing: Finishing,
): AsyncGenerator<Finished> {
  const underway: Promise<Finished | null>[] = []
  for await (const one of all) {
    const finish = finishOne(one, finishing)
    // It is heard when its turn comes.
    finish.catch(() => {})
    underway.push(finish)
    if (underway.length < AT_ONCE) continue
    const done = await underway.shift()
    if (done) yield done
  }
  for (const one of underway) {
    const done = await one
    if (done) yield done
  }
}

async function finishOne(planned: Planned, finishing: Finishing): Promise<Finished | null> {
  const { told } = finishing
  const pictured = await withPictures(planned, finishing)
  const { body, count, files } = linked(planned, pictured, finishing)
  if (isTooLong(body)) {
    const status = String(planned.fields.status)
    told.statuses.set(status, (told.statuses.get(status) ?? 1) - 1)
    told.dropped.add('article', planned.title, TOO_LONG)
    return null
  }
  told.links.count += count
  told.links.files += files
  const lead = await leadOf(planned, finishing)
  return { planned, line: { ...planned.fields, body, ...(lead && { lead }) } }
}

/** What is nested too deep to be read is left as it is, which the newsroom has its own word on. */
const TOO_DEEP = 'its markup is nested too deep: pictures and links in it stay as they are'

function linked({ piece, title }: Planned, body: string, { relink, told }: Finishing) {
  try {
    return relink(body, piece.format)
  } catch (fault) {
    if (!(fault instanceof RangeError)) throw fault
    told.note(TOO_DEEP, title)
    return { body, count: 0, files: 0 }
  }
}

const MAY_HAVE_PICTURES = /<img|!\[/i

async function withPictures(planned: Planned, finishing: Finishing): Promise<string> {
  const { piece, title, body } = planned
  if (piece.format === 'text' || !MAY_HAVE_PICTURES.test(body)) return body
  try {
    const come = new Map<string, string | null>()
    const bringing = pictureAddresses(body, piece.format).map(async (address) => {
      const place = placeOf(address, piece, finishing.places)
      const hash = await finishing.bring(place, address)
      come.set(address, hash ? `picture:${hash}` : standIn(address, piece, finishing.places))
    })
    await Promise.all(bringing)
    if (![...come.values()].some(Boolean)) return body
    const to = (address: string) => come.get(address) ?? null
    const { source, left } = withAddresses(body, piece.format, to)
    for (const address of left) finishing.told.note(`${LEFT}: "${address}"`, title)
    return source
  } catch (fault) {
    if (!(fault instanceof RangeError)) throw fault
    finishing.told.note(TOO_DEEP, title)
    return body
  }
}

const LEFT =
  'a picture keeps its old address: a link shares its definition, or it is written in a way that cannot be followed'

async function leadOf({ piece, title }: Planned, { places, bring, told }: Finishing) {
  if (piece.lead === null) return null
  const { picture, alt, caption } = piece.lead
  const hash = await bring(placeOf(picture, piece, places), picture)
  if (hash === null) {
    told.note('the picture at its head was left out', title)
    return null
  }
  return { picture: hash, ...said('alt', alt, MAX_ALT), ...said('caption', caption, MAX_CAPTION) }
}

function said(field: string, text: string | null, most: number) {
  const tidy = tidyLine(text ?? '')
  return tidy === '' ? {} : { [field]: cut(tidy, most) }
}
