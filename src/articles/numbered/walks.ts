/** Which index articles of a status are walked along, in an order. */
import type { Status } from '../article'
import { DATE_OF, type Order } from './wanted'

export interface Walk {
  /** For `FROM`: the table, and the index that it must go by. */
  from: string
  /** What it is in order of, before the number. */
  key: string
  where: string[]
}

/** Takes a value for a statement, and gives what stands for it there. */
export type Bind = (value: unknown) => string

/** For orders that no index has, along the dates. */
export function walkOf(status: Status, section: number | null, order: Order, bind: Bind): Walk {
  const isPublic = status === 'published'
  const isIn = section === null ? [] : [`section_id = ${bind(section)}`]
  const by = (index: string | null, key: string, ...more: string[]): Walk => ({
    from: `articles ${index === null ? 'NOT INDEXED' : `INDEXED BY ${index}`}`,
    key,
    // Twice, as the indexes of what is not public take nothing else for an answer.
    where: [
      `status = '${status}'`,
      ...(isPublic ? [] : ["status <> 'published'"]),
      ...more,
      ...isIn,
    ],
  })
  if (order === 'id') {
    if (section !== null) return by('articles_of_section', 'id')
    return isPublic ? by(null, 'id') : by('articles_not_public', 'id')
  }
  if (order === 'modified' && section !== null)
    return by('articles_changed_of_section', 'updated_at', 'id > 0')
  if (order === 'modified' && isPublic) return by('articles_updated', 'updated_at')
  if (order === 'modified') return by('articles_changed_not_public', 'updated_at', 'id > 0')
  if (isPublic && section !== null) return by('articles_newest_of_section', DATE_OF[status])
  if (isPublic) return by('articles_newest', DATE_OF[status])
  if (status === 'scheduled') return by('articles_due', DATE_OF[status])
  return by('articles_changed_not_public', DATE_OF[status], 'id > 0')
}
