/** Signing in: with a key, or with a link; and out. */
import { html } from 'hono/html'
import { isLimited } from '../../delivery/limits'
import { log } from '../../delivery/log'
import { findEditor } from '../../editing/door/key-store'
import { KEY_PATTERN } from '../../editing/door/secret'
import { paths, siteOf } from '../../site'
import { secondsNow, toLocal } from '../../time'
import { type DeskContext, type Words, wordsFor } from '../context'
import { formIn } from '../form-data'
import { goTo, type Html, OPENED_BY_PROGRAMS, page } from '../layout'
import { PASSKEY_SCRIPT, passkeyButton } from '../passkeys/button'
import { deskPaths } from '../paths'
import { COMMON } from '../words'
import { cookieFor, noCookie } from './cookie'
import { sorry } from './given-back'
import { type Kept, keptFields, keptIn, sentAgain } from './kept'
import { findLink } from './links'
import { endSession, newToken, openSession, setLanguage, type Way } from './sessions'

const WORDS = {
  zh: {
    signIn: '登录',
    key: '密钥',
    keyHint: '以 bs_ 开头的一串字符。没有密钥？请管理员给您一个登录链接。',
    wrongKey: '这个密钥不对，或者已经停用。请检查有没有抄漏，或请管理员给您一个登录链接。',
    ended: '您的登录已经过期。填好的内容都在这里：登录后会接着发送。',
    welcome: (name: string) => `以“${name}”的身份登录`,
    linkText: (until: string) => `这个链接只能用一次，有效至 ${until}。按下面的按钮登录。`,
    replaces: (name: string) => `这个浏览器现在以“${name}”的身份登录着，登录后换成上面的身份。`,
    noLink: '登录链接不能用',
    noLinkText: '它已经用过、已经过期，或者地址不完整。请管理员再给您一个。',
    goOn: '已经登录',
    goOnText: '您刚才填好的内容还没有保存。按下面的按钮接着发送。',
    goOnButton: '接着发送',
    lostFiles: (names: string) => `文件不能自动再发送，请重新选择：${names}`,
  },
  en: {
    signIn: 'Sign in',
    key: 'Key',
    keyHint: 'Letters and digits that begin with bs_. No key? Ask your manager for a sign-in link.',
    wrongKey:
      'This key is not right, or does not work any more. See whether you copied all of it, or ask your manager for a sign-in link.',
    ended:
      'Your session has ended. What you filled in is here: it goes on its way once you have signed in.',
    welcome: (name: string) => `Sign in as ${name}`,
    linkText: (until: string) =>
      `This link works once, until ${until}. Press the button to sign in.`,
    replaces: (name: string) => `This browser is signed in as ${name}, who is signed out by that.`,
    noLink: 'This sign-in link does not work',
    noLinkText: 'It was used, it has expired, or part of its address is missing. Ask for another.',
    goOn: 'You are signed in',
    goOnText: 'What you filled in is not saved yet. Press the button to send it on its way.',
    goOnButton: 'Send it',
    lostFiles: (names: string) =>
      `Files cannot be sent again by themselves; choose them once more: ${names}`,
  },
} satisfies Words<Record<string, unknown>>

interface SignIn {
  kept?: Kept | null
  /** Where to go from here. */
  to?: string
  isWrong?: boolean
  status?: number
}

/** The page to sign in at. */
export function signInPage(c: DeskContext, { kept, to, isWrong, status }: SignIn): Response {
  const words = wordsFor(c, WORDS)
  const main = html`${kept ? html`<p class="note" role="status">${words.ended}</p>` : ''}
<form method="post" action="${deskPaths.signIn}" enctype="multipart/form-data" id="sign-in" class="narrow">
${kept ? keptFields(kept) : html`<input type="hidden" name="to" value="${to ?? deskPaths.home}">`}
<div class="field"><label for="key">${words.key}</label>
<input id="key" name="key" type="password" autocomplete="current-password" autocapitalize="off" spellcheck="false" required${isWrong ? html` aria-invalid="true"` : ''} aria-describedby="key-hint">
${isWrong ? html`<p class="fault" role="alert">${words.wrongKey}</p>` : ''}
<p class="hint" id="key-hint">${words.keyHint}</p></div>
<p class="buttons"><button class="first">${words.signIn}</button></p>
</form>
${passkeyButton(c, 'use')}`
  const scripts = [PASSKEY_SCRIPT]
  const headers = to?.startsWith(paths.authorize) ? OPENED_BY_PROGRAMS : {}
  return page(c, {
    title: words.signIn,
    main,
    scripts,
    headers,
    status: status ?? (isWrong ? 403 : 200),
  })
}

const DESK = /^\/desk(?:[/?]|$)/

/** A path of the desk to go to, percent-encoded and as browsers resolve it; home for anything else. */
function pathIn(c: DeskContext, value: unknown): string {
  if (typeof value !== 'string' || !DESK.test(value) || value.includes('\\')) return deskPaths.home
  const { pathname, search } = new URL(value, siteOf(c.env).origin)
  return DESK.test(pathname) ? pathname + search : deskPaths.home
}

export const showSignIn = (c: DeskContext) =>
  c.var.person
    ? goTo(pathIn(c, c.req.query('to')))
    : signInPage(c, { to: pathIn(c, c.req.query('to')) })

