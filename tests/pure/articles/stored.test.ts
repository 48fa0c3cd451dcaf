import { expect, test } from 'vitest'
import type { Content } from '../../../src/articles/article'
import { toHex } from '../../../src/articles/digest'
import { pack } from '../../../src/articles/pack'
import { contentOf, storable } from '../../../src/articles/store'

const content: Content = {
  title: '区政协召开推进会',
  section: 'news',
  slug: 'meeting',
  status: 'published',
  format: 'markdown',
  body: '会议今天召开。',
  keywords: [],
  summary: null,
  author: null,
  language: null,
  source: null,
  publishedAt: 1,
  publishAt: null,
  origin: null,
  lead: null,
  card: null,
  formerAddresses: [],
}

const LATER = ['lead', 'card', 'formerAddresses']
const laterOf = (fields: Partial<Content>) =>
  Object.keys(storable({ ...content, ...fields })).filter((field) => LATER.includes(field))

test('an article that uses nothing new is stored as version 0.1.0 did, which can go on editing it', () => {
  expect(laterOf({})).toEqual([])
})

test.each([
  [{ card: 'a' }],
  [{ lead: { picture: 'a', alt: null, caption: null } }],
  [{ formerAddresses: ['/a'] }],
  [{ card: 'a', formerAddresses: ['/a'] }],
  [{}],
])('an article with %j comes back as it was written, field by field', async (fields) => {
  const written = { ...content, ...fields }
  const packed = toHex(await pack(JSON.stringify(storable(written))))
  expect(JSON.stringify(await contentOf({ content: packed, html: '' }))).toBe(
    JSON.stringify(written),
  )
})
