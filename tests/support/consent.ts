/** A program that asks for consent and redeems it, as programs do: with PKCE, by forms. */
import { type Desk, formOn } from './desk'
import { type Newsroom, ORIGIN } from './newsroom'

export const CLIENT = 'https://app.example/'
export const REDIRECT = 'https://app.example/back'
export const VERIFIER = 'v'.repeat(43)
/** What S256 makes of it. */
export const CHALLENGE = '7w_YNF9DSfIdPf_pRjSq646_kPr-2-o9NAl16JGghdM'

type Fields = Record<string, string | string[]>

const query = (fields: Fields) => {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) {
    for (const one of [value].flat()) params.append(name, one)
  }
  return params
}

export const request = (fields: Fields = {}): Fields => ({
  response_type: 'code',
  client_id: CLIENT,
  redirect_uri: REDIRECT,
  state: 's1',
  code_challenge: CHALLENGE,
  code_challenge_method: 'S256',
  resource: `${ORIGIN}/mcp`,
  scope: 'articles:write',
  ...fields,
})

/** The address of the consent page. */
export const asks = (fields: Fields = {}) => `/desk/authorize?${query(request(fields))}`

/** Opens the page and presses a button, with what is on the form unless something else is said. */
export async function decide(
  desk: Desk,
  path: string,
  fields: Fields = {},
  button = 'allow',
): Promise<Response> {
  const page = await desk.read(path)
  return desk.post(path, { ...formOn(page, 'consent'), do: button, ...fields })
}

/** Where an answer leads, which must be a redirect. */
export function leadsTo(response: Response): URL {
  const to = response.headers.get('Location')
  if (response.status !== 303 || to === null) throw new Error(`leads nowhere: ${response.status}`)
  return new URL(to, ORIGIN)
}

/** Has somebody allow what is asked; the code. */
export async function consent(
  desk: Desk,
  asked: Fields = {},
  fields: Fields = {},
): Promise<string> {
  const to = leadsTo(await decide(desk, asks(asked), fields))
  const code = to.searchParams.get('code')
  if (code === null) throw new Error(`no code: ${to}`)
  return code
}

export const send = (newsroom: Newsroom, path: string, fields: Fields, headers = {}) =>
  newsroom.fetch(path, { method: 'POST', body: query(fields), headers })

/** Brings a code to where tokens are. */
export const redeem = (newsroom: Newsroom, code: string, fields: Fields = {}) =>
  send(newsroom, '/oauth/token', {
    grant_type: 'authorization_code',
    code,
    client_id: CLIENT,
    redirect_uri: REDIRECT,
    code_verifier: VERIFIER,
    ...fields,
  })

/** A token that somebody has let a program have. */
export async function tokenFor(desk: Desk, asked: Fields = {}, fields: Fields = {}) {
  const response = await redeem(desk.newsroom, await consent(desk, asked, fields))
  if (response.status !== 200) throw new Error(await response.text())
  return ((await response.json()) as { access_token: string }).access_token
}
