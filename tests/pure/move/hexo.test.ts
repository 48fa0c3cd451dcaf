import { beforeAll, describe, expect, test } from 'vitest'
import { openHexo } from '../../../scripts/move/folders/hexo.ts'
import { kindOfFolder } from '../../../scripts/move/folders/kind.ts'
import type { Source } from '../../../scripts/move/source.ts'
import { type Given, given, optionsFor, pieceIn } from './read.ts'

describe('a site made with Hexo', () => {
  let source: Source
  let sea: Given
  const post = (name: string) => pieceIn(sea, `source/_posts/${name}.md`)
  beforeAll(async () => {
    // The site's own time zone comes first.
    source = await openHexo(optionsFor('hexo/sea', { timeZone: 'America/New_York' }))
    sea = await given(source)
  })

  test('is known by its settings and its posts', () => {
    expect(kindOfFolder(optionsFor('hexo/sea').path)).toBe('hexo')
    expect(source).toMatchObject({
      software: 'Hexo',
      system: 'hexo',
      site: 'https://haibian.example.net',
    })
  })

  test('says where its tags, categories and archives lead, below its root', () => {
    expect(source.rules).toEqual([
      { from: '/blog/tags/:name', to: '/keywords/:name' },
      { from: '/blog/categories/:name', to: '/sections/:name' },
      { from: '/blog/archives', to: '/archive' },
    ])
  })

  test('has dates by the clocks of its own time zone', () => {
    expect(post('海边的一天')).toMatchObject({
      date: '2016-09-09T04:11:13+08:00',
      updatedAt: '2016-09-10T08:00:00+08:00',
    })
  })

  test('gives the old address of a post by its permalink, and those that its head names', () => {
    expect(post('海边的一天').addresses).toEqual([
      '/blog/2016/9/09/海边的一天/',
      '/blog/old/sea.html',
    ])
    expect(post('2017/新年').addresses).toEqual(['/blog/happy/new-year.html'])
  })

  test('showed a date with an offset by what it is in UTC: the address has that, the article the moment', () => {
    expect(post('有时区')).toMatchObject({
      date: '2018-03-01T01:00:00+08:00',
      addresses: ['/blog/2018/2/28/有时区/'],
    })
  })

  test('has categories below each other: the top one comes first', () => {
    expect(post('海边的一天').categories).toEqual([
      { name: '生活', slug: 'life' },
      { name: '随笔', slug: 'life/essays' },
    ])
    expect(post('没有横线的头').categories.map(({ name }) => name)).toEqual([
      '生活',
      '随笔',
      '新闻',
    ])
  })

  test('has tags as a list or a word, and a year is one', () => {
    expect(post('海边的一天').keywords).toEqual(['海', '2016'])
    expect(post('分号的头').keywords).toEqual(['一个'])
  })

  test('may leave out the line above a head, and a line between paragraphs stays', () => {
    expect(post('没有横线的头')).toMatchObject({
      title: '没有横线的头',
      date: '2019-12-31T23:30:00+08:00',
      body: '正文\n\n---\n\n第二段',
    })
  })

  test('may have a head of JSON that ends with semicolons', () => {
    expect(post('分号的头')).toMatchObject({ date: '2018-01-02T03:04:05+08:00', body: '正文' })
  })

  test('has a title with a colon read as it is written, tabs as blanks, and the last of two fields', () => {
    expect(post('2015-05-06-没有日期')).toMatchObject({
      title: '通知: 停水',
      keywords: ['停水', '通知'],
    })
    expect(post('2015-05-06-没有日期').notes).toEqual([
      'line 2: title is no YAML without quotation marks, and was read as it is written: 通知: 停水',
      'tags stands in the head twice; the last was taken',
      expect.stringMatching(/that in its file’s name was taken$/),
      expect.stringMatching(/^where it stood is not known: .* :year /),
    ])
  })

  test('leaves a head behind that cannot be read, with the reason and the line', () => {
    expect(sea.dropped.get('source/_posts/坏头.md')).toMatch(/^line [34]: /)
  })

  test('takes no date from a file that says none, but from its name', () => {
    expect(post('2015-05-06-没有日期').date).toBe('2015-05-06T00:00:00+08:00')
    expect(post('无日期')).toMatchObject({ date: null, addresses: [] })
    expect(post('无日期').notes[0]).toMatch(/^its head says no date/)
  })

  test('makes drafts of what readers could not see, and says why', () => {
    const draft = pieceIn(sea, 'source/_drafts/草稿.md')
    expect(draft).toMatchObject({ status: 'draft', addresses: [] })
    expect(draft.notes).toEqual(['it stood among the drafts: it is a draft'])
    expect(post('锁上')).toMatchObject({ status: 'draft' })
    expect(post('锁着')).toMatchObject({ status: 'draft' })
    expect(post('锁着').notes).toEqual([expect.stringMatching(/locked with a password/)])
  })

  test('schedules what is still to come', () => {
    expect(post('明天')).toMatchObject({ status: 'scheduled', date: '2999-01-01T08:00:00+08:00' })
    expect(post('明天').notes).toEqual([expect.stringMatching(/though the old site showed it/)])
  })

  test('has pages outside of its posts, and leaves behind those that the theme filled', () => {
    const about = pieceIn(sea, 'source/about/index.md')
    expect(about).toMatchObject({ title: '关于', slug: 'about', addresses: ['/blog/about/'] })
    expect(about.notes).toEqual(['it was a page outside of the posts'])
    expect(sea.dropped.get('source/tags/index.md')).toMatch(/the theme filled it \(tags\)/)
  })

  test('is not looked for in themes and data', () => {
    expect([...sea.pieces.keys(), ...sea.dropped.keys()].join()).not.toMatch(/themes|_data/)
  })

  describe('in the text of a post', () => {
    const body = () => post('海边的一天').body

    test('pictures are named by their paths from the file, wherever they lay', () => {
      expect(body()).toContain('![一朵浪花](海边的一天/浪.png "一朵浪花")')
      expect(body()).toContain('![码头](../images/dock.png "清晨的码头")')
      expect(body()).toContain('![还有](../images/a%20b.png)')
      expect(post('海边的一天').lead?.picture).toBe('../images/dock.png')
    })

    test('a picture that is not there stays, and is noted', () => {
      expect(body()).toContain('![没有](/images/none.png)')
      expect(post('海边的一天').notes).toContain(
        'the picture /images/none.png is not in the folder',
      )
    })

    test('links to other posts lead to where those stood', () => {
      expect(body()).toContain('[没有横线的头](/blog/2019/12/31/没有横线的头/)')
      expect(body()).toContain('[新年快乐](/blog/happy/new-year.html)')
      expect(post('海边的一天').notes).toContain(
        'it links to the post 不在, which is not there: its text stayed',
      )
    })

    test('tags become what they meant, and others go with a note', () => {
      expect(body()).toContain("```js\nconst tag = '{% raw %}'\n```")
      expect(body()).toContain('> 希望本无所谓有，无所谓无的。\n>\n> —— 鲁迅, 故乡')
      expect(body()).toContain('](https://www.youtube.com/watch?v=dQw4w9WgXcQ)')
      expect(body()).toContain('提示里的字')
      expect(body()).not.toContain('{% note')
      expect(post('海边的一天').notes).toContain(
        'tags of Hexo that mean nothing here went, their text stayed: note',
      )
    })

    test('tags in code stay, and the divider goes', () => {
      expect(body()).toContain('```\n{% asset_img 不动.png %}\n```')
      expect(body()).toContain('`{% youtube 不动 %}`')
      expect(body()).not.toContain('more')
    })
  })
})

describe('a site made with Hexo whose addresses are short', () => {
  let short: Given
  let site: string | null
  const post = (name: string) => pieceIn(short, `source/_posts/${name}.md`)
  beforeAll(async () => {
    const source = await openHexo(optionsFor('hexo/short'))
    site = source.site
    short = await given(source)
  })

  test('has what its heads call abbrlink in them, with and without .html', () => {
    expect(post('2021-11-07-clocks').addresses).toEqual(['/p/4a17b156', '/p/4a17b156.html'])
  })

  test('takes the first of two moments when clocks go back', () => {
    expect(post('2021-11-07-clocks').date).toBe('2021-11-07T01:30:00-04:00')
  })

  test('has the date in names where its settings say so', () => {
    expect(post('2020-02-29-leap')).toMatchObject({
      date: '2020-02-29T00:00:00-05:00',
      slug: 'leap',
      notes: [],
    })
  })

  test('says of which post it does not know the address', () => {
    expect(post('none')).toMatchObject({ addresses: [] })
    expect(post('none').notes).toEqual([expect.stringMatching(/does not say :abbrlink/)])
  })

  test('is at no site that is only an example', () => expect(site).toBeNull())
})
