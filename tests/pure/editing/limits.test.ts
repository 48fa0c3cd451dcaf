import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { MAX_RULES } from '../../../src/articles/address-rules'
import { MAX_HTML_BYTES } from '../../../src/articles/body/faults'
import { MAX_READINGS } from '../../../src/articles/readings'
import { MAX_SECTIONS } from '../../../src/articles/writing/sections'
import { MAX_WEBHOOKS } from '../../../src/delivery/hooks/webhook'
import { LIMITS } from '../../../src/editing/contract/input'
import { MAX_URL_BYTES } from '../../../src/site'

type Limit = keyof typeof LIMITS

/** The rows of docs/api.md that give numbers, and what these are, in order. */
const ROWS: Record<string, (Limit | number)[]> = {
  '`title`': [1, 'title'],
  '`body`': ['bodyKiB', MAX_HTML_BYTES / 1e6],
  '`slug`': [MAX_URL_BYTES],
  '`keywords`': ['keywords', 'keyword'],
  '`summary`': ['summary'],
  '`author`': ['author'],
  '`language`': ['language'],
  '`source`': ['sourceName', 'sourceUrl'],
  '`origin`': ['originSystem', 'originId'],
  '`lead`': ['alt', 'caption'],
  '`alt` of a picture': ['alt'],
  '`name` of a picture': [1, 'pictureName'],
  '`id`, `revision`': ['number'],
  '`retiredSlugs`': ['retiredSlugs'],
  '`formerAddresses`': ['formerAddresses', 'formerAddress'],
  '`name` of a section': [1, 'sectionName'],
  '`description` of a section': [1, 'sectionDescription'],
  '`position` of a section': [0, 'sectionPosition'],
  'sections of a newsroom': [MAX_SECTIONS],
  '`articles` of a front': ['front'],
  '`word` of a reading': [1, 'readingWord'],
  '`pinyin` of a reading': ['readingPinyin'],
  'readings of a newsroom': [MAX_READINGS],
  '`from` and `to` of a rule': [1, 'rulePattern'],
  '`origin` of a rule': [1, 'originSystem'],
  'rules of a newsroom': [MAX_RULES],
  '`name` of a key': [1, 'keyName'],
  '`sections` of a key': ['keySections', 'sectionSlug'],
  '`overlap` of a rotation': ['overlap', 'usualOverlap'],
  '`name` of a webhook': [1, 'webhookName'],
  '`url` of a webhook': ['webhookUrl'],
  'webhooks of a newsroom': [MAX_WEBHOOKS],
  '`expiresIn` of a preview': ['shortestPreview', 'longestPreview', 'usualPreview'],
  '`note` of a hand-in, or of sending it back': [1, 'handInNote'],
  '`limit` of a list': [1, 'page', 'usualPage'],
}

/** The rows of all tables of fields, by their first column, with the numbers in the second. */
function rowsOf(page: string): [field: string, numbers: number[]][] {
  const tables = page.matchAll(/^\| field[^|]*\| \|\n\|---\|---\|\n((?:\|.*\n)+)/gm)
  const rows = [...tables].flatMap(([, body = '']) => body.trimEnd().split('\n'))
  return rows.map((row) => {
    const [, field = '', text = ''] = row.split('|').map((cell) => cell.trim())
    const numbers = text.replace(/(RFC|BCP|is a|answers) \d+/g, '').match(/\d[\d,.]*/g) ?? []
    return [field, numbers.map((number) => Number(number.replaceAll(',', '')))]
  })
}

const numberOf = (limit: Limit | number) => (typeof limit === 'number' ? limit : LIMITS[limit])

test('the tables of docs/api.md give the limits that hold', () => {
  const rows = rowsOf(readFileSync('docs/api.md', 'utf8'))
  const inDocs = Object.fromEntries(rows.filter(([, numbers]) => numbers.length > 0))
  const inCode = Object.entries(ROWS).map(([field, limits]) => [field, limits.map(numberOf)])
  expect(inDocs).toEqual(Object.fromEntries(inCode))
})

test('each limit is in the tables, save the one that another goes before', () => {
  const said = Object.values(ROWS)
    .flat()
    .filter((limit) => typeof limit === 'string')
  expect([...new Set([...said, 'slug'])].sort()).toEqual(Object.keys(LIMITS).sort())
  expect(LIMITS.slug).toBeGreaterThan(MAX_URL_BYTES)
})
