/** Somebody else saved first: both texts, and what comes of them together. Nothing is saved here. */
import { html } from 'hono/html'
import type { StoredArticle } from '../../articles/store'
import { isSame, mergeFields } from '../comparing/fields'
import { mergeTexts } from '../comparing/merge'
import { type DeskContext, wordsFor } from '../context'
import type { Html } from '../layout'
import { articlePage } from './form'
import { readKnown } from './known'
import { type Sent, typedAt } from './sent'
import type { Field, Typed } from './typed'
import { WORDS } from './words'

/** Both in one: where they do not touch, what each changed; where they do, mine. */
interface Merged {
  typed: Typed
  /** What is in conflict, and how theirs reads. */
  theirs: Partial<Record<Field, string[]>>
}

function merge(base: Typed | null, mine: Typed, theirs: Typed): Merged {
  if (base === null) return { typed: mine, theirs: differing(mine, theirs) }
  const { body: _, ...others } = mine
  const { fields, conflicts } = mergeFields({ ...base }, others, { ...theirs })
  const body = mergeTexts(base.body, mine.body, theirs.body)
  const inBody = body.chunks.flatMap((chunk) => (chunk.kind === 'conflict' ? [chunk.theirs] : []))
  return {
    typed: { ...(fields as unknown as Typed), body: body.text },
    theirs: {
      ...Object.fromEntries(conflicts.map(({ field, theirs: text }) => [field, [String(text)]])),
      ...(inBody.length > 0 ? { body: inBody } : {}),
    },
  }
}

/** Where nobody can tell who changed what, all that differs is in conflict. */
function differing(mine: Typed, theirs: Typed): Merged['theirs'] {
  const fields = (Object.keys(mine) as Field[]).filter((one) => !isSame(mine[one], theirs[one]))
  return Object.fromEntries(fields.map((field) => [field, [[theirs[field]].flat().join(', ')]]))
}

/** `base` is what both began with, null when it is gone. `article` is as it stands now; `sent` what was to be saved over an earlier revision. */
export async function conflictPage(
  c: DeskContext,
  article: StoredArticle,
  { typed: mine, aside }: Sent,
  base: Typed | null,
): Promise<Response> {
  const theirs = typedAt(c, article.content)
  const merged = merge(base, mine, theirs)
  const known = await readKnown(c, article, merged.typed.lead)
  const beside = Object.fromEntries(
    Object.entries(merged.theirs).map(([field, texts]) => [field, besideIn(c, texts)]),
  )
  return articlePage(c, {
    article,
    typed: merged.typed,
    aside,
    revision: article.revision,
    known,
    beside,
    notice: notice(c, known.writer ?? '', merged, mine, theirs),
    status: 412,
  })
}

const besideIn = (c: DeskContext, texts: string[]): Html =>
  html`<div class="theirs"><strong>${wordsFor(c, WORDS).theirs}</strong>${texts.map((text) => html`<p class="verbatim">${text === '' ? wordsFor(c, WORDS).nothingThere : text}</p>`)}</div>`

function notice(c: DeskContext, writer: string, merged: Merged, mine: Typed, theirs: Typed): Html {
  const words = wordsFor(c, WORDS)
  const labels: Partial<Record<Field, string>> = {
    ...words,
    sourceName: words.source,
    leadDecorates: words.leadAlt,
  }
  const names = (Object.keys(merged.theirs) as Field[]).map((field) => labels[field] ?? field)
  const whole = (id: string, label: string, text: string) =>
    html`<div class="field"><label for="${id}">${label}</label><textarea id="${id}" rows="12" readonly>
${text}</textarea></div>`
  return html`<div class="alarm" role="alert"><p><strong>${words.conflict}</strong></p>
<p>${words.conflictText(writer)}</p>
<p>${names.length === 0 ? words.conflictClean : words.conflictFields(names.join(words.between))}</p>
<details><summary>${words.bothBodies}</summary><div class="fields">${whole('my-body', words.myBody, mine.body)}${whole('their-body', words.theirBody, theirs.body)}</div></details></div>`
}
