import { beforeEach, describe, expect, test } from 'vitest'
import { article, KEY, type Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom

beforeEach(async () => {
  newsroom = await openNewsroom()
})

interface Refusal {
  type: string
  title: string
  status: number
  detail: string
  errors?: { field: string; detail: string }[]
}

const refusalOf = ({ type, title, status, detail, errors }: Refusal): Refusal => ({
  type,
  title,
  status,
  detail,
  ...(errors && { errors }),
})

async function makeKey(fields: object): Promise<string> {
  const made = await newsroom.call('POST', '/api/keys', { name: 'Limited', ...fields })
  return (await made.json<{ key: string }>()).key
}

async function posted(key: string, document: object) {
  const headers = { Authorization: `Bearer ${key}` }
  return refusalOf(await (await newsroom.call('POST', '/api/articles', document, headers)).json())
}

async function imported(key: string, document: object) {
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/x-ndjson' }
  const body = JSON.stringify(document)
  const response = await newsroom.fetch('/api/import', { method: 'POST', headers, body })
  return refusalOf(JSON.parse((await response.text()).trim()))
}

const MAY_WRITE = ['articles:write']
const MAY_ALL = ['articles:write', 'articles:publish', 'articles:withdraw']
const origin = { system: 'cms', id: '7' }
const known = { system: 'cms', id: '1' }

interface Case {
  what: string
  key?: { scopes: string[]; sections?: string[] }
  fields: object
  status: number
  atFault?: string[]
}

const CASES: Case[] = [
  {
    what: 'a key that may not publish',
    key: { scopes: MAY_WRITE },
    fields: {},
    status: 403,
  },
  {
    what: 'a key that may not publish, a new origin and an unknown section',
    key: { scopes: MAY_WRITE },
    fields: { origin, section: 'nowhere' },
    status: 403,
  },
  {
    what: 'a key that may not publish, changing what came from a known origin',
    key: { scopes: MAY_WRITE },
    fields: { origin: known, title: '另一个标题' },
    status: 403,
  },
  {
    what: 'a key that may not plan',
    key: { scopes: MAY_WRITE },
    fields: { publishAt: '2126-01-01T00:00:00Z' },
    status: 403,
  },
  {
    what: 'a section that the key does not reach',
    key: { scopes: MAY_ALL, sections: ['culture'] },
    fields: {},
    status: 403,
  },
  {
    what: 'a section that the key does not reach, with faults besides',
    key: { scopes: MAY_ALL, sections: ['culture'] },
    fields: { origin, title: '' },
    status: 403,
  },
  {
    what: 'an article whose section the key does not reach, known by its origin',
    key: { scopes: MAY_ALL, sections: ['culture'] },
    fields: { origin: known, section: 'culture' },
    status: 409,
  },
  {
    what: 'a key without the scope, and a field at fault: what is asked for cannot be told',
    key: { scopes: MAY_WRITE },
    fields: { keywords: 'one' },
    status: 422,
    atFault: ['keywords'],
  },
  {
    what: 'an unknown section',
    fields: { section: 'nowhere' },
    status: 422,
    atFault: ['section'],
  },
  {
    what: 'an unknown section, a new origin and faults in several fields',
    fields: { origin, section: 'nowhere', title: '', language: '??' },
    status: 422,
    atFault: ['title', 'language', 'section'],
  },
  {
    what: 'no section at all',
    fields: { section: undefined },
    status: 422,
    atFault: ['section'],
  },
  { what: 'an empty body', fields: { body: ' ' }, status: 422, atFault: ['body'] },
  {
    what: 'a status that it cannot begin with',
    fields: { status: 'withdrawn' },
    status: 422,
    atFault: ['status'],
  },
  {
    what: 'a planned moment that is over',
    fields: { publishAt: '2020-01-01T00:00:00Z' },
    status: 422,
    atFault: ['publishAt'],
  },
  {
    what: 'a date in the future',
    fields: { publishedAt: '2126-01-01T00:00:00Z' },
    status: 422,
    atFault: ['publishedAt'],
  },
  {
    what: 'a field that is not known',
    fields: { headline: 'x' },
    status: 422,
    atFault: ['headline'],
  },
  { what: 'a slug that another article has', fields: { slug: 'taken' }, status: 409 },
  {
    what: 'a slug that another article has, for one that came from a known origin',
    fields: { origin: known, slug: 'taken' },
    status: 409,
  },
  {
    what: 'a published article made a draft again',
    fields: { origin: known, status: 'draft' },
    status: 422,
    atFault: ['status'],
  },
]

describe('a document is refused alike, whether it is posted or imported:', () => {
  test.each(CASES)('$what', async ({ key, fields, status, atFault }) => {
    await newsroom.post({ slug: 'taken' })
    await newsroom.post({ slug: 'known', origin: known })
    const secret = key ? await makeKey(key) : KEY
    const document = article(fields as Record<string, unknown>)
    const one = await posted(secret, document)
    expect(one.status).toBe(status)
    expect(one.errors?.map(({ field }) => field)).toEqual(atFault)
    expect(await imported(secret, document)).toEqual(one)
  })
})
