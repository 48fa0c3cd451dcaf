/** Keeping a picture: known to D1, put into R2, and only then there. */

import { sha256 } from '../../articles/digest'
import type { PictureFile } from '../../articles/files/picture'
import { CARD, fileName, type Size } from '../../articles/picture'
import { type KeptPicture, toKept } from '../../articles/pictures'
import { expect, expectNoMore, GRACE_SECONDS, keep } from '../../articles/writing/pictures'
import { type NamedFile, ORIGINAL, putFiles } from '../../delivery/files'
import { log } from '../../delivery/log'
import type { Refusal } from '../door/problems'
import { type Answer, claim, type Retry } from '../saving/retries'
import type { Made } from './sizes'
import type { Sent } from './take'

/** Who keeps it, where, and when. */
export interface Keeper {
  db: D1Database
  bucket: R2Bucket
  /** Makes smaller ones; null when this picture cannot be made smaller. Absent where nothing is bound. */
  makeSizes?(file: PictureFile): Promise<Made | null>
  by: { keyId: number; at: number }
  /** Set when the request may come again, and has not been answered yet. */
  retry: Retry | null
  /** The answer to it, to be kept with the picture. */
  answerTo(picture: KeptPicture, isNew: boolean, notes: string[]): Answer
}

export type KeptOutcome = { picture: KeptPicture; isNew: boolean } | { refusal: Refusal }

const BARRED =
  'This very picture was taken down, and is not taken again. Whoever may take pictures down can lift that: see docs/pictures.md.'

/** Keeps a picture; one that is there already is the same picture. */
export async function keepPicture(keeper: Keeper, sent: Sent): Promise<KeptOutcome> {
  const { db, by, retry } = keeper
  const { file, alt, name } = sent
  const hash = await sha256(file.bytes)
  const facts = {
    hash,
    type: file.type,
    bytes: file.bytes.length,
    width: file.width,
    height: file.height,
    frames: file.frames,
    alt,
    name,
  }
  const before = toKept((await db.batch(expect(db, facts, by))).at(-1))
  if (!before || before.state === 'leaving') return { refusal: ['busy'] }
  if (before.state === 'barred') return { refusal: ['conflict', { detail: BARRED }] }
  const isNew = before.state === 'arriving'
  const made = isNew ? await put(keeper, hash, sent).catch(unavailable) : before
  if (!made) return { refusal: ['pictures-unavailable'] }
  const expected: KeptPicture = {
    ...before,
    files: made.files,
    hasCard: made.hasCard,
    state: 'kept',
    removedAt: isNew || before.removedAt !== null ? by.at + GRACE_SECONDS : null,
  }
  const claims = retry
    ? await claim(db, retry, 0, keeper.answerTo(expected, isNew, sent.notes), by.at)
    : []
  if (!isNew && claims.length === 0) return { picture: before, isNew }
  const picture = await keep(db, made, by, claims)
  if (picture !== 'lost') return { picture, isNew }
  // Let go while its files were on their way: nobody else knows of these.
  if (isNew) await expectNoMore(db, facts, by)
  return { refusal: ['busy'] }
}

/** What has been put already goes by the clock. */
function unavailable(fault: unknown) {
  log('error', 'picture-not-kept', { fault: String(fault) })
  return null
}

/** Puts all files of a picture into R2. */
async function put({ bucket, makeSizes }: Keeper, hash: string, { file, sizes, card }: Sent) {
  const made =
    sizes.length > 0 || card || !makeSizes
      ? { files: sizes, card: card?.bytes ?? null }
      : ((await makeSizes(file)) ?? { files: [], card: null })
  const isServedAsSent = made.files.length === 0
  const own: Size = { width: file.width, height: file.height, type: file.type }
  const named: NamedFile[] = [
    { name: isServedAsSent ? fileName(own) : ORIGINAL, type: file.type, bytes: file.bytes },
    ...made.files.map((one) => ({ name: fileName(one), type: one.type, bytes: one.bytes })),
    ...(made.card ? [{ name: CARD.file, type: CARD.type, bytes: made.card }] : []),
  ]
  await putFiles(bucket, hash, named)
  const files = isServedAsSent
    ? [own]
    : made.files.map(({ width, height, type }): Size => ({ width, height, type }))
  return { hash, files, hasCard: made.card !== null }
}
