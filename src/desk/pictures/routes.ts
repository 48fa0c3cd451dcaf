/** `/desk/pictures`: the newsroom's pictures, for those who may read its articles. */
import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { html } from 'hono/html'
import { lacksToRead } from '../../editing/door/rights'
import { type DeskContext, type DeskEnv, wordsFor } from '../context'
import { sorry } from '../door/given-back'
import { goTo } from '../layout'
import { deskPaths } from '../paths'
import { COMMON } from '../words'
import { bar, describe, lift, remove } from './change'
import { toFile } from './file'
import { type Found, findPicture, picturePage } from './one'
import { send } from './send'
import { shelfPage } from './shelf'
import { bring, upload } from './upload'
import { WORDS } from './words'

export const pictures = new Hono<DeskEnv>()

pictures.use(
  createMiddleware<DeskEnv>(async (c, next) => {
    const words = wordsFor(c, COMMON)
    const lacks = lacksToRead(c.var.person.editor)
    return lacks ? sorry(c, 403, words.mayNot, words.mayNotText) : next()
  }),
)

pictures.get('/', (c) => shelfPage(c, done(c)))
pictures.post('/', send)
pictures.post('/upload', upload)
pictures.post('/bring', bring)

const HASH = '/:hash{[0-9a-f]{64}}'

/** Answers a request about a picture that is there; `gone` where it is not any more. */
const withPicture =
  (answer: (c: DeskContext, found: Found) => Response | Promise<Response>, gone?: string) =>
  async (c: DeskContext) => {
    const found = await findPicture(c)
    if (found) return answer(c, found)
    if (gone) return goTo(`${deskPaths.pictures}?done=${gone}`)
    const words = wordsFor(c, COMMON)
    return sorry(c, 404, words.missing, words.missingText)
  }

pictures.get(
  HASH,
  withPicture((c, found) => picturePage(c, found, { said: done(c) })),
)
pictures.get(`${HASH}/file`, toFile)
pictures.post(HASH, withPicture(describe))
pictures.post(`${HASH}/remove`, withPicture(remove, 'gone'))
pictures.post(`${HASH}/bar`, withPicture(bar))
pictures.post(`${HASH}/lift`, withPicture(lift, 'lifted'))

/** What was just done, by a word in the query. */
function done(c: DeskContext) {
  const words = wordsFor(c, WORDS)
  const said = {
    saved: words.saved,
    removed: words.removed,
    gone: words.gone,
    barred: words.barred,
    'barred-soon': words.barredSoon,
    lifted: words.lifted,
  }
  const what = c.req.query('done') ?? ''
  if (!Object.hasOwn(said, what)) return ''
  return html`<p class="note" role="status">${said[what as keyof typeof said]}</p>`
}
