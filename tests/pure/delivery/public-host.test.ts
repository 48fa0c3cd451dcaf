import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isPublicHost } from '../../../src/delivery/public-host'

/** What `fetch` would be given: spellings of IPv4 are the parser's to undo. */
const hostOf = (spelling: string) => new URL(`http://${spelling}/`).hostname

const INNER = `
  127.0.0.1 127.1 127.0.1 127.255.255.254 2130706433 0x7f000001 0x7f.1 0177.0.0.1 017700000001 127.0.0.1.
  0x7f.0x0.0x0.0x1 127.000.000.001 １２７.0.0.1 127。0。0。1 %31%32%37.0.0.1 ①②⑦.0.0.1
  0.0.0.0 0 0.1.2.3 00000.0 10.0.0.1 10.255.255.255 0xa.1 012.0.0.1 167772161
  100.64.0.1 100.100.100.200 100.127.255.255 168.63.129.16 169.254.169.254 0xa9fea9fe 2852039166
  172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.192 192.0.2.7 192.88.99.1 192.168.0.1 192.168.257
  198.18.0.1 198.19.255.255 198.51.100.9 203.0.113.9 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
  [::] [::1] [0:0:0:0:0:0:0:1] [::127.0.0.1] [::8.8.8.8] [::ffff:127.0.0.1] [::ffff:7f00:1] [::ffff:8.8.8.8]
  [0:0:0:0:0:ffff:a9fe:a9fe] [::ffff:0:127.0.0.1] [64:ff9b::127.0.0.1] [64:ff9b::808:808] [64:ff9b:1::1]
  [100::1] [100:0:0:1::1] [2001::1] [2001:0:4136:e378:8000:63bf:3fff:fdd2] [2001:2::1] [2001:10::1]
  [2001:20::1] [2001:db8::1] [2001:DB8:ffff::] [2002:7f00:1::] [2002:808:808::1] [3ffe::1] [3fff::1]
  [3fff:fff:ffff::1] [4000::1] [5f00::1] [fc00::1] [fd00:ec2::254] [fdff::1] [fe80::1] [febf::1] [fec0::1]
  [ff02::1] [ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]
  localhost LOCALHOST localhost. localhost.. ｌｏｃａｌｈｏｓｔ a.localhost a.localhost. localhost.localdomain
  printer.local printer.local. nas.lan router.home router.home.arpa db.internal db.internal.
  metadata.google.internal METADATA.google.internal. metadata intranet db wiki.corp files.private
  files.intranet . co
`
  .trim()
  .split(/\s+/)

const PUBLIC = `
  example.com www.example.com. mmbiz.qpic.cn img.例子.测试 新闻.cn xn--fiqs8s.cn a.b.c.d.example.org
  localhost.example.com internal.example.com notlocal.com local.de homelan.net my-localhost.com
  8.8.8.8 1.1.1.1 134744072 9.255.255.255 11.0.0.1 100.63.255.255 100.128.0.1 128.0.0.1 126.255.255.255
  169.253.255.255 169.255.0.1 172.15.255.255 172.32.0.1 191.255.255.255 192.0.1.1 192.0.3.1 192.167.255.255
  192.169.0.1 198.17.255.255 198.20.0.1 223.255.255.255 168.63.129.15
  [2001:4860:4860::8888] [2606:4700:4700::1111] [2001:200::1] [2001:db7:ffff::1] [2001:db9::1] [2003::1]
  [2400:3200::1] [2a00:1450:4001:81b::200e] [3ffd::1] [3fef::1] [3fff:1000::1]
`
  .trim()
  .split(/\s+/)

test('there are enough spellings', () => {
  expect(INNER.length).toBeGreaterThanOrEqual(60)
  expect(PUBLIC.length).toBeGreaterThanOrEqual(20)
})

test.each(INNER.filter((spelling) => URL.canParse(`http://${spelling}/`)))(
  'nothing is fetched from %s',
  (spelling) => {
    expect(isPublicHost(hostOf(spelling)), hostOf(spelling)).toBe(false)
  },
)

test('nearly all of those spellings are addresses', () => {
  expect(INNER.filter((spelling) => !URL.canParse(`http://${spelling}/`))).toEqual([])
})

test.each(PUBLIC)('pictures are fetched from %s', (spelling) => {
  expect(isPublicHost(hostOf(spelling)), hostOf(spelling)).toBe(true)
})

const number = (address: number[]) => address.reduce((sum, byte) => sum * 256 + byte, 0)

/** What IANA's registry calls not globally reachable, and multicast, said another way. */
function isInner(a: number, b: number, c: number): boolean {
  if (a === 0 || a === 10 || a === 127 || a >= 224) return true
  if (a === 100) return b >= 64 && b < 128
  if (a === 169) return b === 254
  if (a === 172) return b >= 16 && b < 32
  if (a === 192) return b === 168 || (b === 0 && (c === 0 || c === 2)) || (b === 88 && c === 99)
  if (a === 198) return b === 18 || b === 19 || (b === 51 && c === 100)
  return a === 203 && b === 0 && c === 113
}

const byte = fc.oneof(
  fc.nat(255),
  fc.constantFrom(
    0,
    2,
    10,
    16,
    18,
    31,
    51,
    64,
    88,
    99,
    100,
    113,
    127,
    168,
    169,
    172,
    192,
    198,
    254,
  ),
)

test('an IPv4 address is judged alike in each of its spellings', () => {
  fc.assert(
    fc.property(fc.tuple(byte, byte, byte, byte), ([a, b, c, d]) => {
      fc.pre(number([a, b, c, d]) !== number([168, 63, 129, 16]))
      const whole = number([a, b, c, d])
      const spellings = [
        `${a}.${b}.${c}.${d}`,
        `${a}.${b}.${c}.${d}.`,
        `${whole}`,
        `0x${whole.toString(16)}`,
        `0${whole.toString(8)}`,
        `${a}.${whole % 2 ** 24}`,
        `0x${a.toString(16)}.0${b.toString(8)}.${c * 256 + d}`,
      ]
      const judged = spellings.map((spelling) => isPublicHost(hostOf(spelling)))
      expect(judged).toEqual(spellings.map(() => !isInner(a, b, c)))
    }),
    { numRuns: 2_000 },
  )
})

test('no IPv4 address is reached through IPv6', () => {
  const within = ['::', '::ffff:', '::ffff:0:', '64:ff9b::', '64:ff9b:1::']
  fc.assert(
    fc.property(fc.tuple(byte, byte, byte, byte), (bytes) => {
      for (const start of within) {
        expect(isPublicHost(hostOf(`[${start}${bytes.join('.')}]`))).toBe(false)
      }
      const hex = bytes.map((each) => each.toString(16).padStart(2, '0'))
      const sixToFour = `[2002:${hex[0]}${hex[1]}:${hex[2]}${hex[3]}::1]`
      expect(isPublicHost(hostOf(sixToFour))).toBe(false)
    }),
  )
})
