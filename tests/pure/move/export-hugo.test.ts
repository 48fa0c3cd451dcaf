/** A newsroom as a folder for Hugo: every field where Hugo looks for it, and every file in its place. */
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'smol-toml'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Host, hashOf, json, problem, runCommand } from '../commands/host.ts'

const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
const PNG = Buffer.from('\x89PNG\r\n\x1a\n----', 'latin1')
const [FERRY, CARD] = [hashOf(JPEG), hashOf(PNG)]
const FILES: Record<string, Buffer> = { [FERRY]: JPEG, [CARD]: PNG }

const ARTICLE = {
  type: 'article',
  id: 7,
  revision: 3,
  editor: 'zhang',
  title: '停水"通知": # 一',
  section: 'news',
  slug: '停水通知',
  status: 'published',
  format: 'markdown',
  body: `正文{社|shè}\n\n![](picture:${FERRY} "清晨")`,
  keywords: ['水', '公告 牌'],
  summary: '今晚停水。',
  author: '张三',
  language: 'zh-CN',
  source: { name: '临江日报', url: 'https://daily.example.com/1' },
  publishedAt: '2024-07-13T16:30:00Z',
  publishAt: null,
  origin: { system: 'wordpress', id: '123' },
  lead: { picture: FERRY, alt: null, caption: '码头' },
  card: CARD,
  retiredSlugs: ['旧通知'],
  formerAddresses: ['/2019/05/标题', '/a.html', '/?p=123', '/%D6%D0.html'],
  wasPublic: true,
  createdAt: '2024-07-13T05:00:00Z',
  updatedAt: '2024-07-14T05:51:02Z',
}
const PLAIN = {
  ...ARTICLE,
  body: '正文',
  lead: null,
  card: null,
  origin: null,
  source: null,
  summary: null,
  author: null,
  retiredSlugs: [] as string[],
  formerAddresses: undefined as string[] | undefined,
}
const SECTIONS = [
  { type: 'section', slug: 'news', name: '业界动态', position: 1, description: '每天' },
  { type: 'section', slug: 'life', name: '社区 & 生活', position: 2, description: null },
]
const pictureLine = (hash: string, name: string) => ({
  type: 'picture',
  hash,
  alt: '一只渡船',
  name,
  createdAt: '2024-07-13T05:00:00Z',
  files: ['original'],
})

let host: Host
let folder: string
/** What the newsroom exports. */
let lines: object[]
let files: Record<string, Buffer>

beforeEach(async () => {
  host = new Host()
  await host.open()
  folder = mkdtempSync(join(tmpdir(), 'broadside-'))
  lines = [...SECTIONS, pictureLine(FERRY, 'ferry.jpg'), pictureLine(CARD, 'card.png'), ARTICLE]
  files = { ...FILES }
  host.also = ({ path }) => {
    if (path === '/feed.json') {
      const home = 'https://news.example.com/'
      return json({
        title: '临江新闻',
        home_page_url: home,
        description: '区里的事',
        language: 'zh-CN',
      })
    }
    if (path.startsWith('/api/export')) {
      const all = [...lines, { type: 'end', next: null }]
      const text = all.map((line) => `${JSON.stringify(line)}\n`).join('')
      return { status: 200, type: 'application/x-ndjson', text }
    }
    const bytes = files[path.split('/')[3] ?? '']
    return bytes
      ? { status: 200, type: 'application/octet-stream', text: bytes }
      : problem(404, 'Nothing there.')
  }
})

afterEach(() => {
  host.close()
  rmSync(folder, { recursive: true })
})

const at = (...path: string[]) => join(folder, 'site', ...path)
const read = (...path: string[]) => readFileSync(at(...path), 'utf8')
const run = (...args: string[]) =>
  runCommand(host, 'export', ['site', '--as', 'hugo', ...args], folder)
const exported = async (...articles: object[]) => {
  lines = [...SECTIONS, ...articles]
  expect(await run('--time-zone', 'Asia/Shanghai')).toMatchObject({ code: 0 })
}
const bundles = () =>
  globSync('content/articles/*/*/index.*', { cwd: at() })
    .map((path) => path.slice('content/articles/'.length))
    .sort()
/** A content file, taken apart. */
function content(path: string) {
  const [, head = '', body = ''] =
    /^\+\+\+\n([\s\S]*?)\+\+\+\n\n([\s\S]*)$/.exec(read('content/articles', path)) ?? []
  return { head: parse(head) as Record<string, unknown>, toml: head, body }
}