const KEY = new RegExp(`^${KEY_PATTERN}$`)

export async function signIn(c: DeskContext): Promise<Response> {
  const form = await formIn(c)
  const to = pathIn(c, form.get('to'))
  const kept = keptIn(form, to)
  const secret = String(form.get('key') ?? '').trim()
  // A passkey has signed them in from this page: what was filled in goes on its way all the same.
  if (secret === '' && c.var.person) return entering(c, null, kept, to)
  const now = secondsNow()
  const later = (work: Promise<unknown>) => c.executionCtx.waitUntil(work)
  const entered = KEY.test(secret) ? await findEditor(c.var.db, secret, null, now, later) : null
  if (!entered) return (await refuse(c)) ?? signInPage(c, { kept, to, isWrong: true })
  const cookie = await begin(c, entered.editor.keyId, 'key')
  return cookie === null ? signInPage(c, { kept, to }) : entering(c, cookie, kept, to)
}

/** Counts a failure to sign in; whether that was one too many. */
export async function noteFailure(c: DeskContext): Promise<boolean> {
  const address = c.req.header('CF-Connecting-IP') ?? 'unknown'
  const isTooOften = await isLimited(c.env.FAILED_LOGINS, address)
  // Not the path itself: a link's holds what signs in.
  log('warn', 'login-failed', { path: deskPaths.signIn, isLimited: isTooOften })
  return isTooOften
}

/** The same; those who fail too often are told to wait. */
async function refuse(c: DeskContext): Promise<Response | null> {
  const words = wordsFor(c, COMMON)
  return (await noteFailure(c)) ? sorry(c, 429, words.tooOften, words.tooOftenText) : null
}

/** Opens a session; gives its cookie, or null when the link that leads in is used up. */
export async function begin(
  c: DeskContext,
  keyId: number,
  way: Way,
  link: string | null = null,
): Promise<string | null> {
  const token = newToken()
  const browser = c.req.header('User-Agent')?.slice(0, 300) ?? null
  const session = { keyId, way, browser, now: secondsNow() }
  const isOpen = await openSession(c.var.db, token, session, link)
  if (!isOpen) return null
  // Nobody holds the cookie of the one before any more, or nobody should.
  const { person } = c.var
  if (person) await endSession(c.var.db, person.editor.keyId, person.session.id).run()
  return cookieFor(siteOf(c.env), token)
}

/** In: on to where they were going, with what they had filled in. */
function entering(c: DeskContext, cookie: string | null, kept: Kept | null, to: string): Response {
  const headers: Record<string, string> = cookie === null ? {} : { 'Set-Cookie': cookie }
  if (!kept) return goTo(to, headers)
  const words = wordsFor(c, WORDS)
  const main = html`<p role="status">${words.goOnText}</p>
${kept.files.length > 0 ? html`<p class="alarm">${words.lostFiles(kept.files.join('、'))}</p>` : ''}
<form method="post" action="${kept.path}" enctype="multipart/form-data">${sentAgain(kept)}
<p class="buttons"><button class="first">${words.goOnButton}</button></p></form>`
  return page(c, { title: words.goOn, main, headers })
}

/** What a link leads to: a button. Chat programs open links, so only pressing it uses the link up. */
export async function showLink(c: DeskContext): Promise<Response> {
  const words = wordsFor(c, WORDS)
  const token = c.req.param('token') ?? ''
  const link = await findLink(c.var.db, token, secondsNow())
  if (!link) return noLink(c)
  const until = toLocal(link.expiresAt, siteOf(c.env).timeZone).text.slice(0, 16)
  const name = c.var.person?.editor.name
  const main: Html = html`<p>${words.linkText(until)}</p>${name === undefined ? '' : html`<p class="note">${words.replaces(name)}</p>`}
<form method="post" action="${deskPaths.link(token)}"><p class="buttons"><button class="first">${words.signIn}</button></p></form>`
  return page(c, { title: words.welcome(link.editor.name), main })
}

export async function passLink(c: DeskContext): Promise<Response> {
  const token = c.req.param('token') ?? ''
  const link = await findLink(c.var.db, token, secondsNow())
  const cookie = link && (await begin(c, link.editor.keyId, 'link', token))
  if (!cookie) return (await refuse(c)) ?? noLink(c)
  return goTo(deskPaths.home, { 'Set-Cookie': cookie })
}

function noLink(c: DeskContext) {
  const words = wordsFor(c, WORDS)
  return sorry(c, 404, words.noLink, words.noLinkText)
}

export async function signOut(c: DeskContext): Promise<Response> {
  const { person } = c.var
  if (person) await endSession(c.var.db, person.editor.keyId, person.session.id).run()
  return goTo(deskPaths.signIn, { 'Set-Cookie': noCookie(siteOf(c.env)) })
}

/** Has the desk speak the other language, from the page where that was asked for. */
export async function chooseLanguage(c: DeskContext): Promise<Response> {
  const form = await formIn(c)
  const language = form.get('language') === 'en' ? 'en' : 'zh'
  const { person } = c.var
  if (person) await setLanguage(c.var.db, person.session.id, language).run()
  return goTo(pathIn(c, form.get('to')))
}
