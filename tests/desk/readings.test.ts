import { beforeEach, describe, expect, test, vi } from 'vitest'
import { atDesk, type Desk, makeKey } from '../support/desk'
import { count, type Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom
let desk: Desk

beforeEach(async () => {
  newsroom = await openNewsroom()
  vi.spyOn(console, 'info').mockReturnValue()
  desk = await atDesk(newsroom)
})

const set = (word: string, pinyin: string) =>
  newsroom.call('PUT', `/api/readings/${encodeURIComponent(word)}`, { pinyin })

async function all(): Promise<Record<string, string>> {
  const { readings } = await (await newsroom.call('GET', '/api/readings')).json<{
    readings: { word: string; pinyin: string }[]
  }>()
  return Object.fromEntries(readings.map(({ word, pinyin }) => [word, pinyin]))
}

const press = async (fields: Record<string, string>, query = '') =>
  (await desk.follow(`/desk/readings${query}`, fields)).text()

describe('the page of readings', () => {
  test('has readings added, changed and removed, and put back', async () => {
    const added = await press({ do: 'set', word: '闵行', pinyin: 'mǐn hang' })
    expect(added).toContain('Kept: 闵行, mǐn hang.')
    await press({ do: 'set', word: '闵行', pinyin: 'mǐn háng' })
    expect(await all()).toEqual({ 闵行: 'mǐn háng' })
    const removed = await press({ do: 'remove', word: '闵行', pinyin: 'typed meanwhile' })
    expect(await all()).toEqual({})
    expect(removed).toContain('Removed: 闵行, mǐn háng.')
    expect(removed).toMatch(/id="back".*value="闵行".*value="mǐn háng"/)
    expect(await press({ do: 'remove', word: '闵行', pinyin: '' })).toContain('any more')
    await press({ do: 'set', word: '闵行', pinyin: 'mǐn háng' })
    expect(await all()).toEqual({ 闵行: 'mǐn háng' })
  })

  test('gives back what was typed when it is refused, and says why', async () => {
    const refused = await desk.post('/desk/readings', { do: 'set', word: '闵行', pinyin: 'mǐn' })
    expect(refused.status).toBe(422)
    const page = await refused.text()
    expect(page).toContain('must have a syllable to each Han character of the word: 2, and not 1')
    expect(page).toMatch(/id="word"[^>]*value="闵行"/)
    expect(page).toMatch(/id="pinyin"[^>]*value="mǐn"/)
    await set('处长', 'chù zhǎng')
    const row = await desk.post('/desk/readings', { do: 'set', word: '处长', pinyin: 'x y' })
    expect(await row.text()).toMatch(/id="pinyin-0"[^>]*value="x y"[^>]*aria-invalid/)
    expect((await desk.post('/desk/readings', { do: 'set', word: '', pinyin: 'a' })).status).toBe(
      422,
    )
    expect((await desk.post('/desk/readings', { do: 'remove', word: '' })).status).toBe(303)
  })

  test('finds by the beginning of words, page by page, and a form leads back there', async () => {
    for (let i = 10; i < 65; i++) await set(`闵行${i}`, 'mǐn háng')
    await set('处长', 'chù zhǎng')
    const first = await desk.read('/desk/readings?starts=闵')
    expect(count(first, 'value="remove"')).toBe(50)
    expect(first).not.toContain('处长')
    const next = /href="(\/desk\/readings\?[^"]*cursor[^"]*)"/.exec(first)?.[1] ?? ''
    const second = await desk.read(next.replaceAll('&amp;', '&'))
    expect(count(second, 'value="remove"')).toBe(5)
    const from = next.replaceAll('&amp;', '&').slice('/desk/readings'.length)
    const after = await press({ do: 'remove', word: '闵行64', pinyin: '' }, from)
    expect(count(after, 'value="remove"')).toBe(4)
  })

  test('is in the navigation of who may write, and of nobody else', async () => {
    expect(await desk.read('/desk')).toContain('href="/desk/readings"')
    const { key } = await makeKey(newsroom, ['articles:publish'])
    const other = await atDesk(newsroom, key)
    expect(await other.read('/desk')).not.toContain('href="/desk/readings"')
  })
})

describe('what the script asks for', () => {
  test('is all readings, and one row when nothing has changed since', async () => {
    await set('闵行区', 'mǐn háng qū')
    await set('处长', 'chù zhǎng')
    const first = await desk.get('/desk/readings.json')
    expect(first.headers.get('Cache-Control')).toBe('private, no-cache')
    expect(await first.json()).toEqual({
      readings: [
        ['处长', 'chù zhǎng'],
        ['闵行区', 'mǐn háng qū'],
      ],
    })
    const known = { 'If-None-Match': first.headers.get('ETag') ?? '' }
    const rows = async (path: string) =>
      (await newsroom.spent(() => desk.get(path, known))).rowsRead
    expect((await desk.get('/desk/readings.json', known)).status).toBe(304)
    const door = await rows('/desk/readings.json')
    await set('处长', 'chù zhǎng')
    expect((await desk.get('/desk/readings.json', known)).status).toBe(304)
    await set('盛饭', 'chéng fàn')
    expect((await desk.get('/desk/readings.json', known)).status).toBe(200)
    expect(await rows('/desk/readings.json')).toBe(door + 3)
  })

  test('learns a reading, or says why not', async () => {
    const learnt = await desk.post('/desk/readings/learn', { word: '女儿', pinyin: 'nv ér' })
    expect(learnt.status).toBe(201)
    expect(await learnt.json()).toEqual({ word: '女儿', pinyin: 'nü ér' })
    const refused = await desk.post('/desk/readings/learn', { word: '女儿', pinyin: '' })
    expect(refused.status).toBe(422)
    expect(await refused.json()).toEqual({
      reasons: ['Pinyin is empty; it takes 1 to 200 characters'],
    })
  })
})
