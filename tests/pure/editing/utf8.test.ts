import { describe, expect, test } from 'vitest'
import { decodeUtf8 } from '../../../src/editing/door/utf8.ts'

const of = (...bytes: number[]) => decodeUtf8(Uint8Array.from(bytes))

describe('bytes that are UTF-8', () => {
  test.each(['', '停水', 'aé𠮷\uFFFD\0', '\u07FF\u0800\uD7FF\uE000\u{10FFFF}'])(
    '%j are text',
    (text) => {
      expect(decodeUtf8(new TextEncoder().encode(text))).toEqual({ text })
    },
  )

  test('may begin with a byte order mark, which is no part of the text', () => {
    expect(of(0xef, 0xbb, 0xbf, 0x61)).toEqual({ text: 'a' })
  })
})

describe('bytes that are not', () => {
  test.each([
    ['GB18030', [0x61, 0xc9, 0xe7, 0xc7, 0xf8], 1],
    ['Latin-1', [0x63, 0x61, 0x66, 0xe9, 0x0a], 3],
    ['a stray continuation', [0x61, 0x80], 1],
    ['a longer spelling than need be', [0xc0, 0xaf], 0],
    ['a longer spelling of three bytes', [0xe0, 0x9f, 0xbf], 0],
    ['half a surrogate pair', [0xed, 0xa0, 0x80], 0],
    ['beyond Unicode', [0x61, 0xf4, 0x90, 0x80, 0x80], 1],
    ['no first byte at all', [0xff, 0x61], 0],
  ])('%s: the first that is wrong is named', (_, bytes, at) => {
    const fault = `byte ${at + 1} is 0x${bytes[at]?.toString(16).toUpperCase()}`
    expect(of(...bytes)).toEqual({ at, fault: `this is not UTF-8: ${fault}` })
  })

  test('may be the beginning of a character only', () => {
    expect(of(0x61, 0xe5, 0x81)).toEqual({
      at: 3,
      fault: 'this is not UTF-8: byte 4 ends within a character',
    })
  })

  test.each([
    ['UTF-16LE', [0xff, 0xfe, 0x61, 0]],
    ['UTF-16BE', [0xfe, 0xff, 0, 0x61]],
  ])('%s is called by its name', (name, bytes) => {
    expect(of(...bytes)).toEqual({ at: 0, fault: `this is ${name}, not UTF-8` })
  })

  test('are found where a decoder that is strict stops, whatever they are', () => {
    let seed = 7
    const next = () => {
      seed = (seed * 1103515245 + 12345) % 2 ** 31
      return seed >> 8
    }
    for (let i = 0; i < 20_000; i++) {
      const bytes = Uint8Array.from({ length: 1 + (next() % 6) }, () =>
        next() % 2 ? 0x80 + (next() % 0x80) : ([0x61, 0xe4, 0xf0, 0xc3][next() % 4] ?? 0),
      )
      const decoded = decodeUtf8(bytes)
      const isText = !Buffer.from(bytes).toString().includes('\uFFFD')
      expect('text' in decoded, [...bytes].join()).toBe(isText)
      if ('at' in decoded && decoded.at < bytes.length) {
        const before = Buffer.from(bytes.subarray(0, decoded.at)).toString()
        expect(before, [...bytes].join()).not.toContain('\uFFFD')
      }
    }
  })
})
