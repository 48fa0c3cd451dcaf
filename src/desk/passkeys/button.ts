/** The button for passkeys, which its script shows where the browser has them. */
import { html } from 'hono/html'
import { type DeskContext, type Words, wordsFor } from '../context'
import type { Html } from '../layout'
import { deskPaths } from '../paths'

/** In public/desk/. */
export const PASSKEY_SCRIPT = 'passkeys.js'

const WORDS = {
  zh: {
    use: '用通行密钥登录',
    make: '添加通行密钥',
    useFailed: '没有登录成功。请再试一次，或用密钥、登录链接登录。',
    makeFailed: '没有添加成功。请重新载入这个页面，再试一次。',
    known: '这台设备已经有您的通行密钥。',
    cancelled: '已取消，或者等得太久。',
    without:
      '添加通行密钥要用 JavaScript，还要较新的浏览器和 https。这个浏览器不行；用密钥和登录链接照样可以登录。',
  },
  en: {
    use: 'Sign in with a passkey',
    make: 'Add a passkey',
    useFailed: 'That did not sign you in. Try again, or use your key or a sign-in link.',
    makeFailed: 'The passkey was not added. Reload this page and try again.',
    known: 'This device has a passkey of yours already.',
    cancelled: 'Cancelled, or it took too long.',
    without:
      'Adding a passkey takes JavaScript, a recent browser, and https. This one will not do; keys and sign-in links work without.',
  },
} satisfies Words<Record<string, string>>

/** To sign in with a passkey, or to make one. Without script there is none, and those who want one are told. */
export function passkeyButton(c: DeskContext, purpose: 'use' | 'make'): Html {
  const words = wordsFor(c, WORDS)
  const path = purpose === 'use' ? deskPaths.passkeySignIn : deskPaths.passkeys
  const failed = purpose === 'use' ? words.useFailed : words.makeFailed
  return html`<div id="passkey" data-purpose="${purpose}" data-path="${path}" data-failed="${failed}" data-known="${words.known}" data-cancelled="${words.cancelled}" hidden>
<p class="buttons"><button type="button">${words[purpose]}</button></p>
<p class="fault" role="alert"></p>
</div>
${purpose === 'make' ? html`<p class="hint" id="passkey-without">${words.without}</p>` : ''}`
}
