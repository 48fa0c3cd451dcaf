/** Consent for programs that speak OAuth: MCP and IndieAuth. The answer is a code (RFC 6749, 4.1). */
import { html } from 'hono/html'
import { isLimited } from '../../delivery/limits'
import { keepGrant } from '../../editing/door/grants'
import type { NewKey } from '../../editing/door/key-store'
import { mayGrant } from '../../editing/door/rights'
import { wordsFor as scopeWordsFor } from '../../editing/door/scope-words'
import { siteOf } from '../../site'
import { secondsNow } from '../../time'
import { type DeskContext, wordsFor } from '../context'
import { sorry } from '../door/given-back'
import { TOKEN } from '../door/sessions'
import { formIn } from '../form-data'
import { COMMON } from '../words'
import { type Asked, readAsked, readAsker } from './asked'
import { findClient } from './client'
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
import { withAnswer } from './redirects'
import { WORDS } from './words'

/** What is asked; or the page that says what is wrong with it. */
async function asking(c: DeskContext): Promise<Asked | Response> {
  const site = siteOf(c.env)
  const params = new URL(c.req.url).searchParams
  const asker = readAsker(params)
  if ('fault' in asker) return wrongPage(c, asker.fault)
  const { id, url, redirect } = asker
  const web = { origin: site.origin, fetch: (request: Request) => fetch(request) }
  const asked = readAsked(site, params, await findClient(id, url, web), redirect)
  if (!('fault' in asked)) return asked
  if (!('code' in asked)) return wrongPage(c, asked.fault)
  // Not by itself: whoever can name a program could send people from here to anywhere (RFC 9700, 4.11.2).
  const state = params.getAll('state').length === 1 ? params.get('state') : null
  const answer = answerTo(c, redirect.text, state, { error: asked.code })
  return wrongPage(c, asked.fault, { url: redirect.url, answer })
}

/** An address that brings an answer to a program, which says who gives it (RFC 9207). */
const answerTo = (
  c: DeskContext,
  redirect: string,
  state: string | null,
  answer: Record<string, string>,
) =>
  withAnswer(redirect, { ...answer, ...(state !== null && { state }), iss: siteOf(c.env).origin })

const nameOf = ({ client }: Asked) => client.name ?? client.url.host

/** Why somebody cannot give consent at all; null when they can. */
function mayNot(c: DeskContext, { isProfileOnly }: Asked): string | null {
  const words = wordsFor(c, WORDS)
  const { editor } = c.var.person
  if (!mayGrant(editor)) return words.mayNotText
  const speaks = editor.sections === null && editor.scopes.includes('articles:publish')
  return isProfileOnly && !speaks ? words.mayNotProfile : null
}

export async function showConsent(c: DeskContext): Promise<Response> {
  const asked = await asking(c)
  return asked instanceof Response ? asked : shown(c, asked, asAsked(asked.scopes), null)
}

/** The page; `fault` is what is wrong with the choices that were made. */
async function shown(c: DeskContext, asked: Asked, choices: Choices, fault: string | null) {
  const words = wordsFor(c, WORDS)
  const name = nameOf(asked)
  const { client, redirect, isProfileOnly } = asked
  const why = mayNot(c, asked)
  const asker = askerPart(c, {
    from: client.url,
    isNamed: client.name !== null,
    to: redirect.url,
    keyName: isProfileOnly ? null : keyName(c.var.person.editor.name, name),
  })
  const action = ownAddress(c)
  const rest =
    why !== null
      ? html`<p class="alarm">${why}</p>${bareForm(c, action, false)}`
      : isProfileOnly
        ? html`<p>${words.profileText}</p>${bareForm(c, action, true)}`
        : consentForm(c, {
            action,
            choices,
            asked: asked.scopes,
            sections: await reachedSections(c),
            fault,
          })
  return consentPage(c, {
    title: isProfileOnly ? words.titleProfile(name) : words.title(name),
    main: html`${asker}${rest}`,
    to: [redirect.url],
    status: fault === null ? 200 : 422,
  })
}

export async function decideConsent(c: DeskContext): Promise<Response> {
  const common = wordsFor(c, COMMON)
  if (await isLimited(c.env.WRITES, String(c.var.person.editor.keyId))) {
    return sorry(c, 429, common.tooOften, common.tooOftenText)
  }
  const form = await formIn(c)
  const asked = await asking(c)
  if (asked instanceof Response) return asked
  const { redirect, state } = asked
  const answer = (fields: Record<string, string>) =>
    leave(answerTo(c, redirect.text, state, fields))
  if (form.get('do') !== 'allow') return answer({ error: 'access_denied' })
  const once = String(form.get('once') ?? '')
  const why = mayNot(c, asked)
  const words = wordsFor(c, WORDS)
  if (why !== null || !TOKEN.test(once))
    return sorry(c, 403, words.mayNot, why ?? words.alreadyText)
  const choices = choicesIn(form)
  if (!asked.isProfileOnly && choices.scopes.length === 0) {
    return shown(c, asked, choices, words.noScope)
  }
  const key = asked.isProfileOnly ? nobodyFor(nameOf(asked)) : keyFor(c, nameOf(asked), choices)
  if (!key) return sorry(c, 403, words.beyond, words.beyondText)
  const code = await bitsOf('code', once)
  return (await keep(c, asked, key, code))
    ? answer({ code })
    : sorry(c, 409, words.already, words.alreadyText)
}

/** Of a program that only asks who somebody is, no key is made. */
const nobodyFor = (name: string): NewKey => ({ name, scopes: [], sections: null, expiresAt: null })

const keep = (c: DeskContext, asked: Asked, key: NewKey, code: string): Promise<boolean> =>
  keepGrant(
    c.var.db,
    code,
    {
      grantedBy: c.var.person.editor.keyId,
      client: asked.client.id,
      redirectUri: asked.redirect.text,
      challenge: asked.challenge,
      resource: asked.resource,
      scope: scopeWordsFor(asked.words, key.scopes),
      key,
    },
    secondsNow(),
  )
