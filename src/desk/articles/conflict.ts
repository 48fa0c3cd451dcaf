/** Somebody else saved first: both texts, and what comes of them together. Nothing is saved here. */
import { html } from 'hono/html'
import type { Content } from '../../articles/article'
import type { PendingDraft } from '../../articles/drafts'
import type { StoredArticle } from '../../articles/store'
import { isSame, mergeFields } from '../comparing/fields'
import { mergeTexts } from '../comparing/merge'
import { type DeskContext, wordsFor } from '../context'
import type { Html } from '../layout'
import { COMMON } from '../words'
import { articlePage } from './form'
import { type Known, readKnown, thumbnailOf } from './known'
import { pendingOf } from './pending'
import { PENDING } from './pending-words'
import { contentAt, type Sent, typedAt } from './sent'
import { type Field, MAKING, type Typed } from './typed'
import { WORDS } from './words'

/** Both in one: where they do not touch, what each changed; where they do, mine. */
interface Merged {
  typed: Typed
  /** What is in conflict, and how theirs reads. */
  theirs: Partial<Record<Field, string[]>>
}

function merge(base: Typed | null, mine: Typed, theirs: Typed): Merged {
  // Nobody can tell who changed what: all that differs is in conflict.
  if (base === null) {
    return { typed: mine, theirs: differing(Object.keys(mine) as Field[], mine, theirs) }
  }
  const { body: _, ...others } = together(mine)
  const { fields, conflicts } = mergeFields(together(base), others, together(theirs))
  const taken = conflicts.map(({ field }) => MAKING.find(([name]) => name === field)?.[1] ?? [])
  const body = mergeTexts(base.body, mine.body, theirs.body)
  const inBody = body.chunks.flatMap((chunk) => (chunk.kind === 'conflict' ? [chunk.theirs] : []))
  return {
    typed: { ...apart(fields), body: body.text },
    theirs: {
      ...differing(taken.flat(), mine, theirs),
      ...(inBody.length > 0 ? { body: inBody } : {}),
    },
  }
}

/** What makes one field of the document is one: of two sources, or two pictures with their words, no mixture. */
const together = (typed: Typed): Record<string, unknown> =>
  Object.fromEntries(
    MAKING.map(([name, of]) => [
      name,
      of.length === 1
        ? typed[of[0] as Field]
        : Object.fromEntries(of.map((field) => [field, typed[field]])),
    ]),
  )

const apart = (fields: Record<string, unknown>): Typed =>
  Object.assign(
    {},
    ...MAKING.map(([name, of]) =>
      of.length === 1 ? { [of[0] as Field]: fields[name] } : fields[name],
    ),
  )

/** How theirs reads, where it is not as mine. */
const differing = (fields: Field[], mine: Typed, theirs: Typed): Merged['theirs'] =>
  Object.fromEntries(
    fields
      .filter((field) => !isSame(mine[field], theirs[field]))
      .map((field) => [field, [[theirs[field]].flat().join(', ')]]),
  )

/**
 * `article` is as it stands now; `sent` what was to be saved over something else. Theirs is the draft that somebody
 * else saved, or else the article. What both began from is a revision, which is kept.
 */
export async function conflictPage(
  c: DeskContext,
  article: StoredArticle,
  sent: Sent,
): Promise<Response> {
  const { typed: mine, aside, revision, draft: began } = sent
  const base = await contentAt(c, article, { revision, draft: '' })
  const draft = await pendingOf(c, article)
  const other = draft?.version === began ? null : draft
  const there = other ?? article
  const theirs = typedAt(c, there.content)
  const merged = merge(base && typedAt(c, base), mine, theirs)
  const known = await readKnown(c, article, merged.typed.lead)
  const beside = Object.fromEntries(
    Object.entries(merged.theirs).map(([field, texts]) => [
      field,
      besideIn(
        c,
        texts.map((text) => shownAs(c, known, field, text)),
      ),
    ]),
  )
  const status = newStatus(c, article, base)
  const said = `${whatHappened(c, other, draft, sent, known.writer ?? '')} ${status}`
  return articlePage(c, {
    article,
    typed: merged.typed,
    aside,
    revision: there.revision,
    draft: draft?.version ?? '',
    copy: sent.copy,
    known,
    beside,
    notice: notice(c, said, merged, mine, theirs),
    status: 412,
  })
}

/** Who was faster, and with what. */
function whatHappened(
  c: DeskContext,
  other: PendingDraft | null,
  draft: PendingDraft | null,
  sent: Sent,
  writer: string,
): string {
  const words = wordsFor(c, PENDING)
  if (other) return words.theirs(other.by.name)
  if (draft) return words.moved(writer)
  return sent.draft === '' ? wordsFor(c, WORDS).conflictText(writer) : words.gone
}

/** A value as people know it: a section's name, a picture itself. */
function shownAs(c: DeskContext, known: Known, field: string, value: string): Html | string {
  const words = wordsFor(c, WORDS)
  if (field === 'section') return known.sections.find(({ slug }) => slug === value)?.name ?? value
  if (field === 'format') return words.formats[value as Content['format']]
  const isPicture = field === 'lead' || field === 'card'
  const picture = isPicture && known.pictures.find(({ hash }) => hash === value)
  if (!picture) return value
  return html`<img src="${thumbnailOf(picture)}" alt="${picture.alt || value.slice(0, 8)}">`
}

const besideIn = (c: DeskContext, texts: (Html | string)[]): Html =>
  html`<div class="theirs"><strong>${wordsFor(c, WORDS).theirs}</strong>${texts.map((text) => html`<p class="verbatim" dir="auto">${text === '' ? wordsFor(c, WORDS).nothingThere : text}</p>`)}</div>`

/** What it has become meanwhile: the buttons do other things then. */
function newStatus(c: DeskContext, { status }: StoredArticle, began: Content | null): string {
  if (began === null || began.status === status) return ''
  return wordsFor(c, WORDS).conflictStatus(wordsFor(c, COMMON).statuses[status])
}

function notice(c: DeskContext, said: string, merged: Merged, mine: Typed, theirs: Typed): Html {
  const words = wordsFor(c, WORDS)
  const labels: Partial<Record<Field, string>> = {
    ...words,
    sourceName: words.source,
    leadDecorates: words.leadAlt,
  }
  const names = (Object.keys(merged.theirs) as Field[]).map((field) => labels[field] ?? field)
  const whole = (id: string, label: string, text: string) =>
    html`<div class="field"><label for="${id}">${label}</label><textarea id="${id}" rows="12" readonly dir="auto">
${text}</textarea></div>`
  return html`<div class="alarm" role="alert"><p><strong>${words.conflict}</strong></p>
<p>${said}</p>
<p>${names.length === 0 ? words.conflictClean : words.conflictFields(names.join(words.between))}</p>
<details><summary>${words.bothBodies}</summary><div class="fields">${whole('my-body', words.myBody, mine.body)}${whole('their-body', words.theirBody, theirs.body)}</div></details></div>`
}
