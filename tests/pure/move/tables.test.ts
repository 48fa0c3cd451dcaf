import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readMap } from '../../../scripts/move/tables/map.ts'
import { namedIn, openTable } from '../../../scripts/move/tables/table.ts'
import { given, optionsFor, pieceIn } from './read.ts'

const open = (name: string, map?: string, encoding?: string) =>
  openTable(optionsFor(`tables/${name}`, { map, encoding, timeZone: 'America/New_York' }))
const articles = async (name: string, map?: string, encoding?: string) =>
  given(await open(name, map, encoding))
const PLAIN = optionsFor('tables/plain.json').path

/** A file of these texts or bytes, for a test. */
function written(name: string, content: string | Uint8Array): string {
  const path = join(mkdtempSync(join(tmpdir(), 'table-')), name)
  writeFileSync(path, content)
  return path
}

describe('a table of 织梦', () => {
  test('comes as CSV with a byte order mark, line ends in values and quotation marks', async () => {
    const found = await articles('dedecms.csv', 'dedecms')
    expect(pieceIn(found, '12')).toEqual({
      id: '12',
      title: '渡船"复航"了',
      body: '<p>今天\n复航。</p><h2>第二天</h2><p>又停了。</p><p>尾声</p>',
      format: 'html',
      status: 'published',
      date: '2010-05-12T08:11:02+08:00',
      updatedAt: null,
      categories: [{ name: '本地新闻', slug: 'bendi' }],
      keywords: ['渡船', '码头', '风'],
      summary: '停了三天的渡船',
      author: 'admin',
      language: null,
      source: { name: '未知', url: null },
      slug: null,
      addresses: [
        '/a/bendi/2010/0512/12.html',
        '/a/bendi/2010/0512/12_2.html',
        '/a/bendi/2010/0512/12_3.html',
        '/plus/view.php?aid=12',
      ],
      lead: { picture: '/uploads/allimg/100512/1-1.jpg', alt: null, caption: null },
      file: null,
      notes: ['it stood on 3 pages, and is one text now'],
    })
  })

  test('says what it is, and where its old addresses lead', async () => {
    expect(await open('dedecms.csv', 'dedecms')).toMatchObject({
      software: '织梦',
      system: 'dedecms',
      site: null,
      rules: [{ from: '/plus/view.php?aid=:id', origin: 'dedecms' }],
    })
  })

  test('makes drafts of what waits and of what only members saw, and leaves the bin behind', async () => {
    const found = await articles('dedecms.csv', 'dedecms')
    expect(pieceIn(found, '13')).toMatchObject({ status: 'draft', source: { name: '网络' } })
    expect(pieceIn(found, '15')).toMatchObject({
      status: 'draft',
      notes: ['its arcrank is "10", which the map does not name: it is a draft'],
    })
    expect(found.dropped.get('14 删了的')).toBe('its arcrank is -2, which the map drops')
  })

  test('leaves rows behind that have no text or no date that can be read, with the line', async () => {
    const found = await articles('dedecms.csv', 'dedecms')
    expect(found.dropped.get('16 跳转')).toMatch(/^line \d+: it has no text$/)
    expect(found.dropped.get('17 坏日期')).toBe('line 8: pubdate: "昨天" is no date (unix)')
  })

  test('has no date where it says 0, no category where it says NULL, no address that it cannot know', async () => {
    const piece = pieceIn(await articles('dedecms.csv', 'dedecms'), '18')
    expect(piece).toMatchObject({
      date: null,
      categories: [],
      addresses: ['/plus/view.php?aid=18'],
    })
    expect(piece.notes).toEqual([
      'its pubdate says no date',
      'where it stood is not known: /a/bendi/{pinyin}.html',
    ])
  })

  test('is the same in gb18030, when that is said', async () => {
    const [plain, other] = [
      await articles('dedecms.csv', 'dedecms'),
      await articles('dedecms-gb18030.csv', 'dedecms', 'gb18030'),
    ]
    expect(other).toEqual(plain)
  })

  test('in gb18030 is refused, with the line, when nobody said so', async () => {
    await expect(open('dedecms-gb18030.csv', 'dedecms')).rejects.toThrow(
      /dedecms-gb18030\.csv:2: this is not UTF-8\. .*--encoding gb18030/,
    )
  })

  test('as mysql --batch writes it has its line ends, tabs, backslashes and quotation marks', async () => {
    const found = await articles('dedecms.tsv', 'dedecms')
    expect(pieceIn(found, '12').body).toBe(
      '<p>今天\n复航。</p><h2>第二天</h2><p>又停了。</p><p>尾声</p><p>C:\\new\t"引号</p>',
    )
    expect(pieceIn(found, '13').keywords).toEqual([])
  })
})

