/**
 * Stand-ins that speak the engines' protocols as documented, with their errors, and remember what they
 * were last told of each URL. They answer web requests: from a fake `fetch`, or from a socket.
 */

export interface Told {
  /** IndexNow, and a hub: how often. */
  times: Map<string, number>
  /** Baidu: whether the URL was last pushed or deleted. */
  state: Map<string, 'there' | 'gone'>
  /** URLs of each call, in order. */
  calls: { path: string; urls: string[] }[]
}

const newTold = (): Told => ({ times: new Map(), state: new Map(), calls: [] })
const json = (status: number, body: unknown) => Response.json(body, { status })
const error = (status: number, message: string) => json(status, { error: status, message })

export class StandIns {
  indexnow = newTold()
  baidu = newTold()
  websub = newTold()
  /** What is at the key's location; null: nothing. */
  keyFile: string | null = 'abcdef12'
  host = 'news.test'
  token = 'T0kenT0kenT0kenT'
  /** What Baidu still takes today. */
  remain = 100_000
  /** Paths Baidu or IndexNow do not like. */
  dislikes: (url: string) => boolean = () => false
  /** Answers instead: set to play a fault. */
  instead: (request: Request) => Response | null | Promise<Response | null> = () => null

  /** By path: /indexnow, /urls and /del, /hub. */
  async answer(request: Request): Promise<Response> {
    const instead = await this.instead(request)
    if (instead) return instead
    const { pathname } = new URL(request.url)
    if (request.method !== 'POST') return new Response(null, { status: 405 })
    if (pathname === '/indexnow') return this.indexNow(request)
    if (pathname === '/urls' || pathname === '/del') return this.push(request, pathname)
    if (pathname === '/hub') return this.publish(request)
    return error(404, 'not found')
  }

  private async indexNow(request: Request): Promise<Response> {
    const isJson = /^application\/json\b/.test(request.headers.get('Content-Type') ?? '')
    const body = isJson && (await request.json<Record<string, unknown>>().catch(() => null))
    if (!body || !Array.isArray(body.urlList))
      return json(400, { code: 'InvalidRequestParameters' })
    const urls = body.urlList as string[]
    if (urls.length === 0 || urls.length > 10_000 || urls.some(this.dislikes)) {
      return json(400, { code: 'InvalidRequestParameters' })
    }
    const isKey = /^[A-Za-z0-9-]{8,128}$/.test(String(body.key))
    const isOwn = urls.every((url) => new URL(url).host === body.host)
    if (!isKey || !isOwn || new URL(String(body.keyLocation)).host !== body.host) {
      return json(422, { code: 'InvalidUrls' })
    }
    if (this.keyFile !== body.key) return json(403, { code: 'UserForbiddedToAccessSite' })
    note(this.indexnow, '/indexnow', urls)
    return new Response(null, { status: 200 })
  }

  private async push(request: Request, path: '/urls' | '/del'): Promise<Response> {
    const query = new URL(request.url).searchParams
    if (query.get('token') !== this.token) return error(401, 'token is not valid')
    if (query.get('site') !== `https://${this.host}`) return error(400, 'site error')
    const urls = (await request.text()).split('\n').filter(Boolean)
    if (urls.length === 0) return error(400, 'empty content')
    if (urls.length > 2_000) return error(400, 'only 2000 urls are allowed once')
    const same = urls.filter((url) => URL.parse(url)?.host === this.host)
    const valid = same.filter((url) => !this.dislikes(url))
    if (valid.length > this.remain) return error(400, 'over quota')
    this.remain -= valid.length
    note(this.baidu, path, valid)
    for (const url of valid) this.baidu.state.set(url, path === '/urls' ? 'there' : 'gone')
    const others = urls.filter((url) => !same.includes(url))
    const wrong = same.filter((url) => !valid.includes(url))
    return json(200, {
      remain: this.remain,
      success: valid.length,
      ...(others.length > 0 ? { not_same_site: others } : {}),
      ...(wrong.length > 0 ? { not_valid: wrong } : {}),
    })
  }

  private async publish(request: Request): Promise<Response> {
    const isForm = request.headers.get('Content-Type') === 'application/x-www-form-urlencoded'
    const form = isForm ? await request.formData() : new FormData()
    const urls = form.getAll('hub.url').map(String)
    if (form.get('hub.mode') !== 'publish' || urls.length === 0) {
      return new Response('hub.mode and hub.url are needed', { status: 400 })
    }
    if (urls.some(this.dislikes)) return new Response('not a topic', { status: 422 })
    note(this.websub, '/hub', urls)
    return new Response(null, { status: 204 })
  }
}

function note(told: Told, path: string, urls: string[]) {
  told.calls.push({ path, urls })
  for (const url of urls) told.times.set(url, (told.times.get(url) ?? 0) + 1)
}
