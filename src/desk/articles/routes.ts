/** `/desk/articles`: found, written, changed and looked at. */

import { Hono } from 'hono'
import { html } from 'hono/html'
import type { StoredArticle } from '../../articles/store'
import { lacksToRead } from '../../editing/door/rights'
import { type DeskContext, type DeskEnv, wordsFor } from '../context'
import {
  begunIn,
  begunPart,
  copyNote,
  readBegunNew,
  readOpened,
  settledIn,
  stillUnsaved,
} from '../copies/opening'
import { missing, sorry } from '../door/given-back'
import { formIn } from '../form-data'
import { COMMON } from '../words'
import { articlePage } from './form'
import { sendBack, takeBack } from './hand-in'
import { readKnown } from './known'
import { listPage } from './list'
import { doMany } from './many'
import { comparePending, discardPending } from './pending'
import { press, pressNew } from './press'
import { previewForm, showPreview } from './preview'
import { rendered } from './rendered'
import { same } from './same'
import { articleIn, emptyFor, sentIn } from './sent'
import { suggest } from './suggest'
import { WORDS } from './words'

export const articles = new Hono<DeskEnv>()

articles.use(async (c, next) => {
  const words = wordsFor(c, COMMON)
  const lacks = lacksToRead(c.var.person.editor)
  return lacks ? sorry(c, 403, words.mayNot, words.mayNotText) : next()
})

/** An article's address below `/desk/articles`. */
const ID = '/:id{[1-9][0-9]{0,14}}'

articles.get('/', listPage)
articles.post('/many', doMany)
articles.get('/suggest', suggest)
articles.post('/rendered', rendered)
articles.post('/same', same)
articles.get('/new', showNew)
articles.post('/', async (c) => pressNew(c, sentIn(await formIn(c), emptyFor(c))))
articles.get(ID, (c) => withArticle(c, (article) => show(c, article)))
articles.post(ID, async (c) => {
  const form = await formIn(c)
  return withArticle(c, (article) => press(c, article, form))
})
articles.post(`${ID}/send-back`, async (c) => {
  const form = await formIn(c)
  return withArticle(c, (article) => sendBack(c, article, form))
})
articles.post(`${ID}/take-back`, (c) => withArticle(c, (article) => takeBack(c, article)))
articles.get(`${ID}/draft`, (c) => withArticle(c, (article) => comparePending(c, article)))
articles.post(`${ID}/discard`, async (c) => {
  const form = await formIn(c)
  return withArticle(c, (article) => discardPending(c, article, form))
})
articles.get(`${ID}/preview`, showPreview)
articles.post(`${ID}/preview`, previewForm)

/** The article in the address, or word that there is none. */
export async function withArticle(
  c: DeskContext,
  work: (article: StoredArticle) => Response | Promise<Response>,
): Promise<Response> {
  const article = await articleIn(c)
  return article ? work(article) : missing(c)
}

async function show(c: DeskContext, article: StoredArticle): Promise<Response> {
  const { opened, copy } = await readOpened(c, article)
  const unsaved = copy && stillUnsaved(c, copy, opened.typed)
  const known = await readKnown(c, article, (unsaved ?? opened).typed.lead)
  const { done } = wordsFor(c, WORDS)
  const said = c.req.query('done') ?? ''
  const notice = Object.hasOwn(done, said)
    ? html`<p class="note" role="status">${done[said as keyof typeof done]}</p>`
    : html``
  const settled = settledIn(c)
  if (!unsaved) return articlePage(c, { article, ...opened, settled, known, notice })
  const { typed, aside, revision, draft, version } = unsaved
  return articlePage(c, {
    ...{ article, typed, aside, revision, draft, copy: [version], settled, known },
    notice: html`${notice}${copyNote(c, article, unsaved, opened)}`,
  })
}

/** A new article: empty, with those that were begun before, or one of them. */
async function showNew(c: DeskContext): Promise<Response> {
  const begun = await begunIn(c)
  const [offered, others] = await Promise.all([
    readKnown(c, null, begun?.copy?.typed.lead ?? ''),
    begun ? [] : readBegunNew(c),
  ])
  const empty = { article: null, typed: emptyFor(c), revision: 0, known: offered }
  if (begun?.copy) {
    const { copy, once } = begun
    return articlePage(c, {
      ...{ ...empty, typed: copy.typed, aside: copy.aside, copy: [copy.version], once },
      notice: copyNote(c, null, copy, null),
    })
  }
  const notice = others.length > 0 ? begunPart(c, others) : null
  return articlePage(c, { ...empty, notice, ...(begun && { once: begun.once }) })
}