describe('a table of 帝国', () => {
  test('comes as CSV apart by semicolons, its ids apart from those of other tables', async () => {
    const found = await articles('empirecms.csv', 'empirecms')
    expect(pieceIn(found, 'news-7')).toMatchObject({
      title: '菜市场 & 码头',
      body: '<p>第一页</p><h2>价格</h2><p>第二页</p><p>第三页</p>',
      date: '2014-05-14T00:53:20+08:00',
      updatedAt: '2014-05-14T01:53:20+08:00',
      categories: [{ name: '民生', slug: 'minsheng' }],
      source: { name: '晚报', url: 'https://www.example.com/1' },
      addresses: [
        '/news/minsheng/2014-05-13/7.html',
        '/news/minsheng/2014-05-13/7_2.html',
        '/news/minsheng/2014-05-13/7_3.html',
        '/e/action/ShowInfo.php?classid=3&id=7',
      ],
    })
  })

  test('has addresses without the host, each once, and drafts of what was not approved', async () => {
    expect(pieceIn(await articles('empirecms.csv', 'empirecms'), 'news-8')).toMatchObject({
      status: 'draft',
      updatedAt: null,
      addresses: ['/e/action/ShowInfo.php?classid=3&id=8'],
    })
  })
})

describe('a table with a map of one’s own', () => {
  test.each(['rows.json', 'rows.ndjson', 'navicat.json', 'phpmyadmin.json'])(
    'is read from %s',
    async (name) => {
      const found = await articles(name, PLAIN)
      expect([...found.pieces.keys()]).toEqual(['1', '2'])
      expect(pieceIn(found, '1')).toMatchObject({
        title: '一',
        body: '文 "引"',
        format: 'markdown',
        date: '2016-09-09T04:11:13-04:00',
        updatedAt: '2016-09-08T16:11:13-04:00',
        keywords: ['甲', '乙'],
        source: { name: '晨报', url: 'https://paper.example.org/1' },
        language: 'zh-CN',
        slug: 'yi',
        addresses: ['/2016/0909/yi.html', '/show.asp?id=1'],
        notes: [],
      })
      expect(pieceIn(found, '2')).toMatchObject({
        date: null,
        source: null,
        addresses: ['/show.asp?id=2'],
        notes: ['its at says no date'],
      })
    },
  )

  test('leaves behind what is no row, and says where', async () => {
    expect((await articles('rows.json', PLAIN)).dropped.get('row 3')).toMatch(/must be an object/)
    expect((await articles('rows.ndjson', PLAIN)).dropped.get('line 3')).toMatch(/no JSON/)
  })

  test('takes the site from the map, unless the person says another', async () => {
    expect((await open('rows.json', PLAIN)).site).toBe('https://old.example.net')
  })

  test('is read again for each run', async () => {
    const source = await open('rows.json', PLAIN)
    expect((await given(source)).pieces.size).toBe(2)
    expect((await given(source)).pieces.size).toBe(2)
  })
})

