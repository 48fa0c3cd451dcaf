/** Who is at the desk: asked of every request, before any page. */
import { createMiddleware } from 'hono/factory'
import { html } from 'hono/html'
import { withTexts } from '../../articles/texts/bring'
import { guarded } from '../../delivery/guarded'
import type { Api } from '../../editing/api'
import { siteOf } from '../../site'
import { secondsNow } from '../../time'
import { type DeskContext, type DeskEnv, wordsFor } from '../context'
import { framedNote } from '../framed'
import { asksForJson, json } from '../json'
import { goTo } from '../layout'
import { signInTo } from '../paths'
import { COMMON } from '../words'
import { tokenIn } from './cookie'
import { sorry } from './given-back'
import { isOurs } from './guard'
import { keep } from './kept'
import { findPerson } from './sessions'
import { signInPage } from './sign-in'

/** The address of an article, or of something of it. */
const ARTICLE = /^\/desk\/articles\/([1-9][0-9]{0,14})(?:\/|$)/

/** What every page finds, and who is signed in, if anybody. */
export const enter = (api: Api) =>
  createMiddleware<DeskEnv>(async (c, next) => {
    c.set('db', withTexts(c.env, guarded(c.env.DB)))
    c.set('api', api)
    c.set('language', languageOf(c))
    const site = siteOf(c.env)
    const words = wordsFor(c, COMMON)
    if (!isOurs(site, c.req.method, c.req.raw.headers)) {
      return sorry(c, 403, words.elsewhere, words.elsewhereText)
    }
    const token = tokenIn(site, c.req.header('Cookie'))
    const id = Number(ARTICLE.exec(c.req.path)?.[1]) || null
    const later = (work: Promise<unknown>) => c.executionCtx.waitUntil(work)
    const person = token ? await findPerson(c.var.db, token, id, secondsNow(), later) : null
    if (person) {
      c.set('person', person)
      c.set('language', person.session.language ?? c.var.language)
    }
    return next()
  })

/** Lets those pass who are signed in. What anybody else had filled in is kept while they sign in. */
export const requirePerson = createMiddleware<DeskEnv>(async (c, next) => {
  if (c.var.person) return next()
  // Whoever asks goes on asking, and signs in beside that.
  if (asksForJson(c)) return json({ detail: wordsFor(c, COMMON).ended }, 401)
  if (c.req.method === 'GET' || c.req.method === 'HEAD') {
    return goTo(signInTo(c.req.path + new URL(c.req.url).search))
  }
  // There is no room for signing in in a frame, and nothing there that would be lost.
  if (c.req.path.endsWith('/preview')) {
    return framedNote(c, html`<p>${wordsFor(c, COMMON).ended}</p>`)
  }
  const form = await c.req.formData().catch(() => new FormData())
  return signInPage(c, { kept: keep(c.req.path, form), status: 403 })
})

/** As the browser would have it; Chinese or English as the site is, where it has neither. */
function languageOf(c: DeskContext) {
  for (const range of (c.req.header('Accept-Language') ?? '').split(',')) {
    const tag = range.trim().slice(0, 2).toLowerCase()
    if (tag === 'zh' || tag === 'en') return tag
  }
  return siteOf(c.env).language.startsWith('zh') ? 'zh' : 'en'
}
