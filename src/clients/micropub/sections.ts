/** Which section an entry goes into. */
import { type Answered, type Caller, callApi } from '../../editing/calling'
import type { AnswerOf } from '../../editing/contract/answers'
import type { Entry } from './entry'

export type Section = Pick<AnswerOf<'Section'>, 'slug' | 'name'>

/** The sections that a key reaches, in their order. */
export const sectionsOf = (caller: Caller): Promise<Answered<AnswerOf<'SectionList'>>> =>
  callApi(caller, 'GET', '/sections')

export const channelsOf = (sections: Section[]) =>
  sections.map(({ slug, name }) => ({ uid: slug, name }))

const same = (text: string) => text.normalize('NFC').toLowerCase()

/** The section with this slug or name. */
export const sectionNamed = (sections: Section[], name: string) =>
  sections.find((one) => [one.slug, one.name].some((own) => same(own) === same(name)))

interface Chosen {
  section: string
  /** The categories that are not it. */
  keywords: string[]
}

/** What `mp-channel` names; else the first section that a category names; else the first that there is. */
export function chooseSection(
  sections: Section[],
  { channel, categories }: Pick<Entry, 'channel' | 'categories'>,
): Chosen | { fault: string } {
  const [first] = sections
  if (!first) return { fault: 'There is no section that this key reaches: an article needs one' }
  if (channel !== null) {
    const section = sectionNamed(sections, channel)
    if (section) return { section: section.slug, keywords: categories }
    const all = sections.map(({ slug }) => slug).join(', ')
    return { fault: `mp-channel names no section that this key reaches; there is ${all}` }
  }
  const named = categories.find((category) => sectionNamed(sections, category))
  if (named === undefined) return { section: first.slug, keywords: categories }
  const { slug } = sectionNamed(sections, named) ?? first
  return { section: slug, keywords: categories.filter((category) => category !== named) }
}
