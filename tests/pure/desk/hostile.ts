/**
 * What editors send that is refused, or not kept as it is: all that the API says to it. Nothing sent holds
 * three words of English in a row, so that all such are the API's own.
 */
import type { Format } from '../../../src/articles/article'
import { renderBody } from '../../../src/articles/body/render'
import { MAX_BYTES, sizeFault } from '../../../src/articles/files/bounds'
import { readPicture } from '../../../src/articles/files/picture'
import { slugFault } from '../../../src/articles/writing/slug'
import { handInInput, handInsInput, returnInput } from '../../../src/editing/contract/hand-in-input'
import {
  articleInput,
  frontInput,
  keyInput,
  listInput,
  pastInput,
  previewInput,
  rotationInput,
  sectionInput,
} from '../../../src/editing/contract/input'
import {
  pictureByUrl,
  pictureFields,
  picturesInput,
} from '../../../src/editing/contract/picture-input'
import { validate } from '../../../src/editing/contract/values'
import { fetchPicture } from '../../../src/editing/receiving/fetched'
import { readTaken, take } from '../../../src/editing/receiving/take'
import { check } from '../../../src/editing/saving/check'
import { decide, propose } from '../../../src/editing/saving/decide'
import { faultsOf as faultsOfFront } from '../../../src/editing/saving/fronts'
import { notesOf } from '../../../src/editing/saving/notes'
import { siteOf } from '../../../src/site'

export const site = siteOf({
  SITE_URL: 'https://news.test',
  SITE_NAME: '前线',
  SITE_DESCRIPTION: '',
  SITE_LANGUAGE: 'zh-CN',
  SITE_TIME_ZONE: 'Asia/Shanghai',
  SITE_EMBEDS: 'https://player.example',
  SITEMAP_CAPACITY: '100',
})

const NOW = Date.parse('2026-11-26T00:00:00Z') / 1000

/** What any field may be sent as. */
export const VALUES: unknown[] = [
  undefined,
  null,
  7,
  -1,
  1.5,
  1e9,
  true,
  '',
  ' ',
  '一\n二',
  '\u0000',
  '一\n二\u0008',
  '\ud800',
  '\u202e倒',
  '\u2066开',
  '关\u2069',
  '\u200b',
  '..',
  '字'.repeat(3000),
  'x'.repeat(300_000),
  'A B',
  'https://a:b@example.org/',
  'https:/example.org',
  'https://example.org/\u200b',
  'https:\\\\example.org',
  `https://example.org/${'字'.repeat(900)}`,
  'english',
  'cn',
  'zh-Hanx',
  'zh-ZZ',
  'zh-QQ',
  'zh-abcdefgh',
  '中文',
  '2024',
  '2999-01-01T00:00:00Z',
  '0000-01-01T00:00:00Z',
  'draft',
  {},
  { 多: 1 },
  { name: '', url: 'x' },
  { picture: 'x', alt: '\u202e', caption: 5 },
  { system: '', id: '' },
  [],
  [''],
  ['一', '\u202e'],
  Array.from({ length: 1001 }, (_, i) => `第${i}`),
]

const article = articleInput(206, ['published', 'draft'])

/** Every document there is, with its fields. */
const DOCUMENTS = [
  article,
  sectionInput,
  keyInput(0),
  rotationInput,
  previewInput,
  pictureFields,
  pictureByUrl,
  pastInput,
  handInInput,
  returnInput,
]
/** What stands in addresses is text. */
const QUERIES = [picturesInput, listInput, handInsInput]
const TEXTS = VALUES.filter((value) => typeof value === 'string')

/** What the API says to documents with each of these values in each of their fields. */
export const ofFields = () => [
  ...DOCUMENTS.flatMap((schema) => faultsOf(schema, VALUES)),
  ...QUERIES.flatMap((schema) => faultsOf(schema, TEXTS)),
]

type Schema = (typeof DOCUMENTS | typeof QUERIES)[number] | ReturnType<typeof frontInput>

