/** `npm run keys -- invite`: links that sign in at the desk. */
import { lackOf } from '../src/site/origin.ts'
import { Fault } from './command.ts'
import { query, text, type Where } from './d1.ts'
import { hashKey, newKey } from './key.ts'
import { type KeyOptions, keySql } from './key-sql.ts'
import { LINK_HOURS, linkSql, newLink } from './link.ts'
import { runningUrl } from './local.ts'
import { isDeskOn, settingOf } from './settings.ts'
import { whole } from './target.ts'

/** For a key that is there, or what a new one is to be. */
export interface Invitation extends KeyOptions {
  key?: string | undefined
  hours?: string | undefined
}

/** Prints a link that signs in. The secret of a key made for it is never shown: the link is all they need. */
export async function invite(options: Invitation, where: Where) {
  const most = LINK_HOURS.most
  const hours = whole('--hours', options.hours ?? String(LINK_HOURS.usual), 1, most)
  const secret = options.key === undefined ? newKey() : null
  const which = secret === null ? `id = ${idIn(options)}` : `hash = ${text(hashKey(secret))}`
  const making = secret === null ? '' : keySql(options, secret)
  const link = newLink(deskUrl(where))
  const [row] = await query<{ id: number; name: string; until: string | null }>(
    `${making}
     ${linkSql(link, which, hours)}
     SELECT id, name, (SELECT datetime(expires_at, 'unixepoch') FROM sign_in_links
       WHERE hash = ${link.hash}) AS until
     FROM keys WHERE ${which}`,
    where,
  )
  if (!row) throw new Fault(`There is no key ${options.key}`, 'refused')
  if (row.until === null) {
    throw new Fault(`Key ${row.id} (${row.name}) works no more: see list`, 'refused')
  }
  console.log(
    `Signs in as ${row.name} (key ${row.id}), once, until ${row.until} UTC:\n\n${link.url}\n`,
  )
}

function idIn({ key = '', name, scopes, sections, expires }: Invitation): string {
  if (!/^[1-9]\d{0,14}$/.test(key)) throw new Fault('--key takes a number: see list', 'usage')
  if ([name, scopes, sections, expires].some((option) => option !== undefined)) {
    throw new Fault(
      '--key names one that is there: leave out what a new one would be given',
      'usage',
    )
  }
  return key
}

/** Where the desk is. */
function deskUrl({ remote }: Where): string {
  if (!isDeskOn()) {
    throw new Fault('The desk is switched off: set DESK to "on" in wrangler.toml', 'refused')
  }
  if (!remote) return runningUrl() ?? 'http://localhost:8787'
  const url = settingOf('SITE_URL')
  if (lackOf(url) === null) return url
  throw new Fault('Set SITE_URL in wrangler.toml first: it is where the link leads.', 'refused')
}
