/** What another article has already: the line goes without it, and the article comes all the same. */
import type { Mended, Result } from '../import-file.ts'
import { spelledOnce } from './claims.ts'

/** The line without a slug or a former address that the newsroom says is taken; null for any other fault. */
export function mend(text: string, { type = '', detail = '' }: Result): Mended | null {
  const isSlug = type.endsWith('/slug-taken')
  if (!isSlug && !type.endsWith('/address-taken')) return null
  const {
    slug,
    formerAddresses = [],
    ...line
  } = JSON.parse(text) as {
    slug?: string
    formerAddresses?: string[]
  }
  if (isSlug) {
    if (slug === undefined) return null
    const note = `the slug "${slug}" is or was another article's: it got one made of its title`
    return { text: JSON.stringify({ ...line, formerAddresses }), note }
  }
  const [, named = ''] = /"([^"]*)"/.exec(detail) ?? []
  const left = formerAddresses.find((one) => spelledOnce(one) === spelledOnce(named))
  if (left === undefined) return null
  const rest = formerAddresses.filter((one) => one !== left)
  const note = `its old address "${left}" leads to another article already`
  return { text: JSON.stringify({ ...line, slug, formerAddresses: rest }), note, left }
}
