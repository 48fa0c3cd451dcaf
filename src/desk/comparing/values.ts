/** The fields of an article as a comparison shows them. */
import type { Content } from '../../articles/article'
import { siteOf } from '../../site'
import { toLocal } from '../../time'
import { type DeskContext, wordsFor } from '../context'
import { COMMON } from '../words'
import { budget } from './hunks'
import { type Piece, piecesOf } from './pieces'
import { COMPARING } from './words'

type Times = 'publishedAt' | 'publishAt'

/** Some fields of a content; its instants in UTC seconds, or as the API tells them. */
export type Comparable = Partial<Omit<Content, Times> & Record<Times, number | string | null>>

/** What changed in one field, before and after. */
export function piecesOfField(
  c: DeskContext,
  field: keyof Content,
  before: Comparable,
  after: Comparable,
): [Piece[], Piece[]] {
  const [was, is] = [before, after].map((fields) => partsOf(c, field, fields)) as [
    string[],
    string[],
  ]
  if (field === 'title' || field === 'summary') {
    const [old = '', now = ''] = [was[0], is[0]]
    if (old && now) return piecesOf(old, now, budget())
  }
  const marked = (parts: string[], others: string[]) =>
    parts.flatMap((text, i): Piece[] => [
      ...(i === 0 ? [] : [{ text: field === 'keywords' ? ', ' : '\n', isChanged: false }]),
      { text, isChanged: !others.includes(text) },
    ])
  const absent = [{ text: wordsFor(c, COMPARING).absent, isChanged: false }]
  return [was.length > 0 ? marked(was, is) : absent, is.length > 0 ? marked(is, was) : absent]
}

/** A field's value in parts that are told apart one by one; none when it is absent. */
function partsOf(c: DeskContext, field: keyof Content, content: Comparable): string[] {
  const words = wordsFor(c, COMPARING)
  const value = content[field] ?? null
  if (value === null || value === '') return []
  switch (field) {
    case 'status':
      return [wordsFor(c, COMMON).statuses[value as Content['status']]]
    case 'format':
      return [words.formats[value as Content['format']]]
    case 'keywords':
    case 'formerAddresses':
      return value as string[]
    case 'publishedAt':
    case 'publishAt':
      return [momentOf(c, value as number | string)]
    case 'source': {
      const { name, url } = value as NonNullable<Content['source']>
      return [name, url ?? ''].filter(Boolean)
    }
    case 'origin': {
      const { system, id } = value as NonNullable<Content['origin']>
      return [`${system} ${id}`]
    }
    case 'lead': {
      const { picture, alt, caption } = value as NonNullable<Content['lead']>
      const said = {
        [words.picture]: picture.slice(0, 12),
        [words.alt]: alt,
        [words.caption]: caption,
      }
      return Object.entries(said).flatMap(([name, text]) =>
        text === null ? [] : `${name}: ${text}`,
      )
    }
    case 'card':
      return [`${words.picture}: ${(value as string).slice(0, 12)}`]
    default:
      return [String(value)]
  }
}

function momentOf(c: DeskContext, value: number | string): string {
  const seconds = typeof value === 'number' ? value : Date.parse(value) / 1000
  if (Number.isNaN(seconds)) return String(value)
  return toLocal(Math.floor(seconds), siteOf(c.env).timeZone).text
}