const faultsOf = (schema: Schema, values: unknown[]) =>
  [...Object.keys(schema.shape), '多余', 'a b'].flatMap((name) =>
    values.flatMap((value) => {
      const result = validate(schema, { [name]: value })
      return 'faults' in result ? result.faults.map(({ detail }) => detail) : []
    }),
  )

const DOCUMENT = { title: '标题', section: 'news', body: '正文' }
const PAST = '2020-01-01T00:00:00Z'
const FUTURE = '2999-01-01T00:00:00Z'

/** What follows from times and states. */
export const ofTimes = () =>
  [
    { publishedAt: FUTURE },
    { status: 'scheduled' },
    { status: 'scheduled', publishAt: PAST },
    { status: 'scheduled', publishAt: FUTURE, publishedAt: PAST },
    { status: 'draft', publishAt: FUTURE },
    { status: 'published', publishAt: FUTURE },
  ].flatMap((fields) =>
    check({ ...DOCUMENT, ...fields }, site, null, NOW).faults.map(({ detail }) => detail),
  )

const deep = (tag: string, n: number) => `<${tag}>`.repeat(n)
const HASH = 'a'.repeat(64)
const SIZE = { width: 640, height: 480, type: 'image/jpeg' }

const BODIES: [source: string, format?: Format][] = [
  [deep('div', 300), 'html'],
  [deep('blockquote', 20), 'html'],
  ['<b></b>'.repeat(13_000), 'html'],
  ['<a href="/a">a</a>'.repeat(5001), 'html'],
  ['<img src="/a.png" alt="">'.repeat(501), 'html'],
  ['<iframe src="https://player.example/" title="一"></iframe>'.repeat(51), 'html'],
  ['*_'.repeat(60_000)],
  ['[^1]'.repeat(1001)],
  [`[${'字'.repeat(400)}]: /a\n\n`.concat('[a]'.repeat(5000))],
  ['&#8;', 'html'],
  ['&#8;'],
  ['<script>1</script>', 'html'],
  ['<audio></audio><video></video><object></object>', 'html'],
  ['<a href="https://a:b@example.org/">一</a><a href="https:/x">二</a>', 'html'],
  ['<iframe src="https://evil.example/"></iframe><iframe></iframe>一', 'html'],
  ['<iframe src="https://player.example/"></iframe>', 'html'],
  ['<img><img src="a.png" alt=""><img src="/b.png">', 'html'],
  ['<img src="/api/articles" alt="">', 'html'],
  ['<img src="picture:123">', 'html'],
  // Shown, though not as it is.
  ['<img data-src="/a.png" alt=""><img src="http://a.example/b.png" alt="">', 'html'],
  ['<video src="/a.mp4"></video><a href="www.example.org">一</a>', 'html'],
  ['<p onclick="1" style="color:red">一</p><style>b</style><blink>二</blink>', 'html'],
  [Array.from({ length: 14 }, (_, i) => `<x-${i}>一</x-${i}>`).join(''), 'html'],
  ['<a href="javascript:1">一</a><a href="#无">二</a>', 'html'],
  ['一[^2]\n\n[^1]: 无\n\n[^2]: 有'],
  ['| 一 |\n|-|\n| 二 | 三 |'],
  ['蹴鞠(cùjū)', 'text'],
]

/** What is wrong with bodies, and what is not kept of them. */
export const ofBodies = () =>
  BODIES.flatMap(([source, format = 'markdown']) => {
    const body = renderBody(source, format, site)
    const said = 'fault' in body ? [body.fault] : [...body.concerns, ...body.notes]
    return said.map((end) => `body ${end}`)
  })

const EDITOR = {
  keyId: 1,
  name: '编辑',
  scopes: [],
  sections: null,
  endsAt: null,
  isRotated: false,
}

