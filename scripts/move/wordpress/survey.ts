/** The first look through an export: what posts refer to, which may stand after them. */
import { own } from '../chunks.ts'
import type { SourceOptions } from '../source.ts'
import { textOfHtml } from '../text-of-html.ts'
import { type Home, homeOf } from './addresses.ts'
import { type Attachments, keepAttachment, MAX_ATTACHMENTS, noAttachments } from './attachments.ts'
import type { Entry } from './collect.ts'
import { entriesIn } from './records.ts'

export interface Survey {
  home: Home | null
  /** Names that people see, by those with which they sign in. */
  authors: Map<string, string>
  /** By name, as they stand in addresses. */
  categorySlugs: Map<string, string>
  hasTags: boolean
  attachments: Attachments
  /** What was put right in the file, in one reading. */
  repairs: number
  notes: string[]
}

/** More authors or categories than that are no newsroom’s. */
const MOST = 100_000

/** Looks through the whole file. Throws where it is damaged. */
export async function surveyOf(options: SourceOptions): Promise<Survey> {
  const repairs = { count: 0 }
  const site = new Map<string, string>()
  const survey: Survey = {
    home: null,
    authors: new Map(),
    categorySlugs: new Map(),
    hasTags: false,
    attachments: noAttachments(),
    repairs: 0,
    notes: [],
  }
  for await (const entry of entriesIn(options, repairs)) {
    if (entry.kind === 'site') {
      if (ADDRESSES.includes(entry.name)) site.set(entry.name, own(entry.text))
    } else if (entry.kind === 'group') keepGroup(survey, entry)
    else if (entry.item.fields['wp:post_type'] === 'attachment') {
      keepAttachment(survey.attachments, entry.item)
    } else {
      survey.hasTags ||= entry.item.terms.some(({ domain }) => domain === 'post_tag')
    }
  }
  survey.home = ADDRESSES.map((name) => homeOf(site.get(name) ?? '')).find(Boolean) ?? null
  survey.repairs = repairs.count
  survey.notes.push(...notesOn(survey))
  return survey
}

/** The blog’s own first: the site may be a network of them. */
const ADDRESSES = ['wp:base_blog_url', 'link', 'wp:base_site_url']

function keepGroup(survey: Survey, { name, fields }: Entry & { kind: 'group' }): void {
  const field = (key: string) => own(fields[key] ?? '')
  if (name === 'wp:tag') survey.hasTags = true
  if (name === 'wp:author' && survey.authors.size < MOST) {
    const shown = textOfHtml(field('wp:author_display_name')) || field('wp:author_login')
    survey.authors.set(field('wp:author_login'), shown)
  }
  if (name === 'wp:category' && survey.categorySlugs.size < MOST) {
    survey.categorySlugs.set(field('wp:cat_name'), field('wp:category_nicename'))
  }
}

function notesOn({ attachments, repairs }: Survey): string[] {
  const notes: string[] = []
  const { count, byId } = attachments
  if (count > 0) {
    const few = count > byId.size ? ` (${byId.size} of them are known by their number)` : ''
    notes.push(`${counted(count, 'attachment')} come with the texts that show them${few}`)
  }
  if (count > MAX_ATTACHMENTS) {
    notes.push(`More than ${MAX_ATTACHMENTS} attachments: the others are not looked for`)
  }
  if (repairs > 0) {
    notes.push(
      `${counted(repairs, 'place')} in the file that XML does not allow, like control characters and bare &, were put right`,
    )
  }
  return notes
}

export const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`