describe('an article', () => {
  test('has each of its fields where Hugo looks for it', async () => {
    expect(await run('--time-zone', 'Asia/Shanghai')).toMatchObject({ code: 0 })
    const { head, toml, body } = content('2024/停水通知/index.md')
    expect(head).toMatchObject({
      title: '停水"通知": # 一',
      draft: false,
      slug: '停水通知',
      url: '/articles/停水通知/',
      categories: ['业界动态'],
      tags: ['水', '公告 牌'],
      summary: '今晚停水。',
      author: '张三',
      aliases: ['/articles/旧通知/', '/2019/05/标题', '/a.html'],
      images: [`${CARD}.png`],
      cover: { image: `${FERRY}.jpg`, alt: '一只渡船', caption: '码头' },
      params: {
        id: 7,
        section: 'news',
        status: 'published',
        format: 'markdown',
        language: 'zh-CN',
        source: { name: '临江日报', url: 'https://daily.example.com/1' },
        origin: { system: 'wordpress', id: '123' },
        card: `${CARD}.png`,
        formerAddresses: ['/?p=123', '/%D6%D0.html'],
      },
      resources: [
        { src: `${FERRY}.jpg`, title: 'ferry.jpg', params: { alt: '一只渡船' } },
        { src: `${CARD}.png`, title: 'card.png', params: { alt: '一只渡船' } },
      ],
    })
    // A date of TOML with the site's offset, and not a text.
    expect(toml).toContain('\ndate = 2024-07-14T00:30:00+08:00\n')
    expect(toml).toContain('\nlastmod = 2024-07-14T13:51:02+08:00\n')
    expect(body).toBe(
      `正文<ruby>社<rp>(</rp><rt>shè</rt><rp>)</rp></ruby>\n\n![一只渡船](${FERRY}.jpg "清晨")\n`,
    )
    expect(readFileSync(at('content/articles/2024/停水通知', `${FERRY}.jpg`))).toEqual(JPEG)
    expect(readFileSync(at('content/articles/2024/停水通知', `${CARD}.png`))).toEqual(PNG)
  })

  test('leaves out what it has not', async () => {
    await exported(PLAIN)
    const { head } = content('2024/停水通知/index.md')
    expect(Object.keys(head).sort()).toEqual(
      ['title', 'date', 'lastmod', 'draft', 'slug', 'url', 'categories', 'tags', 'params'].sort(),
    )
    expect(head.params).toEqual({
      id: 7,
      section: 'news',
      status: 'published',
      format: 'markdown',
      language: 'zh-CN',
    })
  })

  test('is a file of the kind it was written in', async () => {
    await exported(
      { ...PLAIN, slug: 'a', format: 'html', body: '<p>{社|shè}</p>' },
      { ...PLAIN, slug: 'b', format: 'text', body: '# 一\n二' },
    )
    expect(bundles()).toEqual(['2024/a/index.html', '2024/b/index.md'])
    expect(content('2024/a/index.html').body).toBe('<p>{社|shè}</p>\n')
    expect(content('2024/b/index.md').body).toBe('\\# 一\\\n二\n')
  })

  test('that is a draft, planned or withdrawn is what it was', async () => {
    const never = { ...PLAIN, publishedAt: null }
    await exported(
      { ...never, slug: 'draft', status: 'draft' },
      { ...never, slug: 'planned', status: 'scheduled', publishAt: '2030-01-01T00:00:00Z' },
      {
        ...PLAIN,
        slug: 'gone',
        status: 'withdrawn',
        retiredSlugs: ['gone-too'],
        formerAddresses: ['/?p=9'],
      },
    )
    expect(bundles()).toEqual(['2024/draft/index.md', '2030/planned/index.md'])
    expect(content('2024/draft/index.md').head).toMatchObject({ draft: true })
    expect(content('2024/draft/index.md').head).not.toHaveProperty('date')
    const { toml } = content('2030/planned/index.md')
    expect(toml).toContain('\npublishDate = 2030-01-01T08:00:00+08:00\n')
    expect(toml).toContain('\ndraft = false\n')
    expect(read('gone.txt')).toBe('/articles/gone/\n/articles/gone-too/\n/?p=9\n')
  })

  test('has a folder whose name every disk takes, and no other place', async () => {
    const long = '很'.repeat(60)
    await exported(
      { ...PLAIN, id: 1, slug: long },
      { ...PLAIN, id: 2, slug: 'con' },
      { ...PLAIN, id: 3, slug: '../../../x' },
    )
    expect(bundles()).toEqual([
      '2024/---------x-3/index.md',
      '2024/con-2/index.md',
      `2024/${'很'.repeat(40)}-1/index.md`,
    ])
    expect(content(`2024/${'很'.repeat(40)}-1/index.md`).head.slug).toBe(long)
    expect(existsSync(join(folder, 'x'))).toBe(false)
  })

  test('whose picture is missing comes without it, and that is told', async () => {
    delete files[FERRY]
    const { code, said } = await run()
    expect(code).toBe(1)
    expect(said).toContain(`停水通知: picture ${FERRY} is not there: its address stays`)
    expect(said).toContain('site/pictures: 2 pictures, 1 files new, 0 there already, 1 missing.')
    const { head, body } = content('2024/停水通知/index.md')
    expect(head).not.toHaveProperty('cover')
    expect(body).toContain(`picture:${FERRY}`)
  })
})

