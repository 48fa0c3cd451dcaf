/** The page as readers will see it: of what is saved, or of what stands in the form. */
import { html } from 'hono/html'
import type { Content } from '../../articles/article'
import { fillIn } from '../../articles/body/fill-in'
import { renderAccepted, type Unpictured } from '../../articles/body/render'
import { findPictures } from '../../articles/pictures'
import type { StoredArticle } from '../../articles/store'
import type { Fault } from '../../editing/door/problems'
import { mergePatch } from '../../editing/door/request'
import { check } from '../../editing/saving/check'
import { writableContent } from '../../editing/saving/representation'
import { renderArticle } from '../../reading/article'
import { selectFrame, toFrame } from '../../reading/frame'
import { policyOf } from '../../reading/security'
import { NOTICE } from '../../reading/style'
import { siteOf } from '../../site'
import { secondsNow } from '../../time'
import { type DeskContext, wordsFor } from '../context'
import { missing } from '../door/given-back'
import { faultText } from '../faults'
import { formIn } from '../form-data'
import { framed, framedNote } from '../framed'
import { COMMON } from '../words'
import { pendingOf } from './pending'
import { articleIn, contentAt, emptyFor, sentIn } from './sent'
import { changesOf, documentOf, typedOf } from './typed'

/** What is saved. */
export async function showPreview(c: DeskContext): Promise<Response> {
  const article = await articleIn(c)
  if (!article) return missing(c)
  const { content } = (await pendingOf(c, article)) ?? article
  return draw(c, article, content, null)
}

/** What stands in the form, saved or not. */
export async function previewForm(c: DeskContext): Promise<Response> {
  const form = await formIn(c)
  const site = siteOf(c.env)
  if (c.req.param('id') === undefined) {
    const document = documentOf(sentIn(form, emptyFor(c)).typed, site)
    return drawDocument(c, null, { ...document, status: 'draft', publishAt: null })
  }
  const article = await articleIn(c)
  if (!article) return missing(c)
  const began = sentIn(form, typedOf(article.content, site))
  const content = (await contentAt(c, article, began)) ?? article.content
  const was = typedOf(content, site)
  const { publishAt: _, ...changes } = changesOf(was, sentIn(form, was).typed, site)
  // What is pending is the form's alone; of the article, what others have changed since shows too.
  const there = began.draft === '' ? article.content : content
  return drawDocument(c, article, mergePatch(writableContent(there), changes))
}

async function drawDocument(
  c: DeskContext,
  article: StoredArticle | null,
  document: Record<string, unknown>,
): Promise<Response> {
  const { ready, faults } = check(document, siteOf(c.env), article, secondsNow())
  if (!ready) return faulty(c, faults)
  const content: Content = { ...ready.content, slug: ready.content.slug ?? '' }
  return draw(c, article, content, ready.body)
}

const NOTHING: Unpictured = { html: '', text: '', excerpt: '', images: [], pictures: [] }

/** The page of a content, whose body was rendered already or is now. */
async function draw(
  c: DeskContext,
  article: StoredArticle | null,
  content: Content,
  rendered: Unpictured | null,
): Promise<Response> {
  const site = siteOf(c.env)
  const { db } = c.var
  const body = rendered ?? renderAccepted(content.body, content.format, site) ?? NOTHING
  const frame = toFrame(await db.batch(selectFrame(db)))
  const shown = fillIn(body, content, await findPictures(db, [content]))
  const section = frame.sections.find(({ slug }) => slug === content.section)
  const drawn = {
    ...(article ?? { id: 0, revision: 0, sequence: null, createdAt: 0, updatedAt: 0 }),
    ...content,
    section: section ?? { id: 0, slug: content.section, name: content.section },
    excerpt: content.summary ?? shown.excerpt,
    images: shown.images,
    lead: shown.lead,
    card: shown.card,
    html: '' as never,
  }
  const page = renderArticle(site, frame, drawn, shown.html, [], { until: null })
  const policy = await policyOf(site, NOTICE)
  return framed(page, policy)
}

/** Why there is no page to show yet. */
function faulty(c: DeskContext, faults: Fault[]): Response {
  const words = wordsFor(c, COMMON)
  return framedNote(
    c,
    html`<p>${words.wrong}</p><ul>${faults.map(({ detail }) => html`<li>${faultText(c.var.language, detail)}</li>`)}</ul>`,
  )
}
