/** Pictures on their way from the old site: each once in a run, however many articles show it. */
import { statSync } from 'node:fs'
import { relative } from 'node:path'
import { EXIT, Fault } from '../command.ts'
import type { Newsroom } from '../request.ts'
import {
  type Picture,
  readPictureFile,
  reasonOf,
  sendAddress,
  sendPicture,
  takesNone,
} from '../send-picture.ts'
import type { KnownPictures } from './known-pictures.ts'
import type { Place } from './places.ts'
import { keyOf, remembering } from './seen.ts'
import type { Tally } from './tally.ts'

/** Has a picture sent; gives back its hash, or null where it cannot be had. `address` is what articles call it. */
export type Bring = (place: Place, address: string) => Promise<string | null>

const NONE = 'this newsroom takes no pictures yet (docs/pictures.md says what to add)'

/** Pictures that were refused, remembered so that they are told once; of more, the first are tried again. */
const MOST_FAILED = 100_000

/** Stands for a hash that is not known yet. */
const ANY = '0'.repeat(64)

/** Counts pictures by where they are to come from, each once, and sends none. */
export function countingPictures(told: Tally): Bring {
  const isNew = remembering()
  return async (place, address) => {
    const hash = place.kind === 'file' || place.kind === 'fetch' ? ANY : null
    if (!isNew(nameOf(place, address))) return hash
    told.pictures.add(place.kind, address)
    if (place.kind === 'missing') told.faults.add('', address, MISSING)
    return hash
  }
}

const MISSING = 'it is not in the folder of pictures'

/** Sends pictures. Throws a Fault where the newsroom does not answer. */
export function sendingPictures(newsroom: Newsroom, known: KnownPictures, told: Tally): Bring {
  const count = countingPictures(told)
  const underway = new Map<string, Promise<string | null>>()
  const failed = new Set<number>()
  let takesAny = true

  const fail = (address: string, name: string, why: string) => {
    failed.add(keyOf(name))
    if (failed.size > MOST_FAILED) failed.delete(failed.values().next().value as number)
    told.faults.add('', address, why)
    return null
  }

  const bring = async (place: Place, address: string, name: string): Promise<string | null> => {
    if (place.kind !== 'file' && place.kind !== 'fetch') return null
    if (!takesAny || failed.has(keyOf(name))) return null
    const hash = known.hashOf(name)
    if (hash !== null) return hash
    try {
      const picture = await send(newsroom, place)
      for (const note of picture.notes ?? []) told.note(`picture: ${note}`, address)
      await known.note(name, picture.hash)
      return picture.hash
    } catch (fault) {
      if (takesNone(fault)) {
        if (takesAny) told.remarks.add(`pictures stay where they are: ${NONE}`, '')
        takesAny = false
        return null
      }
      if (!(fault instanceof Fault) || fault.exit !== EXIT.refused) throw fault
      return fail(address, name, reasonOf(fault))
    }
  }

  return async (place, address) => {
    void count(place, address)
    const name = nameOf(place, address)
    const sending = underway.get(name) ?? bring(place, address, name)
    underway.set(name, sending)
    try {
      return await sending
    } finally {
      underway.delete(name)
    }
  }
}

function send(newsroom: Newsroom, place: Place): Promise<Picture> {
  if (place.kind === 'fetch') return sendAddress(newsroom, place.url)
  const { path } = place as { path: string }
  return sendPicture(newsroom, path, readPictureFile(path))
}

/** What a picture is known by: a file that has changed is another picture. */
function nameOf(place: Place, address: string): string {
  if (place.kind === 'fetch') return place.url
  if (place.kind !== 'file') return `${place.kind} ${address}`
  const { size, mtimeMs } = statSync(place.path)
  return `${relative('', place.path)} ${size} ${mtimeMs}`
}
