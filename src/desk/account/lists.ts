/** Somebody's sessions and passkeys, each with a button that ends or removes it. */
import { html } from 'hono/html'
import { siteOf } from '../../site'
import { toLocal } from '../../time'
import { type DeskContext, type Words, wordsFor } from '../context'
import type { Session } from '../door/sessions'
import type { Html } from '../layout'
import type { Passkey } from '../passkeys/store'
import { browserName } from './browsers'

const WORDS = {
  zh: {
    noSessions: '没有登录。',
    noPasskeys: '没有通行密钥。',
    here: '这个浏览器',
    ways: { key: '用密钥登录', link: '用链接登录', passkey: '用通行密钥登录' },
    began: (at: string) => `开始于 ${at}`,
    used: (at: string) => `上次使用 ${at}`,
    unused: '还没有用过',
    added: (at: string) => `添加于 ${at}`,
    end: '结束',
    remove: '删除',
    removeText: '删除后不能再用它登录。浏览器或手机里存着的那一份，要在那里另外删除。',
  },
  en: {
    noSessions: 'Not signed in anywhere.',
    noPasskeys: 'No passkeys.',
    here: 'this browser',
    ways: { key: 'with the key', link: 'with a link', passkey: 'with a passkey' },
    began: (at: string) => `since ${at}`,
    used: (at: string) => `last used ${at}`,
    unused: 'never used',
    added: (at: string) => `added ${at}`,
    end: 'End',
    remove: 'Remove',
    removeText:
      'It signs in no more. What the browser or phone keeps of it has to be deleted there.',
  },
} satisfies Words<Record<string, unknown>>

const shownAt = (c: DeskContext, seconds: number) =>
  toLocal(seconds, siteOf(c.env).timeZone).text.slice(0, 16)

/** `action` is where the buttons lead; null: there are none. */
export function sessionList(c: DeskContext, sessions: Session[], action: string | null): Html {
  const words = wordsFor(c, WORDS)
  if (sessions.length === 0) return html`<p>${words.noSessions}</p>`
  return html`<ul class="rows">${sessions.map((session) => {
    const browser = browserName(session.browser, c.var.language)
    const isThis = session.id === c.var.person.session.id
    return html`<li><p>${browser}${isThis ? html` <strong>(${words.here})</strong>` : ''}</p>
<p class="facts"><span>${words.ways[session.way]}</span> <span>${words.began(shownAt(c, session.createdAt))}</span> <span>${words.used(shownAt(c, session.seenAt))}</span></p>
${action === null ? '' : html`<form method="post" action="${action}"><input type="hidden" name="session" value="${session.id}"><button class="plain">${words.end}<span class="unseen"> ${browser}, ${shownAt(c, session.createdAt)}</span></button></form>`}</li>\n`
  })}</ul>`
}

export function passkeyList(c: DeskContext, passkeys: Passkey[], action: string | null): Html {
  const words = wordsFor(c, WORDS)
  if (passkeys.length === 0) return html`<p>${words.noPasskeys}</p>`
  return html`<ul class="rows">${passkeys.map(
    ({ id, name, createdAt, usedAt }) => html`<li><p>${browserName(name, c.var.language)}</p>
<p class="facts"><span>${words.added(shownAt(c, createdAt))}</span> <span>${usedAt === null ? words.unused : words.used(shownAt(c, usedAt))}</span></p>
${
  action === null
    ? ''
    : html`<details><summary>${words.remove}</summary><p>${words.removeText}</p>
<form method="post" action="${action}"><input type="hidden" name="passkey" value="${id}"><p class="buttons"><button>${words.remove}<span class="unseen"> ${browserName(name, c.var.language)}, ${shownAt(c, createdAt)}</span></button></p></form></details>`
}</li>\n`,
  )}</ul>`
}
