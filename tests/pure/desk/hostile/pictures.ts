/** Files, addresses and forms that bring no picture. Nothing sent holds three words of English in a row. */
import { MAX_BYTES, sizeFault } from '../../../../src/articles/files/bounds'
import { readPicture } from '../../../../src/articles/files/picture'
import { fetchPicture } from '../../../../src/editing/receiving/fetched'
import { readTaken, take } from '../../../../src/editing/receiving/take'

const bytesOf = (text: string) => Uint8Array.from(text, (one) => one.charCodeAt(0))

const STARTS = [
  '<svg>',
  '<!doctype html>',
  '<?xml?>',
  '%PDF-',
  'II*\0',
  'MM\0*',
  'BM',
  '\0\0\x01\0',
  '\0\0\x02\0',
  '\xff\x0a',
  '\0\0\0\x0cJXL ',
  '\0\0\0\x0cjP  ',
  '\x1aE\xdf\xa3',
  '8BPS',
  'PK\x03\x04',
  '\0\0\0\x14ftypqt  ',
  '\0\0\0\x14ftypheic',
  '\0\0\0\x14ftypavif',
  '\xff\xd8\xff',
  'GIF89a',
  '\x89PNG\r\n\x1a\n',
  '?',
]

/** Files that are no pictures, or none that are taken. */
export function ofFiles(): string[] {
  const files = [new Uint8Array(), bytesOf('GIF'), new Uint8Array(MAX_BYTES + 1)].concat(
    STARTS.map((start) => bytesOf(start.padEnd(64, '\0'))),
  )
  const faults = files.map((bytes) => readPicture(bytes))
  const sizes = [sizeFault(0, 5), sizeFault(20_000, 5), sizeFault(9000, 9000)].concat([
    sizeFault(9, 9, 9000),
    sizeFault(5000, 5000, 900),
  ])
  return [...faults, ...sizes].flatMap((one) =>
    one && 'fault' in one ? [`picture ${one.fault}`] : [],
  )
}

const ADDRESSES = [
  'x',
  'ftp://example.org/',
  'https://a:b@example.org/',
  'https://example.org:8443/',
  'https://news.test/',
  'https://10.0.0.1/',
  'https://example.org/missing',
  'https://example.org/page',
  'https://example.org/large',
  'https://example.org/empty',
  'https://example.org/round',
  'https://example.org/down',
  'https://example.org/inward',
  'https://example.org/off',
]

const ANSWERS: Record<string, () => Response> = {
  '/missing': () => new Response('', { status: 404 }),
  '/page': () => new Response('', { headers: { 'Content-Type': 'text/html' } }),
  '/large': () => new Response('', { headers: { 'Content-Length': '90000000' } }),
  '/empty': () => new Response(new Uint8Array()),
  '/round': () => Response.redirect('https://example.org/round'),
  '/down': () => Response.redirect('http://example.org/empty'),
  '/inward': () => Response.redirect('https://10.0.0.1/'),
}

const web = {
  origin: 'https://news.test',
  fetch: async ({ url }: Request) => {
    const answer = ANSWERS[new URL(url).pathname]
    if (!answer) throw new TypeError('off')
    return answer()
  },
}

/** Addresses that give no picture. */
export const ofAddresses = async () =>
  (await Promise.all(ADDRESSES.map((address) => fetchPicture(address, web)))).flatMap((one) =>
    'fault' in one ? [`url ${one.fault}`] : [],
  )

const GIF = bytesOf('GIF89a\x01\0\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x01D\0;')

/** Forms and documents that bring no picture, or another one beside it. */
export async function ofUploads(): Promise<string[]> {
  const form = (parts: [string, string | Blob][]) => {
    const data = new FormData()
    for (const [name, part] of parts) data.append(name, part)
    return data
  }
  const means = { fetchPicture: async () => ({ fault: 'is a web page; send the picture on it' }) }
  const sent = (body: BodyInit, query = '') =>
    new Request(`https://news.test/api/pictures${query}`, { method: 'POST', body })
  const FORM = 'multipart/form-data'
  const JSON_TYPE = 'application/json'
  const took = await Promise.all([
    take(sent(form([])), FORM, means),
    take(sent(form([['picture', 'x']])), FORM, means),
    take(
      sent(
        form([
          ['多', 'x'],
          ['alt', '一'],
          ['alt', '二'],
        ]),
      ),
      FORM,
      means,
    ),
    take(sent(form(Array.from({ length: 6 }, () => ['size', new Blob(['x'])]))), FORM, means),
    take(sent(form(Array.from({ length: 30 }, () => ['size', 'x']))), FORM, means),
    take(sent(form([]), '?alt=x'), FORM, means),
    take(sent('x'), FORM, means),
    take(sent('[]'), JSON_TYPE, means),
    take(sent('{"url":"https://example.org/"}'), JSON_TYPE, means),
  ])
  const plain = { alt: null, name: null, sizes: [], card: null }
  const read = await Promise.all([
    readTaken({ ...plain, bytes: GIF, sizes: [GIF, GIF], card: GIF }, means),
    readTaken({ ...plain, bytes: GIF, sizes: [bytesOf('x'.repeat(64))], card: bytesOf('') }, means),
  ])
  return [...took, ...read].flatMap((one) =>
    'faults' in one ? one.faults.map(({ detail }) => detail) : [],
  )
}
