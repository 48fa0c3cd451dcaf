/** What each article that is gathered is tested for. */
import type { Status } from '../article'
import type { Known } from './bases'
import type { Bind } from './walks'
import { DATE_OF, type Kind, NOBODY, type Wanted } from './wanted'

/** Conditions on articles `a`, one at least. */
export function testsOf(wanted: Wanted, status: Status, known: Known, bind: Bind): string[] {
  const { sections, keywords, authors, words, ids, slugs, dated, changed, without } = wanted
  // Not IN: D1 counts each row of a list on its right as one written.
  const isAmong = (column: string, values: unknown[]) =>
    `EXISTS (SELECT 1 FROM json_each(${bind(JSON.stringify(values))}) WHERE value = ${column})`
  const namesOf = (kind: Kind, lists: number[]) =>
    lists.flatMap((id) => {
      const list = known.get(id)
      return list?.kind === kind ? [list.name] : []
    })
  const hasKeyword = (lists: number[]) => {
    const named = bind(JSON.stringify(namesOf('keyword', lists)))
    return `EXISTS (SELECT 1 FROM json_each(a.keywords) k CROSS JOIN json_each(${named}) n ON n.value = k.value)`
  }
  const isBy = (lists: number[]) => {
    const nobody = lists.includes(NOBODY) ? ' OR a.author IS NULL' : ''
    return `(${isAmong('a.author', namesOf('author', lists))}${nobody})`
  }
  // Made only where it is used: D1 takes no parameter that no statement names.
  const isNot = (values: number[], test: (values: number[]) => string) =>
    values.length > 0 ? [`NOT ${test(values)}`] : []
  return [
    `a.status = '${status}'`,
    ...(sections ? [isAmong('a.section_id', sections)] : []),
    ...(keywords ? [hasKeyword(keywords)] : []),
    ...(authors ? [isBy(authors)] : []),
    ...(ids ? [isAmong('a.id', ids)] : []),
    ...(slugs ? [isAmong('a.slug', slugs)] : []),
    ...(words && status !== 'published'
      ? words.terms.map((term) => `instr(lower(a.title), ${bind(term)})`)
      : []),
    ...between(`a.${DATE_OF[status]}`, dated, bind),
    ...between('a.updated_at', changed, bind),
    ...isNot(without.ids, (ids) => isAmong('a.id', ids)),
    ...isNot(without.sections, (ids) => isAmong('a.section_id', ids)),
    ...isNot(without.keywords, hasKeyword),
    ...isNot(without.authors, (ids) => `coalesce(${isBy(ids)}, 0)`),
  ]
}

const between = (column: string, { after, before }: Wanted['dated'], bind: Bind) => [
  ...(after === null ? [] : [`${column} > ${bind(after)}`]),
  ...(before === null ? [] : [`${column} < ${bind(before)}`]),
]
