import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { MAX_BYTES } from '../../../../src/articles/files/bounds'
import { fetchPicture } from '../../../../src/editing/receiving/fetched'

const ORIGIN = 'https://news.example.com'
const PICTURE = 'https://pictures.example.org/one.jpg'
const BYTES = Uint8Array.of(0xff, 0xd8, 0xff, 1, 2, 3)

type Answer = (request: Request) => Response | Promise<Response>

/** A web where each address has one answer; what was asked, in order. */
function webOf(answers: Record<string, Answer> | Answer) {
  const asked: Request[] = []
  const fetch = async (request: Request) => {
    asked.push(request)
    const answer = typeof answers === 'function' ? answers : answers[request.url]
    if (!answer) throw new TypeError('fetch failed')
    return answer(request)
  }
  return { asked, origin: ORIGIN, fetch }
}

const redirect = (location: string, status = 302) =>
  new Response('moved', { status, headers: { Location: location } })

const faultOf = async (address: string, web = webOf(() => new Response(BYTES))) => {
  const outcome = await fetchPicture(address, web)
  return 'fault' in outcome ? outcome.fault : 'none'
}

/** A body of parts that come when they are read. */
function bodyOf(part: () => Uint8Array | null | Promise<Uint8Array>, onCancel = () => {}) {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const bytes = await part()
        if (bytes) controller.enqueue(bytes)
        else controller.close()
      },
      cancel: onCancel,
    },
    { highWaterMark: 0 },
  )
}

