/** An export of WordPress (Tools, Export), WXR 1.0 to 1.2, as a source. */
import type { AddressRule, Found, Source, SourceOptions } from '../source.ts'
import { textOfHtml } from '../text-of-html.ts'
import type { Item } from './collect.ts'
import { whyNot } from './kinds.ts'
import { pieceOf } from './piece.ts'
import { entriesIn } from './records.ts'
import { counted, type Survey, surveyOf } from './survey.ts'

const SYSTEM = 'wordpress'

/** Whether a file that begins like this, 4 KiB as text, is such an export. */
export const isWordPress = (firstBytes: string): boolean =>
  /<rss\b[^>]*wordpress\.org\/export\/[\d.]+/i.test(firstBytes)

/** Looks through the export. Throws a `Fault` where it is damaged or in another encoding. */
export async function openWordPress(options: SourceOptions): Promise<Source> {
  const survey = await surveyOf(options)
  return {
    software: 'WordPress',
    system: SYSTEM,
    site: options.site ?? survey.home?.origin ?? null,
    rules: rulesOf(survey),
    read: () => read(options, survey),
  }
}

/** What addresses mean that no post has. */
function rulesOf({ home, authors, categorySlugs, hasTags }: Survey): AddressRule[] {
  const rules: AddressRule[] = [
    { from: '/?p=:id', origin: SYSTEM },
    { from: '/?page_id=:id', origin: SYSTEM },
    { from: '/?attachment_id=:id', gone: true },
    ...(categorySlugs.size > 0 ? [{ from: '/category/:slug', to: '/sections/:slug' }] : []),
    ...(hasTags ? [{ from: '/tag/:name', to: '/keywords/:name' }] : []),
    ...(authors.size > 0 ? [{ from: '/author/:name', to: '/authors/:name' }] : []),
    { from: '/feed', to: '/feed.xml' },
    { from: '/comments/feed', gone: true },
  ]
  return rules.map((rule) => ({ ...rule, from: `${home?.path ?? ''}${rule.from}` }))
}

async function* read(options: SourceOptions, survey: Survey): AsyncGenerator<Found> {
  const taxonomies = new Map<string, number>()
  let [comments, pings] = [0, 0]
  // What is put right was counted in the survey.
  for await (const entry of entriesIn(options, { count: 0 })) {
    if (entry.kind !== 'item') continue
    const { item } = entry
    comments += item.comments
    pings += item.pings
    if (item.fields['wp:post_type'] === 'attachment') continue
    const found = foundOf(item, survey, options.timeZone)
    if (found.kind === 'piece') countTaxonomies(taxonomies, item)
    yield found
  }
  for (const text of survey.notes) yield { kind: 'note', text }
  if (comments > 0) {
    const which = pings > 0 ? `, ${pings} of them pingbacks and trackbacks` : ''
    yield { kind: 'note', text: `${counted(comments, 'comment')} stay behind${which}` }
  }
  if (taxonomies.size > 0) {
    const all = [...taxonomies].map(([name, count]) => `${name} (${count})`).join(', ')
    yield { kind: 'note', text: `What else posts were sorted by stays behind: ${all}` }
  }
}

function foundOf(item: Item, survey: Survey, timeZone: string): Found {
  const { fields } = item
  const what = fields['wp:post_type'] || 'post'
  const name =
    textOfHtml(fields.title ?? '') || fields['wp:post_name'] || `number ${fields['wp:post_id']}`
  const why = whyNot(what, fields['wp:status'] ?? '')
  if (why !== null) return { kind: 'dropped', what, name, why }
  const piece = pieceOf(item, survey, timeZone)
  return 'why' in piece ? { kind: 'dropped', what, name, why: piece.why } : { kind: 'piece', piece }
}

const KNOWN = new Set(['', 'category', 'post_tag', 'tag', 'post_format', 'language'])
const MOST_TAXONOMIES = 50

/** Counts the uses of what plugins sort posts by; translations are told by their posts. */
function countTaxonomies(taxonomies: Map<string, number>, { terms }: Item): void {
  for (const { domain } of terms) {
    if (KNOWN.has(domain)) continue
    if (!taxonomies.has(domain) && taxonomies.size >= MOST_TAXONOMIES) continue
    taxonomies.set(domain, (taxonomies.get(domain) ?? 0) + 1)
  }
}
