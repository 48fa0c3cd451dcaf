import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { summary } from '../../../scripts/move/summary.ts'
import { moves, Newsroom, piece, site, tries } from './newsroom.ts'

let to: Newsroom

beforeEach(async () => {
  vi.spyOn(console, 'log').mockImplementation(() => {})
  vi.spyOn(console, 'error').mockImplementation(() => {})
  vi.spyOn(process.stdout, 'write').mockImplementation(() => true)
  to = await new Newsroom().open()
})

afterEach(() => {
  vi.restoreAllMocks()
  to.close()
})

const category = (name: string, slug: string | null = null) => ({ name, slug })
const many = (n: number) => Array.from({ length: n }, (_, i) => piece(String(i + 1)))
/** Requests are answered until the nth, which finds nobody. */
const breaksAt = (n: number, isCarriedOut = false) => {
  const failure = (response: { destroy(): void }) => response.destroy()
  to.host.failures = [...Array(n).fill(undefined), { failure, isCarriedOut }] as never
}

describe('a dry run', () => {
  test('sends nothing that writes, and says what would come', async () => {
    const report = await tries(to, site(many(3), { rules: [{ from: '/feed', to: '/feed.xml' }] }))
    expect(to.writes).toEqual([])
    expect(report.told.statuses).toEqual(new Map([['published', 3]]))
    expect(to.file('report.md')).toContain('A dry run: nothing was sent.')
    expect(readdirSync(join(to.folder, 'old.move')).sort()).toEqual(['addresses.csv', 'report.md'])
  })

  test('lists where each old address would lead, and leaves open what the newsroom will choose', async () => {
    const rules = [{ from: '/tag/*', to: '/keywords/*' }]
    await tries(to, site([piece('1'), piece('2', { slug: null })], { rules }))
    expect(to.file('addresses.csv')).toBe(
      'old,new,how\n/2019/05/post-1/,/articles/post-1,article\n/2019/05/post-2/,?,article\n/tag/*,/keywords/*,rule\n',
    )
  })

  test('does without a newsroom, and says so', async () => {
    to.host.close()
    const report = await tries(to, site(many(1)))
    expect(summary(report).join('\n')).toContain('which of them there are was not asked')
  })

  test('tells of articles without a section; doing it is refused then, before anything is sent', async () => {
    const report = await tries(to, site(many(2)), { section: undefined })
    expect(summary(report)).toContain('WITHOUT A SECTION: 2 articles; say one with --section SLUG')
    to.host.requests = []
    const doing = moves(to, site(many(2)), { section: undefined })
    await expect(doing).rejects.toMatchObject({ exit: 2, message: /--section SLUG/ })
    expect(to.host.requests).toEqual([])
  })

  test('sums up in thirty lines at most, whatever there is', async () => {
    const found = Array.from({ length: 2_000 }, (_, i) => ({
      ...{ kind: 'dropped' as const, what: `kind ${i % 60}`, name: `${i}`, why: `reason ${i}` },
    }))
    const pieces = Array.from({ length: 150 }, (_, i) =>
      piece(`${i}`, { categories: [category(`c${i}`)], notes: [`note ${'x'.repeat(i)}`] }),
    )
    const report = await tries(to, site([...found, ...pieces]))
    expect(summary(report).length).toBeLessThanOrEqual(30)
  })
})

test('what stays behind is named, a thousand of a kind, and the rest is counted', async () => {
  const found = Array.from({ length: 1_200 }, (_, i) => ({
    ...{
      kind: 'dropped' as const,
      what: 'comment',
      name: `from reader-${i}.`,
      why: 'there are none',
    },
  }))
  await tries(to, site(found))
  const report = to.file('report.md')
  expect(report).toContain('**comment**: 1200')
  expect(report.match(/from reader-/g)).toHaveLength(1_000)
  expect(report).toContain('- and 200 more')
})

test('all files are for their owner alone', async () => {
  await moves(to, site(many(1)))
  const folder = join(to.folder, 'old.move')
  expect(statSync(folder).mode & 0o077).toBe(0)
  for (const name of readdirSync(folder)) {
    expect(statSync(join(folder, name)).mode & 0o077, name).toBe(0)
  }
})

