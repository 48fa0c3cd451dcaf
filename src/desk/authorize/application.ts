/**
 * Consent for programs that take WordPress’s application passwords: the password is a key, which goes to the program
 * with its address, or is shown to be copied (developer.wordpress.org, “Application Passwords”, authorization flow).
 */
import { html } from 'hono/html'
import { isLimited } from '../../delivery/limits'
import { grantKey } from '../../editing/door/grants'
import { mayGrant } from '../../editing/door/rights'
import { KEY_PREFIX } from '../../editing/door/secret'
import { siteOf } from '../../site'
import { secondsNow } from '../../time'
import { type DeskContext, wordsFor } from '../context'
import { sorry } from '../door/given-back'
import { TOKEN } from '../door/sessions'
import { formIn } from '../form-data'
import { goTo } from '../layout'
import { deskPaths } from '../paths'
import { COMMON } from '../words'
import { shownName } from './client'
import {
  asAsked,
  bareForm,
  type Choices,
  choicesIn,
  consentForm,
  keyFor,
  keyName,
  reachedSections,
} from './form'
import { askerPart, bitsOf, consentPage, leave, ownAddress, wrongPage } from './page'
import { readRedirect, withAnswer } from './redirects'
import { type FaultName, WORDS } from './words'

/** What a program asks for. */
interface Asked {
  name: string
  /** Where the password goes; null: it is shown. */
  success: { text: string; url: URL } | null
  /** Where a refusal goes; null: back to the desk. */
  reject: string | null
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * WordPress’s own rule for addresses (`wp_is_authorize_application_redirect_url_valid`): a scheme and a host, neither
 * http nor one that runs what stands behind it. A program on the same machine may have http.
 */
function readTarget(text: string): URL | null {
  const url = readRedirect(text)
  return url?.host ? url : null
}

function readAsked(params: URLSearchParams): Asked | { fault: FaultName } {
  const name = shownName((params.get('app_name') ?? '').slice(0, 500))
  if (name === null) return { fault: 'noName' }
  const id = params.get('app_id')
  if (id && !UUID.test(id)) return { fault: 'badId' }
  const [to, back] = [params.get('success_url'), params.get('reject_url')]
  const success = to ? readTarget(to) : null
  if (to && !success) return { fault: 'badSuccess' }
  if (back && !readTarget(back)) return { fault: 'badReject' }
  return {
    name,
    success: to && success ? { text: to, url: success } : null,
    reject: back || (to && withAnswer(to, { success: 'false' })) || null,
  }
}

const asking = (c: DeskContext) => readAsked(new URL(c.req.url).searchParams)

export async function showApplication(c: DeskContext): Promise<Response> {
  const asked = asking(c)
  if ('fault' in asked) return wrongPage(c, asked.fault)
  // Nothing is asked for by name: a writer’s rights do no harm.
  return shown(c, asked, asAsked(['articles:write']), null)
}

async function shown(c: DeskContext, asked: Asked, choices: Choices, fault: string | null) {
  const words = wordsFor(c, WORDS)
  const { name, success, reject } = asked
  const { editor } = c.var.person
  const to = success?.url ?? null
  const back = reject === null ? null : URL.parse(reject)
  const own = keyName(editor.name, name)
  const asker = askerPart(c, { from: null, isNamed: true, to, keyName: own })
  const action = ownAddress(c)
  const form = mayGrant(editor)
    ? consentForm(c, {
        action,
        choices,
        asked: ['articles:write'],
        sections: await reachedSections(c),
        fault,
      })
    : html`<p class="alarm">${words.mayNotText}</p>${bareForm(c, action, false)}`
  return consentPage(c, {
    title: words.title(name),
    main: html`${asker}${form}`,
    to: [to, back].filter((url) => url !== null),
    status: fault === null ? 200 : 422,
  })
}

export async function decideApplication(c: DeskContext): Promise<Response> {
  const common = wordsFor(c, COMMON)
  const { editor } = c.var.person
  if (await isLimited(c.env.WRITES, String(editor.keyId))) {
    return sorry(c, 429, common.tooOften, common.tooOftenText)
  }
  const form = await formIn(c)
  const asked = asking(c)
  if ('fault' in asked) return wrongPage(c, asked.fault)
  if (form.get('do') !== 'allow') return asked.reject ? leave(asked.reject) : goTo(deskPaths.home)
  const words = wordsFor(c, WORDS)
  const once = String(form.get('once') ?? '')
  if (!mayGrant(editor) || !TOKEN.test(once)) {
    return sorry(c, 403, words.mayNot, words.mayNotText)
  }
  const choices = choicesIn(form)
  if (choices.scopes.length === 0) return shown(c, asked, choices, words.noScope)
  const key = keyFor(c, asked.name, choices)
  if (!key) return sorry(c, 403, words.beyond, words.beyondText)
  const secret = KEY_PREFIX + (await bitsOf('password', once))
  const grant = { secret, grantedBy: editor.keyId, client: asked.name, key }
  const made = await grantKey(c.var.db, grant, secondsNow())
  if (!made) return sorry(c, 409, words.already, words.alreadyText)
  return handOver(c, asked, { user: `key-${made.id}`, password: secret })
}

interface Credentials {
  /** As `/wp/v2/users/me` has it: names may be in any script, which not every program gets into a header. */
  user: string
  password: string
}

function handOver(c: DeskContext, { name, success }: Asked, { user, password }: Credentials) {
  const { origin } = siteOf(c.env)
  if (success) {
    const answer = { site_url: origin, user_login: user, password }
    return leave(withAnswer(success.text, answer))
  }
  const words = wordsFor(c, WORDS)
  const field = (id: string, label: string, value: string) =>
    html`<div class="field"><label for="${id}">${label}</label><input id="${id}" value="${value}" readonly autocomplete="off"></div>\n`
  const main = html`<p class="note" role="status">${words.passwordText}</p>
${field('site', words.site, origin)}${field('user', words.user, user)}${field('password', words.secret, password)}
<p class="buttons"><a class="button" href="${deskPaths.account}">${wordsFor(c, COMMON).account}</a></p>`
  return consentPage(c, { title: words.password(name), main, to: [] })
}
