import { deflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { fromHex, toHex } from '../../../src/articles/digest'
import { pack, unpack } from '../../../src/articles/pack'

const prose =
  '反映社情民意，回应群众关切。会议由区政协主席主持，各界委员、街道代表和居民参加。'.repeat(3)
const html = `<p>${prose}</p>\n<p>第二段，写得很长，说了许多前面没有说过的话。</p>`

test('text comes back as it was', async () => {
  for (const text of ['', 'a', prose, '𠮷野家'])
    expect(await unpack(toHex(await pack(text)))).toBe(text)
})

test('beside a text that says the same it takes next to nothing', async () => {
  const content = JSON.stringify({
    title: '题目',
    body: `${prose}\n\n第二段，写得很长，说了许多前面没有说过的话。`,
  })
  const packed = await pack(content, html)
  expect(await unpack(toHex(packed), html)).toBe(content)
  expect(packed.length).toBeLessThan((await pack(content)).length / 2)
})

test('what was deflated by itself, as it used to be, is read all the same', async () => {
  expect(await unpack(toHex(deflateRawSync(prose)), html)).toBe(prose)
  expect(await unpack(toHex(await pack(prose, '')), '')).toBe(prose)
})

test('bytes are read from digits of either case, as SQLite and we write them', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, n) => n)
  expect(fromHex(toHex(bytes))).toEqual(bytes)
  expect(fromHex(toHex(bytes).toUpperCase())).toEqual(bytes)
  expect(fromHex('')).toHaveLength(0)
})