describe('a move', () => {
  test('brings articles with where they come from, their dates and their old addresses', async () => {
    const one = piece('1', {
      addresses: ['/2019/05/标题/', '/?p=1'],
      updatedAt: '2020-01-02T00:00:00Z',
    })
    const report = await moves(to, site([one]))
    expect(to.line('1')).toMatchObject({
      ...{ section: 'news', status: 'published', slug: 'post-1' },
      ...{ publishedAt: '2019-05-01T00:00:00Z', createdAt: '2019-05-01T00:00:00Z' },
      ...{ updatedAt: '2020-01-02T00:00:00Z', formerAddresses: ['/2019/05/标题/', '/?p=1'] },
      origin: { system: 'oldpress', id: '1' },
    })
    expect(report.outcome).toMatchObject({ created: 1, same: 0 })
  })

  test('lists the addresses that articles really got', async () => {
    await moves(to, site([piece('1', { slug: '标题' }), piece('2', { slug: null })]))
    expect(to.file('addresses.csv')).toBe(
      'old,new,how\n/2019/05/post-1/,/articles/标题,article\n/2019/05/post-2/,/articles/made-2,article\n',
    )
  })

  test('run twice changes nothing, and run again with a changed site changes only that', async () => {
    await moves(to, site(many(30)))
    await moves(to, site(many(30)))
    expect([...to.articles.values()].map(({ writes }) => writes)).toEqual(Array(30).fill(1))
    const changed = many(30).map((one) => (one.id === '7' ? { ...one, title: '改' } : one))
    const report = await moves(to, site(changed))
    expect(report.outcome).toMatchObject({ created: 0, same: 30 })
    const writes = [...to.articles].filter(([, one]) => one.writes > 1).map(([id]) => id)
    expect(writes).toEqual(['7'])
  })

  test('broken off at any request, it goes on, and stores each once', async () => {
    const old = () => {
      const rules = [{ from: '/feed', to: '/feed.xml' }]
      const pieces = many(25).map((one) => ({ ...one, categories: [category('要闻')] }))
      return site(pieces, { rules })
    }
    await moves(to, old(), {}, 10)
    const asked = to.host.requests.length
    expect(asked).toBeGreaterThanOrEqual(7)
    for (let n = 0; n < asked; n++) {
      for (const isCarriedOut of [false, true]) {
        to.close()
        to = await new Newsroom().open()
        breaksAt(n, isCarriedOut)
        await expect(moves(to, old(), {}, 10), `request ${n}`).rejects.toMatchObject({ exit: 3 })
        const before = to.host.requests.length
        await moves(to, old(), {}, 10)
        expect([...to.articles.values()].map(({ writes }) => writes)).toEqual(Array(25).fill(1))
        expect(to.file('addresses.csv').match(/\/2019\//g)).toHaveLength(25)
        expect(to.rules).toHaveLength(1)
        expect(to.host.requests.length - before, 'no more than from the start').toBeLessThanOrEqual(
          asked,
        )
      }
    }
  }, 60_000)

  test('broken off at one newsroom, it begins anew at another', async () => {
    breaksAt(3)
    await expect(moves(to, site(many(25)), {}, 10)).rejects.toMatchObject({ exit: 3 })
    const url = to.host.url
    to.host.close()
    await to.host.open()
    expect(to.host.url).not.toBe(url)
    to.articles.clear()
    await moves(to, site(many(25)), {}, 10)
    expect(to.articles.size).toBe(25)
  })

  test('of a site that changed after a break begins anew, and brings what it is now', async () => {
    breaksAt(3)
    await expect(moves(to, site(many(25)), {}, 10)).rejects.toMatchObject({ exit: 3 })
    await moves(to, site(many(25).map((one) => ({ ...one, title: '改' }))), {}, 10)
    expect([...to.articles.values()].every(({ line }) => line.title === '改')).toBe(true)
  })

  test('tells what the newsroom refuses, with the title and why, and leaves its line', async () => {
    const pieces = [piece('1'), piece('2', { title: '不行' })]
    to.refused.add('2')
    const report = await moves(to, site(pieces))
    expect(report.outcome?.refused.total()).toBe(1)
    expect(to.file('report.md')).toMatch(/not here:\n {2}- line 2: 不行/)
    expect(to.file('lines.ndjson.rejected').split('\n').filter(Boolean)).toHaveLength(1)
    expect(to.file('addresses.csv')).toContain(
      '/2019/05/post-2/,,not possible: the article was refused',
    )
  })

  test('brings an article whose slug or old address is another’s here, without it', async () => {
    await moves(to, site([piece('1', { addresses: ['/a/', '/b/'] })]), { system: 'other' })
    const report = await moves(
      to,
      site([piece('2', { slug: 'post-1', addresses: ['/a/', '/c/'] })]),
    )
    expect(to.line('2')).toMatchObject({ slug: 'made-2', formerAddresses: ['/c/'] })
    expect(report.outcome?.refused.total()).toBe(0)
    expect(report.outcome?.noted.total()).toBe(2)
    expect(to.file('addresses.csv')).toContain('/a/,,not possible: it leads to another article')
  })
})

describe('what was public and has no date', () => {
  test('stays public, with that of the one before it', async () => {
    await moves(
      to,
      site([piece('1', { date: '2019-01-01T00:00:00Z' }), piece('2', { date: null })]),
    )
    const dated = { status: 'published', publishedAt: '2019-01-01T00:00:00Z', wasPublic: true }
    expect(to.line('2')).toMatchObject(dated)
    expect(to.file('report.md')).toContain('that of the one before it stands for it')
  })

  test('is as new as the day on which it comes where there is none', async () => {
    await moves(to, site([piece('1', { date: null })]))
    expect(to.line('1')).toMatchObject({ status: 'published', wasPublic: true })
    expect(to.line('1')).not.toHaveProperty('publishedAt')
  })
})

describe('what was not public', () => {
  test.each([
    ['a draft', { status: 'draft' as const }],
    [
      'a draft with a date of publication',
      { status: 'draft' as const, date: '2019-01-01T00:00:00Z' },
    ],
    ['what was planned without a date', { status: 'scheduled' as const, date: null }],
  ])('%s comes as a draft, without dates that publish it', async (_, more) => {
    await moves(to, site([piece('1', more)]))
    expect(to.line('1')).toMatchObject({ status: 'draft' })
    expect(to.line('1')).not.toHaveProperty('publishedAt')
    expect(to.line('1')).not.toHaveProperty('publishAt')
  })

  test('has no old address that a check would ask for', async () => {
    await moves(to, site([piece('1', { status: 'draft', addresses: ['/old/'] })]))
    expect(to.line('1')).toMatchObject({ formerAddresses: ['/old/'], wasPublic: false })
    expect(to.file('addresses.csv')).toMatch(/^\/old\/,[^,]*,"article, not public"$/m)
  })

  test('stays behind with --no-drafts, and is named', async () => {
    await moves(to, site([piece('1', { status: 'draft', title: '草稿' }), piece('2')]), {
      'no-drafts': true,
    })
    expect([...to.articles.keys()]).toEqual(['2'])
    expect(to.file('report.md')).toMatch(/\*\*draft\*\*: 1\n[\s\S]*草稿/)
  })

  test.each([
    [
      'scheduled',
      '2030-01-01T00:00:00Z',
      { status: 'scheduled', publishAt: '2030-01-01T00:00:00Z' },
    ],
    [
      'published',
      '2030-01-01T00:00:00Z',
      { status: 'scheduled', publishAt: '2030-01-01T00:00:00Z' },
    ],
    [
      'scheduled',
      '2020-01-01T00:00:00Z',
      { status: 'published', publishedAt: '2020-01-01T00:00:00Z' },
    ],
  ] as const)('%s for %s is %j', async (status, date, line) => {
    await moves(to, site([piece('1', { status, date })]))
    expect(to.line('1')).toMatchObject(line)
  })

  test('public without a date, it has that of its last change, which is told', async () => {
    await moves(to, site([piece('1', { date: null, updatedAt: '2018-02-03T04:05:06Z' })]))
    expect(to.line('1')).toMatchObject({ status: 'published', publishedAt: '2018-02-03T04:05:06Z' })
    expect(to.file('report.md')).toContain('that of its last change stands for it')
  })
})

describe('sections', () => {
  test('are made where they are not there, and those that are keep their names', async () => {
    const categories = [category('要闻', 'news'), category('社区 公告'), category('Local News')]
    await moves(to, site(categories.map((one, i) => piece(String(i), { categories: [one] }))))
    expect([...to.sections]).toEqual([
      ['news', '新闻'],
      ['社区-公告', '社区 公告'],
      ['local-news', 'Local News'],
    ])
    expect(to.line('1')).toMatchObject({ section: '社区-公告' })
    expect(to.file('report.md')).toMatch(/要闻 \| news \|.*is there/)
    expect(to.file('report.md')).toMatch(/Local News \| local-news \|.*is made/)
  })

  test('that would have one slug are told apart, alike in each run', async () => {
    const old = site(
      ['News!', 'news', 'NEWS'].map((name, i) => piece(`${i}`, { categories: [category(name)] })),
    )
    await moves(to, old)
    await moves(to, old)
    expect([...to.sections.keys()]).toEqual(['news', 'news-2', 'news-3'])
    expect(['0', '1', '2'].map((id) => to.line(id)?.section)).toEqual(['news', 'news-2', 'news-3'])
  })

  test('are as the map says, by slug or name; further categories are keywords', async () => {
    const { writeFileSync } = await import('node:fs')
    const map = join(to.folder, 'map.json')
    writeFileSync(map, JSON.stringify({ 随笔: null, 'old-slug': 'news', 公告: 'notices' }))
    const categories = [category('随笔'), category('要闻', 'old-slug'), category('公告')]
    await moves(to, site([piece('1', { categories, keywords: ['公告', '水'] })]), { sections: map })
    expect(to.line('1')).toMatchObject({ section: 'news', keywords: ['随笔', '公告', '水'] })
    await moves(to, site([piece('2', { categories: [category('公告')] })]), { sections: map })
    expect(to.sections.get('notices')).toBe('公告')
  })

  test('that may not be made end the move before any article is sent', async () => {
    to.maySetSections = false
    const old = site([piece('1', { categories: [category('要闻')] })])
    await expect(moves(to, old)).rejects.toMatchObject({ exit: 1, message: /要闻/ })
    expect(to.articles.size).toBe(0)
  })

  test('that are more than a newsroom may have end it before anything is sent', async () => {
    const pieces = Array.from({ length: 120 }, (_, i) =>
      piece(`${i}`, { categories: [category(`c${i}`)] }),
    )
    await expect(moves(to, site(pieces))).rejects.toMatchObject({ message: /--sections MAP.json/ })
    expect(to.writes).toEqual([])
  })
})

describe('rules', () => {
  const rules = [
    { from: '/feed', to: '/feed.xml' },
    { from: '/old', gone: true as const },
  ]

  test('are put behind those there are, and no other is changed', async () => {
    to.rules = [{ from: '/feed', to: '/atom.xml' }]
    const { rulesBrought } = await moves(to, site(many(1), { rules }))
    expect(to.rules).toEqual([
      { from: '/feed', to: '/atom.xml' },
      { from: '/old', gone: true },
    ])
    expect(rulesBrought).toEqual({ added: 1, kept: 1, why: null })
  })

  test('that are there already are not set again', async () => {
    await moves(to, site(many(1), { rules }))
    await moves(to, site(many(1), { rules }))
    expect(to.writes.filter(({ method }) => method === 'PUT')).toHaveLength(1)
  })

  test('somebody else is changing meanwhile are merged with what they are then', async () => {
    let faster = 2
    to.beforeRules = () => {
      if (faster-- <= 0) return
      to.rules = [...to.rules, { from: `/other-${faster}`, gone: true }]
      to.version++
    }
    await moves(to, site(many(1), { rules }))
    expect(to.rules.map(({ from }) => from)).toEqual(['/other-1', '/other-0', '/feed', '/old'])
  })

  test('that are like the same addresses as one there is, under other names, are not added', async () => {
    to.rules = [{ from: '/tag/:name', to: '/keywords/:name' }]
    const same = [
      { from: '/tag/:tag/', to: '/keywords/:tag' },
      { from: '/?p=:id', origin: 'oldpress' },
    ]
    await moves(to, site(many(1), { rules: same }), { system: 'paper' })
    expect(to.rules).toEqual([
      { from: '/tag/:name', to: '/keywords/:name' },
      { from: '/?p=:id', origin: 'paper' },
    ])
  })

  test('that the key may not set are told of, and the articles come', async () => {
    to.maySetRules = false
    const report = await moves(to, site(many(1), { rules }))
    expect(report.rulesBrought?.why).toContain('The key lacks a scope.')
    expect(to.articles.size).toBe(1)
    expect(to.file('report.md')).toContain('The key lacks a scope.')
  })
})

test('an old site without articles moves too', async () => {
  const report = await moves(to, site([{ kind: 'note', text: 'nothing was in it' }]))
  expect(report.outcome).toMatchObject({ created: 0, same: 0 })
  expect(existsSync(join(to.folder, 'old.move', 'lines.ndjson.progress'))).toBe(false)
  expect(to.file('report.md')).toContain('nothing was in it')
})
