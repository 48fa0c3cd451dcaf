/** What an article is to be and since when, from what its source says. Nothing private becomes public by it. */
import type { Piece } from './source.ts'

export interface Standing {
  status: 'published' | 'scheduled' | 'draft'
  publishedAt?: string
  publishAt?: string
  createdAt?: string
  updatedAt?: string
}

/** The years 0001 to 9999, in milliseconds: what a year of four digits can name. */
const FIRST = -62_135_596_800_000
const LAST = 253_402_300_799_000

/** `now` is in milliseconds; `note` is told what is not as the source says. */
export function standingOf(piece: Piece, now: number, note: (text: string) => void): Standing {
  const date = instantOf(piece.date)
  const updated = instantOf(piece.updatedAt)
  const past = {
    ...pastOf('createdAt', date ?? updated, now),
    ...pastOf('updatedAt', updated, now),
  }
  if (piece.date !== null && date === null) note('a date that cannot be read was passed over')
  if (piece.status === 'draft') return { status: 'draft', ...past }
  if (piece.status === 'scheduled' && date === null) {
    note('it was planned without a date: it comes as a draft')
    return { status: 'draft', ...past }
  }
  if (date !== null && date > now) {
    if (piece.status === 'published') note('its date is still to come: it is planned for then')
    return { status: 'scheduled', publishAt: toText(date), ...past }
  }
  if (date !== null) return { status: 'published', publishedAt: toText(date), ...past }
  if (updated === null || updated > now) {
    note('it was public and has no date: it comes as a draft')
    return { status: 'draft', ...past }
  }
  note('it has no date of publication: that of its last change stands for it')
  return { status: 'published', publishedAt: toText(updated), ...past }
}

function instantOf(text: string | null): number | null {
  const at = text === null ? Number.NaN : Date.parse(text)
  return at >= FIRST && at <= LAST ? at : null
}

const toText = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`

const pastOf = (field: string, at: number | null, now: number) =>
  at !== null && at <= now ? { [field]: toText(at) } : {}
