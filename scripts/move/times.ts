/** What an article is to be and since when, from what its source says. Nothing private becomes public by it. */
import type { Piece } from './source.ts'

export interface Standing {
  status: 'published' | 'scheduled' | 'draft'
  /** Whether readers of the old site saw it: then it is taken as it was accepted there. */
  wasPublic: boolean
  publishedAt?: string
  publishAt?: string
  createdAt?: string
  updatedAt?: string
}

/** The years 0001 to 9999, in milliseconds: what a year of four digits can name. */
const FIRST = -62_135_596_800_000
const LAST = 253_402_300_799_000

/**
 * `now` is in milliseconds; `before` is the date of the piece before it in the source, which stands for that
 * of one that was public and has none; `note` is told what is not as the source says.
 */
export function standingOf(
  piece: Piece,
  now: number,
  before: string | null,
  note: (text: string) => void,
): Standing {
  const date = instantOf(piece.date)
  const updated = instantOf(piece.updatedAt)
  const past = {
    ...pastOf('createdAt', date ?? updated, now),
    ...pastOf('updatedAt', updated, now),
  }
  if (piece.date !== null && date === null) note('a date that cannot be read was passed over')
  const hidden = { wasPublic: false, ...past }
  if (piece.status === 'draft') return { status: 'draft', ...hidden }
  if (piece.status === 'scheduled' && date === null) {
    note('it was planned without a date: it comes as a draft')
    return { status: 'draft', ...hidden }
  }
  if (date !== null && date > now) {
    if (piece.status === 'published') note('its date is still to come: it is planned for then')
    return { status: 'scheduled', publishAt: toText(date), ...hidden }
  }
  const shown = { status: 'published', wasPublic: true } as const
  if (date !== null) return { ...shown, publishedAt: toText(date), ...past }
  if (updated !== null && updated <= now) {
    note('it has no date of publication: that of its last change stands for it')
    return { ...shown, publishedAt: toText(updated), ...past }
  }
  if (before === null) {
    note('it has no date: it is as new as the day on which it comes')
    return { ...shown, ...past }
  }
  note('it has no date: that of the one before it stands for it')
  return { ...shown, publishedAt: before, ...past }
}

function instantOf(text: string | null): number | null {
  const at = text === null ? Number.NaN : Date.parse(text)
  return at >= FIRST && at <= LAST ? at : null
}

const toText = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`

const pastOf = (field: string, at: number | null, now: number) =>
  at !== null && at <= now ? { [field]: toText(at) } : {}