/** What only the database can tell of a document, and what it becomes. */
export function ofDecisions(): string[] {
  const editor = {
    ...EDITOR,
    scopes: ['articles:write' as const, 'articles:publish' as const],
  }
  const scene = { site, editor, now: NOW }
  const section = { id: 1, slug: 'news', name: '新闻' } as never
  const picture = { ...DOCUMENT, body: `![](picture:${HASH})`, lead: { picture: HASH } }
  const silent = new Map([[HASH, { hash: HASH, alt: null, files: [SIZE] } as never]])
  const known = { section, id: 1, ownerOf: () => null, left: 0, pictures: new Map() }
  const past = { wasPublic: true, retiredSlugs: ['A B'] } as never
  const decisions = [
    decide(scene, propose(scene, null, { ...DOCUMENT, section: '无' }), {
      ...known,
      section: null,
    }),
    decide(scene, propose(scene, null, picture), known),
    decide(scene, propose(scene, null, picture), { ...known, pictures: silent }),
    decide(scene, propose(scene, null, picture, past), known),
    decide(scene, propose(scene, null, { ...DOCUMENT, status: 'draft' }, past), known),
    decide(
      scene,
      propose(scene, null, DOCUMENT, { ...(past as object), retiredSlugs: ['旧'] } as never),
      {
        ...known,
        left: 2000,
      },
    ),
  ]
  return decisions.flatMap((one) =>
    'refusal' in one ? (one.refusal[1]?.errors ?? []).map(({ detail }) => detail) : one.notes,
  )
}

/** Fields that are kept in another spelling. */
export function ofSpelling(): string[] {
  const given = {
    title: 'e\u0301',
    author: '王\u200b',
    summary: ' 一  二 ',
    source: { name: 'e\u0301' },
  }
  const kept = {
    title: '\u00e9',
    author: '王',
    summary: '一 二',
    source: { name: '\u00e9' },
    keywords: ['一'],
  }
  return notesOf(
    { ...given, keywords: ['一', '一'] },
    kept as never,
    Array.from({ length: 30 }, () => 'lost what pages do not show: <script>'),
  )
}

const bytesOf = (text: string) => Uint8Array.from(text, (one) => one.charCodeAt(0))

const STARTS = [
  '<svg>',
  '<!doctype html>',
  '<?xml?>',
  '%PDF-',
  'II*\0',
  'MM\0*',
  'BM',
  '\0\0\x01\0',
  '\0\0\x02\0',
  '\xff\x0a',
  '\0\0\0\x0cJXL ',
  '\0\0\0\x0cjP  ',
  '\x1aE\xdf\xa3',
  '8BPS',
  'PK\x03\x04',
  '\0\0\0\x14ftypqt  ',
  '\0\0\0\x14ftypheic',
  '\0\0\0\x14ftypavif',
  '\xff\xd8\xff',
  'GIF89a',
  '\x89PNG\r\n\x1a\n',
  '?',
]

/** Files that are no pictures, or none that are taken. */
export function ofFiles(): string[] {
  const files = [new Uint8Array(), bytesOf('GIF'), new Uint8Array(MAX_BYTES + 1)].concat(
    STARTS.map((start) => bytesOf(start.padEnd(64, '\0'))),
  )
  const faults = files.map((bytes) => readPicture(bytes))
  const sizes = [sizeFault(0, 5), sizeFault(20_000, 5), sizeFault(9000, 9000)].concat([
    sizeFault(9, 9, 9000),
    sizeFault(5000, 5000, 900),
  ])
  return [...faults, ...sizes].flatMap((one) =>
    one && 'fault' in one ? [`picture ${one.fault}`] : [],
  )
}

const ADDRESSES = [
  'x',
  'ftp://example.org/',
  'https://a:b@example.org/',
  'https://example.org:8443/',
  'https://news.test/',
  'https://10.0.0.1/',
  'https://example.org/missing',
  'https://example.org/page',
  'https://example.org/large',
  'https://example.org/empty',
  'https://example.org/round',
  'https://example.org/down',
  'https://example.org/inward',
  'https://example.org/off',
]

