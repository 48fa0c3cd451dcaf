/** Articles that are refused, or not kept as they are. Nothing sent holds three words of English in a row. */
import type { Format } from '../../../../src/articles/article'
import { renderBody } from '../../../../src/articles/body/render'
import { check } from '../../../../src/editing/saving/check'
import { decide, propose } from '../../../../src/editing/saving/decide'
import { notesOf } from '../../../../src/editing/saving/notes'
import { siteOf } from '../../../../src/site'

const site = siteOf({
  SITE_URL: 'https://news.test',
  SITE_NAME: '前线',
  SITE_DESCRIPTION: '',
  SITE_LANGUAGE: 'zh-CN',
  SITE_TIME_ZONE: 'Asia/Shanghai',
  SITE_EMBEDS: 'https://player.example',
  SITEMAP_CAPACITY: '100',
})

const NOW = Date.parse('2026-11-26T00:00:00Z') / 1000

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
  isProgram: false,
}

/** What only the database can tell of a document, and what it becomes. */
export function ofDecisions(): string[] {
  const editor = {
    ...EDITOR,
    scopes: ['articles:write' as const, 'articles:publish' as const],
  }
  const scene = { site, editor, now: NOW }
  const section = { id: 1, slug: 'news', name: '新闻' } as never
  const picture = { ...DOCUMENT, body: `![](picture:${HASH})`, lead: { picture: HASH }, card: HASH }
  const silent = new Map([[HASH, { hash: HASH, alt: null, files: [SIZE] } as never]])
  const known = {
    section,
    id: 1,
    ownerOf: () => null,
    formerOwnerOf: () => null,
    left: 0,
    pictures: new Map(),
  }
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
