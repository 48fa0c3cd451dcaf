/** A picture sent with an article's form: kept first, and then put where it was to go. */
import { html } from 'hono/html'
import type { StoredArticle } from '../../articles/store'
import type { Fault } from '../../editing/door/problems'
import { callApi } from '../calling'
import { type DeskContext, wordsFor } from '../context'
import { articlePage } from './form'
import { readKnown } from './known'
import { NOTHING_ASIDE, type Sent } from './sent'
import { lineFor, type Typed } from './typed'
import { WORDS } from './words'

/**
 * What was sent, with the picture in it; a page where there is more to be said, or where adding it was all
 * that was asked for.
 */
export async function addPicture(
  c: DeskContext,
  sent: Sent,
  article: StoredArticle | null = null,
): Promise<Sent | Response> {
  const words = wordsFor(c, WORDS)
  const { form, typed } = sent
  const file = form.get('picture')
  const isOnly = sent.act === 'add-picture'
  const again = (faults: Fault[], status: number) => pageAgain(c, article, sent, faults, status)
  if (file === null || typeof file === 'string' || (file as File).size === 0) {
    return isOnly ? again([{ field: 'picture', detail: words.noFile }], 422) : sent
  }
  const isForBody = form.get('place') === 'body'
  if (isForBody && typed.format === 'text') {
    return again([{ field: 'picture', detail: words.textShowsNone }], 422)
  }
  const alt = altIn(form)
  const kept = await callApi<{ hash: string }>(c, 'POST', '/pictures', {
    body: uploadOf(file as File, alt),
  })
  if (!kept.isOk) {
    const { faults = [], detail = '' } = kept.problem ?? {}
    return again(faults.length > 0 ? faults : [{ field: 'picture', detail }], kept.status)
  }
  const now = isForBody ? inBody(typed, kept.body.hash, alt ?? '') : asLead(typed, kept.body.hash)
  // What was said of it has gone with it.
  const added = { ...sent, typed: now, aside: { ...NOTHING_ASIDE, note: sent.aside.note } }
  return isOnly ? pageAgain(c, article, added, [], 200) : added
}

/** What the picture shows; empty when it only decorates, null when nothing was said. */
function altIn(form: FormData): string | null {
  if (form.get('pictureDecorates') === 'yes') return ''
  const alt = form.get('pictureAlt')
  return typeof alt === 'string' && alt.trim() !== '' ? alt.trim() : null
}

function uploadOf(file: File, alt: string | null): FormData {
  const upload = new FormData()
  upload.append('picture', file, file.name)
  if (alt !== null) upload.append('alt', alt)
  return upload
}

const asLead = (typed: Typed, lead: string): Typed => ({
  ...typed,
  lead,
  leadAlt: '',
  leadDecorates: '',
})

const inBody = (typed: Typed, hash: string, alt: string): Typed => ({
  ...typed,
  body: `${typed.body.trimEnd()}${typed.body.trim() === '' ? '' : '\n\n'}${lineFor(typed.format, hash, alt)}\n`,
})

async function pageAgain(
  c: DeskContext,
  article: StoredArticle | null,
  { typed, aside, revision, draft, copy, once }: Sent,
  faults: Fault[],
  status: number,
): Promise<Response> {
  const known = await readKnown(c, article, typed.lead)
  const notice =
    faults.length > 0 ? null : html`<p class="note" role="status">${wordsFor(c, WORDS).added}</p>`
  return articlePage(c, {
    ...{ article, typed, aside, revision, draft, copy, once, known, faults, notice, status },
  })
}