const ANSWERS: Record<string, () => Response> = {
  '/missing': () => new Response('', { status: 404 }),
  '/page': () => new Response('', { headers: { 'Content-Type': 'text/html' } }),
  '/large': () => new Response('', { headers: { 'Content-Length': '90000000' } }),
  '/empty': () => new Response(new Uint8Array()),
  '/round': () => Response.redirect('https://example.org/round'),
  '/down': () => Response.redirect('http://example.org/empty'),
  '/inward': () => Response.redirect('https://10.0.0.1/'),
}

const web = {
  origin: 'https://news.test',
  fetch: async ({ url }: Request) => {
    const answer = ANSWERS[new URL(url).pathname]
    if (!answer) throw new TypeError('off')
    return answer()
  },
}

/** Addresses that give no picture. */
export const ofAddresses = async () =>
  (await Promise.all(ADDRESSES.map((address) => fetchPicture(address, web)))).flatMap((one) =>
    'fault' in one ? [`url ${one.fault}`] : [],
  )

const GIF = bytesOf('GIF89a\x01\0\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x01D\0;')

/** Forms and documents that bring no picture, or another one beside it. */
export async function ofUploads(): Promise<string[]> {
  const form = (parts: [string, string | Blob][]) => {
    const data = new FormData()
    for (const [name, part] of parts) data.append(name, part)
    return data
  }
  const means = { fetchPicture: async () => ({ fault: 'is a web page; send the picture on it' }) }
  const sent = (body: BodyInit, query = '') =>
    new Request(`https://news.test/api/pictures${query}`, { method: 'POST', body })
  const FORM = 'multipart/form-data'
  const JSON_TYPE = 'application/json'
  const took = await Promise.all([
    take(sent(form([])), FORM, means),
    take(sent(form([['picture', 'x']])), FORM, means),
    take(
      sent(
        form([
          ['多', 'x'],
          ['alt', '一'],
          ['alt', '二'],
        ]),
      ),
      FORM,
      means,
    ),
    take(sent(form(Array.from({ length: 6 }, () => ['size', new Blob(['x'])]))), FORM, means),
    take(sent(form(Array.from({ length: 30 }, () => ['size', 'x']))), FORM, means),
    take(sent(form([]), '?alt=x'), FORM, means),
    take(sent('x'), FORM, means),
    take(sent('[]'), JSON_TYPE, means),
    take(sent('{"url":"https://example.org/"}'), JSON_TYPE, means),
  ])
  const plain = { alt: null, name: null, sizes: [], card: null }
  const read = await Promise.all([
    readTaken({ ...plain, bytes: GIF, sizes: [GIF, GIF], card: GIF }, means),
    readTaken({ ...plain, bytes: GIF, sizes: [bytesOf('x'.repeat(64))], card: bytesOf('') }, means),
  ])
  return [...took, ...read].flatMap((one) =>
    'faults' in one ? one.faults.map(({ detail }) => detail) : [],
  )
}

/** Slugs that no address can have. */
export const ofSlugs = () =>
  ['A B', '字'.repeat(40)].flatMap((slug) => {
    const fault = slugFault(slug, 200)
    return fault ? [`slug in the address ${fault}`, `slug ${fault}`] : []
  })

const FRONTS: unknown[] = [
  undefined,
  7,
  [{ id: 1 }, { id: 1, until: '2020-01-01T00:00:00Z' }, { id: 'x' }, { id: 0 }],
  Array.from({ length: 9 }, (_, i) => ({ id: i + 1 })),
]

/** Articles that cannot stand at a front. */
export const ofFronts = () => [
  ...faultsOf(frontInput(NOW), FRONTS),
  ...faultsOfFront(
    (['missing', 'not-published', 'twice', 'in-another-section'] as const).map((why, at) => ({
      at,
      why,
    })),
    'id',
  ).map(({ detail }) => detail),
]