describe('the site', () => {
  test('is set up as the newsroom is', async () => {
    expect((await run('--time-zone', 'Asia/Shanghai')).said).toContain(
      'site: 1 articles, 0 planned, 0 drafts; 0 withdrawn (gone.txt).',
    )
    expect(parse(read('hugo.toml'))).toMatchObject({
      baseURL: 'https://news.example.com/',
      title: '临江新闻',
      languageCode: 'zh-CN',
      timeZone: 'Asia/Shanghai',
      params: { description: '区里的事' },
      permalinks: { articles: '/articles/:slug/' },
      menus: {
        main: [
          { name: '业界动态', url: '/sections/news/', weight: 1 },
          { name: '社区 & 生活', url: '/sections/life/', weight: 2 },
        ],
      },
      markup: { goldmark: { renderer: { unsafe: true } } },
    })
    expect(read('content/categories/业界动态/_index.md')).toBe(
      '+++\ntitle = "业界动态"\nurl = "/sections/news/"\ndescription = "每天"\n+++\n',
    )
    expect(read('content/categories/life/_index.md')).toContain('title = "社区 & 生活"')
  })

  test('has as data what is no article', async () => {
    await exported(
      { type: 'front', list: 'home', articles: [{ article: '停水通知', until: null }] },
      { type: 'reading', word: '临江', pinyin: 'lín jiāng' },
      { type: 'reading', word: '厦门', pinyin: 'xià mén' },
      { type: 'address-rules', rules: [{ from: '/tag/:name', to: '/keywords/:name' }] },
    )
    const data = (name: string) => JSON.parse(read('data', `${name}.json`))
    expect(data('sections')).toEqual(SECTIONS.map(({ type, ...section }) => section))
    expect(data('fronts')).toEqual([
      { list: 'home', articles: [{ article: '停水通知', until: null }] },
    ])
    expect(data('readings')).toHaveLength(2)
    expect(data('address-rules')).toEqual([{ from: '/tag/:name', to: '/keywords/:name' }])
  })

  test('has the whole archive beside it, which an import takes', async () => {
    await run('--revisions')
    expect(host.requests.some(({ path }) => path.includes('revisions=true'))).toBe(true)
    const archive = read('archive.ndjson').trim().split('\n')
    expect(archive).toHaveLength(lines.length + 1)
    expect(JSON.parse(archive.at(-2) as string)).toEqual(ARTICLE)
    expect(readFileSync(at('pictures', FERRY, 'original'))).toEqual(JPEG)
    const again = await runCommand(
      host,
      'import',
      ['archive.ndjson', '--pictures', 'pictures'],
      at(),
    )
    expect(again.said).not.toMatch(/is not there|is not the picture/)
  })

  test('is for its owner alone to read', async () => {
    await run()
    for (const path of globSync('**', { cwd: at() })) {
      const { mode } = statSync(at(path))
      expect([path, mode & 0o077]).toEqual([path, 0])
    }
  })
})

describe('once more', () => {
  test('it takes what is new and drops what is gone, and fetches no picture twice', async () => {
    await run()
    lines = [...lines.slice(0, -1), { ...PLAIN, slug: 'new' }]
    const { said } = await run()
    expect(said).toContain('2 pictures, 0 files new, 2 there already')
    expect(bundles()).toEqual(['2024/new/index.md'])
    expect(globSync('{,.}*', { cwd: at() }).sort()).toEqual([
      'README.txt',
      'archive.ndjson',
      'content',
      'data',
      'gone.txt',
      'hugo.toml',
      'pictures',
    ])
  })

  test('it leaves the setting up and what else people put there', async () => {
    await run()
    writeFileSync(at('hugo.toml'), 'theme = "a"')
    writeFileSync(at('content/about.md'), 'we')
    await run()
    expect([read('hugo.toml'), read('content/about.md')]).toEqual(['theme = "a"', 'we'])
  })

  test('it leaves what was there when the newsroom is out of reach', async () => {
    await run()
    host.always = (response) => response.writeHead(503).end('{}')
    expect(await run('--retries', '0')).toMatchObject({ code: 3 })
    expect(bundles()).toEqual(['2024/停水通知/index.md'])
  })
})

describe('it refuses', () => {
  test("a folder with somebody's site in it", async () => {
    mkdirSync(at('content'), { recursive: true })
    const { code, said } = await run()
    expect([code, said]).toEqual([
      2,
      'site: there is a site in it that this command did not make: name another folder\n',
    ])
  })

  test.each([
    [['--as', 'jekyll'], '--as must be hugo, not "jekyll"'],
    [['--since', '2026-01-01'], '--since goes with NDJSON only'],
    [['--pictures', 'x'], '--pictures is not needed with --as hugo'],
    [['--time-zone', 'Mars'], '--time-zone must be an IANA name like Asia/Shanghai, not "Mars"'],
  ])('%j', async (args, message) => {
    const { code, said } = await run(...args)
    expect(code).toBe(2)
    expect(said).toContain(message)
    expect(host.requests).toEqual([])
  })
})