describe.each(['dedecms', 'empirecms'])('the query that goes with the map %s', (name) => {
  const maps = join(import.meta.dirname, '../../../scripts/move/maps')
  const sql = readFileSync(join(maps, `${name}.sql`), 'utf8').replace(/^--.*$/gm, '')

  test('selects every column that the map names', () => {
    const { map } = readMap(name)
    expect(map.system).toBe(name)
    const [, list = ''] = /SELECT([\s\S]*?)\nFROM/.exec(sql) ?? []
    for (const column of namedIn(map)) {
      expect(list).toMatch(new RegExp(`(?:AS |[a-z]\\.)${column}(?:,|\\s|$)`))
    }
  })
})

describe('what is wrong with a table', () => {
  const withMap = (change: object) =>
    written(
      'map.json',
      JSON.stringify({ id: 'no', title: 'headline', body: { column: 'text' }, ...change }),
    )
  const table = (content: string | Uint8Array, name = 'table.csv') =>
    openTable({ ...optionsFor('tables'), path: written(name, content), name, map: withMap({}) })

  test('is said before anything is read: that there is no map', async () => {
    await expect(open('rows.json')).rejects.toThrow(/--map dedecms or --map empirecms/)
    await expect(open('rows.json', 'other')).rejects.toThrow(/ready are dedecms, empirecms/)
  })

  test('is said by the map and the column that is missing', async () => {
    await expect(open('rows.json', 'dedecms')).rejects.toThrow(
      /rows\.json has no column title, body, .*, which dedecms names; it has no, headline/,
    )
  })

  test.each([
    [{ tilte: 'x' }, /a map has no tilte/],
    [{ body: { column: 'text', foramt: 'html' } }, /a map has no body\.foramt/],
    [{ title: 5 }, /title: /],
    [{ date: { column: 'at', as: 'seconds' } }, /date\.as: /],
    [{ addresses: ['/{at:YYYY}'] }, /\{at:YYYY\} has to name one of yyyy/],
    [{ timeZone: 'Beijing' }, /there is none called Beijing/],
  ])('is said by the field of the map: %j', async (change, fault) => {
    await expect(open('rows.json', withMap(change))).rejects.toThrow(fault)
  })

  test('is said by the line where a row has more or fewer values, and the others come', async () => {
    const found = await given(await table('no,headline,text\n1,a,b\n2,c\n3,e,f\n'))
    expect([...found.pieces.keys()]).toEqual(['1', '3'])
    expect(found.dropped.get('line 3')).toBe('it has 2 values, and the first line names 3')
  })

  test('is said by the line where a quotation mark is not closed', async () => {
    const source = await table('no,headline,text\n1,a,b\n2,"c,d\n3,e,f\n')
    await expect(given(source)).rejects.toThrow(/^table\.csv:3: .*a quotation mark is not closed/)
  })

  test('is said where a stray byte stands, however far down', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `${i},题${i},文\n`).join('')
    const bytes = Buffer.concat([
      Buffer.from(`no,headline,text\n${rows}x,`),
      Buffer.from([0xc1, 0xf4]),
    ])
    const source = await table(bytes)
    await expect(given(source)).rejects.toThrow(/^table\.csv:20002: this is not UTF-8/)
  })

  test('is said where JSON breaks off or is none', async () => {
    const row = '{"no":1,"headline":"a","text":"b"}'
    await expect(given(await table(`[${row},`, 'a.json'))).rejects.toThrow(/the JSON breaks off/)
    await expect(given(await table(`[${row},\n\n%]`, 'a.json'))).rejects.toThrow(
      /^a\.json:3: this is no JSON: Unexpected "%"/,
    )
  })

  test.each(['', '  \n'])('is said of an empty file: %j', async (content) => {
    await expect(table(content)).rejects.toThrow(/the file is empty/)
  })

  test('is said where two columns have one name', async () => {
    await expect(table('no,text,headline,text\n1,2,3,4\n')).rejects.toThrow(
      /two columns are called "text"/,
    )
  })
})
