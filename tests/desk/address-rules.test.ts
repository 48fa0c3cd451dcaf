import { beforeEach, describe, expect, test, vi } from 'vitest'
import { WORDS } from '../../src/desk/address-rules/words'
import { atDesk, type Desk, makeKey } from '../support/desk'
import { type Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom
let desk: Desk

beforeEach(async () => {
  newsroom = await openNewsroom()
  vi.spyOn(console, 'info').mockReturnValue()
  desk = await atDesk(newsroom)
})

const PATH = '/desk/address-rules'
const kept = async () => {
  const answer = await newsroom.call('GET', '/api/address-rules')
  return answer.json<{ version: number; rules: object[] }>()
}
const save = (rules: string, version = 1) => desk.post(PATH, { rules, version: `${version}` })
const tried = async (address: string) => {
  const page = await desk.read(`${PATH}?try=${encodeURIComponent(address)}`)
  return /id="tried">(.*?)<\/div>/s.exec(page)?.[1] ?? ''
}
const speakChinese = () => desk.post('/desk/language', { language: 'zh', to: '/desk' })

const WRITTEN = '/tag/:name → /keywords/:name\n/?p=:id → @wordpress\n/bbs/* → 410'

describe('the page of old addresses', () => {
  test('has rules written line by line, with either arrow, and shows them', async () => {
    expect(await desk.read(PATH)).toContain('There are no rules yet.')
    const saved = await save(
      '\r\n/tag/:name->/keywords/:name\r\n\r\n/?p=:id → @ wordpress\n/bbs/* -> 410',
    )
    expect(saved.headers.get('Location')).toBe(`${PATH}?done=saved`)
    expect(await kept()).toMatchObject({
      version: 2,
      rules: [
        { from: '/tag/:name', to: '/keywords/:name' },
        { from: '/?p=:id', origin: 'wordpress' },
        { from: '/bbs/*', gone: true },
      ],
    })
    const page = await desk.read(`${PATH}?done=saved`)
    expect(page).toContain('Saved.')
    expect(page).toContain(`\n${WRITTEN}</textarea>`)
    expect(page).toContain('<td><code>/tag/:name</code></td><td>the page /keywords/:name</td>')
    expect(page).toContain('the article of that number, imported from wordpress')
    expect(page).toContain('gone (410)')
    expect(page).toMatch(/Set by Test at \d{4}-\d\d-\d\d \d\d:\d\d\./)
    expect((await save('', 2)).status).toBe(303)
    expect((await kept()).rules).toEqual([])
  })

  test('gives back what cannot be read, and says which lines', async () => {
    const refused = await save('/a -> /\n\nwhatever\n/b →\n/c → @')
    expect(refused.status).toBe(422)
    const page = await refused.text()
    expect(page).toContain('Line 2 has no arrow; write it like this: /tag/:name → /keywords/:name')
    expect(page).toContain('Line 3 has nothing after its arrow')
    expect(page).toContain('Line 4 has nothing after its arrow')
    expect(page).toContain('\n/a -&gt; /\nwhatever\n/b →\n/c → @</textarea>')
    expect((await kept()).version).toBe(1)
  })

  test('says what the API refuses by line, in both languages', async () => {
    const wrong = '/a/:x → /keywords/:y\n\n/b → /desk\n/b/ → 410\n/?p=:n → @wp'
    const page = await (await save(wrong)).text()
    expect(page).toContain(
      'Where line 1 leads has :y, which the old address does not have; write it there too',
    )
    expect(page).toContain('Where line 2 leads must be a page of this site: /, /articles/:x')
    expect(page).toContain(
      'Old address in line 4 must have :id and no other name where it leads by the number in an earlier system',
    )
    const twice = await (await save('/b → /\n/b/ → 410')).text()
    expect(twice).toContain('Old address in line 2 is like the same addresses as that in line 1')
    await speakChinese()
    const chinese = await (await save(`${wrong}\n没有箭头`)).text()
    expect(chinese).toContain('第 5 行没有箭头，要写成：/tag/:name → /keywords/:name')
    const refused = await (await save(wrong)).text()
    expect(refused).toContain('第 1 行的去处里有 :y，而旧网址里没有；请在旧网址里也写上')
    expect(refused).toContain('第 4 行的旧网址要有 :id，而且只有它，才能按原系统编号找到文章')
    expect(await (await save('/b → /\n/b/ → 410')).text()).toContain(
      '第 2 行的旧网址与第 1 行的相同，请删掉一条',
    )
  })

  test('overwrites nothing that was not seen, and shows it above what was typed', async () => {
    await save('/mine → /')
    const late = await save('/late → /', 1)
    expect(late.status).toBe(412)
    const page = await late.text()
    expect(page).toContain('they are at version 2 now')
    expect(page).toContain('<code>/mine</code>')
    expect(page).toContain('\n/late → /</textarea>')
    expect(page).toContain('name="version" value="2"')
    // Pressed twice: they are as they were sent.
    expect((await save('/mine → /', 1)).status).toBe(303)
  })

  test('is in the navigation of who may publish in all sections, and of nobody else', async () => {
    expect(await desk.read('/desk')).toContain(`<a href="${PATH}">Old addresses</a>`)
    for (const [scopes, more] of [
      [['articles:write'], {}],
      [['articles:publish'], { sections: ['news'] }],
    ] as [string[], Record<string, unknown>][]) {
      const { key } = await makeKey(newsroom, scopes, more)
      const other = await atDesk(newsroom, key)
      expect(await other.read('/desk')).not.toContain(PATH)
      expect((await other.get(PATH)).status).toBe(403)
      expect((await other.post(PATH, { rules: '', version: '1' })).status).toBe(403)
    }
  })

  test('speaks Chinese, and has the same words in both languages', async () => {
    await speakChinese()
    await save(WRITTEN)
    const page = await desk.read(PATH)
    expect(page).toContain('<h1 dir="auto">旧网址规则</h1>')
    expect(page).toContain('从 wordpress 导入、编号相符的文章')
    expect(page).toContain('内容已删除（410）')
    expect(Object.keys(WORDS.zh).sort()).toEqual(Object.keys(WORDS.en).sort())
    expect(await desk.read('/desk/audit')).toContain('设置了旧网址规则，条数： 3')
  })
})

describe('an address that is tried', () => {
  beforeEach(async () => {
    await save(`${WRITTEN}\n/tag/* → 410`)
  })

  test('is told which rules fit, and where they lead', async () => {
    const page = await tried('/tag/%E5%8F%91展/')
    expect(page).toContain('Line 1 fits: /tag/:name → /keywords/:name')
    expect(page).toContain('<a href="/keywords/%E5%8F%91%E5%B1%95">/keywords/发展</a>')
    expect(page).toContain('Line 4 fits: /tag/* → 410')
    expect(page).toContain('Readers are told that it is gone (410).')
    expect(await tried('/tags')).toContain('No rule fits /tags.')
  })

  test('leads to articles by their numbers, if readers can see them', async () => {
    await newsroom.post({ title: '渡口 <重开>', origin: { system: 'wordpress', id: '7' } })
    await newsroom.post({ status: 'draft', origin: { system: 'wordpress', id: '8' } })
    const page = await tried('https://old.example.com?p=7')
    expect(page).toContain('Line 2 fits: /?p=:id → @wordpress')
    expect(page).toMatch(
      /It leads to the article <a href="\/desk\/articles\/1"[^>]*>渡口 &lt;重开&gt;</,
    )
    expect(await tried('/?p=8')).toContain('(Draft: readers cannot see it, and are not led there)')
    expect(await tried('//old.example.com/?p=9')).toContain(
      'No article was imported from wordpress with the number 9: it leads nowhere.',
    )
  })

  test('is given back where it is none', async () => {
    expect(await tried('tag/x')).toContain('That is no address.')
    await speakChinese()
    expect(await tried('tag/x')).toContain('这不是地址。')
    expect(await desk.read(`${PATH}?try=${encodeURIComponent('"<x>')}`)).toContain(
      'value="&quot;&lt;x&gt;"',
    )
  })
})