describe('an editor who sends an address', () => {
  test('gets the bytes behind it', async () => {
    const web = webOf({ [PICTURE]: () => new Response(BYTES) })
    expect(await fetchPicture(PICTURE, web)).toEqual({ bytes: BYTES })
  })

  test('gets bytes that come in many parts in order', async () => {
    let at = 0
    const body = () => bodyOf(() => (at < 1000 ? Uint8Array.of(at & 255, at++ >> 8) : null))
    const outcome = await fetchPicture(
      PICTURE,
      webOf(() => new Response(body())),
    )
    const bytes = 'bytes' in outcome ? outcome.bytes : new Uint8Array()
    expect(bytes).toHaveLength(2000)
    expect([...bytes.subarray(1000, 1002)]).toEqual([500 & 255, 1])
  })

  test('is not told on: no cookie, no Referer, the newsroom’s own name', async () => {
    const web = webOf({
      [PICTURE]: () => redirect('/two.jpg'),
      'https://pictures.example.org/two.jpg': () =>
        new Response(BYTES, { headers: { 'Set-Cookie': 'a=b' } }),
    })
    await fetchPicture(`${PICTURE}#part`, web)
    expect(web.asked).toHaveLength(2)
    for (const request of web.asked) {
      const headers = Object.fromEntries(request.headers)
      expect(Object.keys(headers).sort()).toEqual(['accept', 'user-agent'])
      expect(headers['user-agent']).toBe('Broadside (+https://news.example.com)')
      expect(headers.accept).toMatch(/^image\//)
      expect(request.method).toBe('GET')
      expect(request.redirect).toBe('manual')
    }
  })
})

describe('nobody is asked', () => {
  test.each([
    ['', 'cannot be read as an address'],
    ['/one.jpg', 'cannot be read as an address'],
    ['pictures.example.org/one.jpg', 'cannot be read as an address'],
    ['https://', 'cannot be read as an address'],
    ['https://1.2.3.4.5/', 'cannot be read as an address'],
    ['https://[fe80::1%25eth0]/', 'cannot be read as an address'],
    ['file:///etc/passwd', 'does not begin with https:// or http://'],
    ['ftp://example.org/one.jpg', 'does not begin with https:// or http://'],
    ['data:image/png;base64,AAAA', 'does not begin with https:// or http://'],
    ['blob:https://example.org/1', 'does not begin with https:// or http://'],
    ['javascript:alert(1)', 'does not begin with https:// or http://'],
    ['https://jane@example.org/', 'holds a name or a password'],
    ['https://jane:secret@example.org/', 'holds a name or a password'],
    ['https://:secret@example.org/', 'holds a name or a password'],
    ['https://example.org:8443/', 'names port 8443'],
    ['https://example.org:80/', 'names port 80'],
    ['http://example.org:443/', 'names port 443'],
    ['http://example.org:22/', 'names port 22'],
    ['https://example.org:0/', 'names port 0'],
    ['https://news.example.com/pictures/one.jpg', 'leads to this newsroom itself'],
    ['http://NEWS.example.com./', 'leads to this newsroom itself'],
    ['https:news.example.com\\@example.org/', 'leads to this newsroom itself'],
    ['http://127.1/', 'is not on the public internet'],
    ['http:/\\127.0.0.1/', 'is not on the public internet'],
    ['http://example.org@127.0.0.1/', 'holds a name or a password'],
    ['http://169.254.169.254/latest/meta-data/', 'is not on the public internet'],
    ['http://[::1]/', 'is not on the public internet'],
    ['http://metadata.google.internal/', 'is not on the public internet'],
    [' http://local\nhost/ ', 'is not on the public internet'],
  ])('at %j', async (address, fault) => {
    const web = webOf(() => new Response(BYTES))
    const said = await faultOf(address, web)
    expect(said.slice(0, fault.length)).toBe(fault)
    expect(said).toMatch(/; (send|name) .+[^.]$/)
    expect(web.asked).toEqual([])
  })
})

test.each([
  'https://example.org:443/',
  'http://example.org:80/',
  'HTTP://EXAMPLE.org',
  ' https://example.org/a b.jpg ',
  'http://mmbiz.qpic.cn/mmbiz_jpg/abc/640?wx_fmt=jpeg&from=appmsg',
])('%j is asked', async (address) => {
  expect(await faultOf(address)).toBe('none')
})

describe('a redirect', () => {
  test.each([301, 302, 303, 307, 308])('of status %i is followed', async (status) => {
    const web = webOf({
      'http://a.example.org/': () => redirect('https://b.example.org/x?y#z', status),
      'https://b.example.org/x?y': () => redirect('//c.example.org/../one.jpg', status),
      'https://c.example.org/one.jpg': () => new Response(BYTES),
    })
    expect(await fetchPicture('http://a.example.org/', web)).toEqual({ bytes: BYTES })
  })

  test.each([
    ['http://127.0.0.1/', 'redirects to an address that is not on the public internet'],
    ['//2130706433/', 'redirects to an address that is not on the public internet'],
    ['//[::ffff:169.254.169.254]/', 'redirects to an address that is not on the public internet'],
    ['//localhost./', 'redirects to an address that is not on the public internet'],
    ['\\\\10.0.0.1\\x', 'redirects to an address that is not on the public internet'],
    ['https://news.example.com/api', 'redirects to an address that leads to this newsroom'],
    ['https://jane:x@example.org/', 'redirects to an address that holds a name'],
    ['https://example.org:6379/', 'redirects to an address that names port 6379'],
    ['file:///etc/passwd', 'redirects to an address that does not begin with'],
    ['data:image/gif;base64,R0lGOD', 'redirects to an address that does not begin with'],
    ['https://[', 'redirects to an address that cannot be read'],
    ['http://pictures.example.org/one.jpg', 'redirects from https to http'],
  ])('to %s is not followed', async (location, fault) => {
    const web = webOf(() => redirect(location))
    expect(await faultOf(PICTURE, web)).toContain(fault)
    expect(web.asked).toHaveLength(1)
  })

  test('from the third host inwards is not followed either', async () => {
    const web = webOf({
      'http://a.example.org/': () => redirect('http://b.example.org/'),
      'http://b.example.org/': () => redirect('http://c.example.org/'),
      'http://c.example.org/': () => redirect('http://192.168.0.1/'),
    })
    expect(await faultOf('http://a.example.org/', web)).toContain('not on the public internet')
    expect(web.asked).toHaveLength(3)
  })

  test('is followed five times', async () => {
    const web = webOf(({ url }) => {
      const n = Number(new URL(url).pathname.slice(1))
      return n < 5 ? redirect(`/${n + 1}`) : new Response(BYTES)
    })
    expect(await faultOf('https://example.org/0', web)).toBe('none')
    expect(web.asked).toHaveLength(6)
  })

  test('in a circle ends', async () => {
    const web = webOf(() => redirect(PICTURE))
    expect(await faultOf(PICTURE, web)).toContain('redirects more than 5 times')
    expect(web.asked).toHaveLength(6)
  })

  test('that leads nowhere is no picture', async () => {
    expect(
      await faultOf(
        PICTURE,
        webOf(() => new Response(null, { status: 302 })),
      ),
    ).toMatch(/^answers 302/)
  })

  test('beside an answer of 200 is not followed', async () => {
    const web = webOf(() => new Response(BYTES, { headers: { Location: 'http://127.0.0.1/' } }))
    expect(await faultOf(PICTURE, web)).toBe('none')
    expect(web.asked).toHaveLength(1)
  })
})

describe('no picture comes of', () => {
  test.each([201, 203, 206, 300, 403, 404, 410, 429, 500, 503])(
    'an answer of %i',
    async (status) => {
      expect(
        await faultOf(
          PICTURE,
          webOf(() => new Response(BYTES, { status })),
        ),
      ).toMatch(`answers ${status}`)
    },
  )

  test.each(['text/html', 'Text/HTML; charset=gbk', 'application/xhtml+xml', ' text/html'])(
    'a page (%s)',
    async (type) => {
      const page = webOf(() => new Response('<p>', { headers: { 'Content-Type': type } }))
      expect(await faultOf(PICTURE, page)).toBe(
        'is a web page; send the address of the picture on it',
      )
    },
  )

  test('a host that does not answer', async () => {
    expect(await faultOf(PICTURE, webOf({}))).toMatch(/^cannot be reached/)
  })

  let parts = 1
  const emptyPart = () => (parts-- > 0 ? new Uint8Array() : null)

  test.each([
    ['no body', () => new Response(null)],
    ['an empty body', () => new Response('')],
    ['an empty part, and no more', () => new Response(bodyOf(emptyPart))],
  ])('%s', async (_, answer) => {
    expect(await faultOf(PICTURE, webOf(answer))).toMatch(/^leads to an empty file/)
  })

  test('a body that breaks off', async () => {
    const answer = () => new Response(bodyOf(() => Promise.reject(new Error('reset'))))
    expect(await faultOf(PICTURE, webOf(answer))).toMatch(/^cannot be reached, or broke off/)
  })
})

describe('of a file that is too large', () => {
  const PART = new Uint8Array(1_000_000)

  test('nothing is read where its length is said', async () => {
    let read = 0
    const answer = () =>
      new Response(
        bodyOf(() => {
          read++
          return PART
        }),
        { headers: { 'Content-Length': String(MAX_BYTES + 1) } },
      )
    expect(await faultOf(PICTURE, webOf(answer))).toMatch(/^leads to a file of more than 20 MB/)
    expect(read).toBe(0)
  })

  test.each([undefined, '5', '0', '-1', 'many', '1e3'])(
    'no more is read than may be, where the length said is %s',
    async (length) => {
      let read = 0
      let isCancelled = false
      const endless = bodyOf(
        () => {
          read++
          return PART
        },
        () => {
          isCancelled = true
        },
      )
      const headers = length === undefined ? {} : { 'Content-Length': length }
      const answer = () => new Response(endless, { headers })
      expect(await faultOf(PICTURE, webOf(answer))).toMatch(/^leads to a file of more than 20 MB/)
      expect(read).toBe(MAX_BYTES / PART.length + 1)
      expect(isCancelled).toBe(true)
    },
  )

  test('the largest that may be is fetched whole', async () => {
    const answer = () =>
      new Response(new Uint8Array(MAX_BYTES), { headers: { 'Content-Length': String(MAX_BYTES) } })
    const outcome = await fetchPicture(PICTURE, webOf(answer))
    expect('bytes' in outcome && outcome.bytes.length).toBe(MAX_BYTES)
  })
})

describe('a host that takes its time', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  const never = () => new Promise<never>(() => {})

  const afterTenSeconds = async (web: ReturnType<typeof webOf>) => {
    const fault = faultOf(PICTURE, web)
    await vi.advanceTimersByTimeAsync(9_999)
    expect(web.asked.at(-1)?.signal.aborted).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(web.asked.at(-1)?.signal.aborted).toBe(true)
    return fault
  }

  test('before it answers is waited for ten seconds', async () => {
    expect(await afterTenSeconds(webOf(never))).toMatch(/^gave no whole file within 10 seconds/)
  })

  test('in the middle of a file is waited for no longer', async () => {
    let parts = 0
    const slow = () => new Response(bodyOf(() => (parts++ < 3 ? BYTES : never())))
    expect(await afterTenSeconds(webOf(slow))).toMatch(/^gave no whole file within 10 seconds/)
  })

  test('by sending a byte each second is waited for no longer', async () => {
    const dripping = () => new Response(bodyOf(() => later(1_000, Uint8Array.of(1))))
    expect(await afterTenSeconds(webOf(dripping))).toMatch(/^gave no whole file within 10 seconds/)
  })

  test('at each of several redirects is waited for no longer', async () => {
    const wait = () => later(4_000, redirect('/next'))
    expect(await afterTenSeconds(webOf(wait))).toMatch(/^gave no whole file within 10 seconds/)
  })

  test('but not all of it gets the picture in', async () => {
    const bytes = fetchPicture(
      PICTURE,
      webOf(() => later(9_000, new Response(BYTES))),
    )
    await vi.advanceTimersByTimeAsync(9_000)
    expect(await bytes).toEqual({ bytes: BYTES })
    expect(vi.getTimerCount()).toBe(0)
  })
})

const later = <T>(milliseconds: number, what: T) =>
  new Promise<T>((resolve) => setTimeout(() => resolve(what), milliseconds))
