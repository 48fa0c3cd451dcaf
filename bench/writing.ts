/** What editors' requests take: one after the other, as editors send them, and imports. */
import { type Draft, postOf } from '../scripts/archive/generate'
import type { Recording } from './handlers/recording'
import { type Ask, Clients, type Timing } from './machine/drive'
import { usageOf } from './machine/process'
import type { Running } from './machine/workerd'

export interface Writing {
  name: string
  timing: Timing
}

export interface Writes {
  kinds: Writing[]
  /** Old slugs that redirect now. */
  renamed: string[]
  /** Of thirty posts to the same lists, which is once around a block of each. */
  rows: { read: number; written: number }
  import: { rate: number; roundTrips: number; cpu: number }
}

const POSTS = 40
const RENAMED = 20
const IMPORT = { lines: 1_000, requests: 2 }
const BLOCK = 30
const HAN = 1_400
/** In lists that are in every archive: a new one would cost more. */
const EVERYWHERE = { section: 'news', keywords: ['词1', '词2', '词3'], author: '记者1' }

/** An editor's day in a newsroom of a given size. `write` gives prose. */
export async function measureWriting(
  { urls }: Running,
  pid: number,
  key: string,
  count: number,
  write: (han: number) => string,
): Promise<Writes> {
  const authorization = { Authorization: `Bearer ${key}` }
  let last = count
  const draft = (): Draft => postOf(++last, count, HAN, write).draft
  const postOfDraft = (fields: Partial<Draft>): Ask => ({
    method: 'POST',
    path: '/api/articles',
    headers: { ...authorization, 'Content-Type': 'application/json' },
    body: JSON.stringify({ ...draft(), ...fields }),
  })
  const post = () => postOfDraft({})
  const recordedPost = async () => {
    const { path, ...init } = postOfDraft(EVERYWHERE)
    return (await (await fetch(urls.recorder + path, init)).json()) as Recording
  }

  // Once around first: a sitemap or a block may be full just here.
  for (let i = 0; i < BLOCK; i++) await recordedPost()
  const rows = { read: 0, written: 0 }
  const ids: number[] = []
  for (let i = 0; i < BLOCK; i++) {
    const { cost, answer } = await recordedPost()
    rows.read += cost.rowsRead
    rows.written += cost.rowsWritten
    ids.push(JSON.parse(answer.body).id)
  }

  const editor = new Clients(urls.newsroom as string, 1)
  const timed = async (name: string, times: number, ask: (n: number) => Ask, status: number) => {
    for (let n = 0; n < times; n++) await editor.drive(1, () => ask(n), status)
    return { name, timing: editor.timing() }
  }
  const first = (ids.at(-1) as number) + 1
  const change = (n: number, revision: number, fields: object | null): Ask => ({
    method: fields ? 'PATCH' : 'DELETE',
    path: `/api/articles/${first + n}`,
    headers: {
      ...authorization,
      'If-Match': `"${revision}"`,
      'Content-Type': 'application/merge-patch+json',
    },
    ...(fields ? { body: JSON.stringify(fields) } : {}),
  })
  const kinds = [
    await timed('post', POSTS, post, 201),
    await timed('edit', POSTS, (n) => change(n, 1, { title: `改过的题目 ${n}` }), 200),
    await timed('withdraw', POSTS / 2, (n) => change(RENAMED + n, 2, null), 200),
  ]
  const renamed: string[] = []
  for (let n = 0; n < RENAMED; n++) {
    const { slug } = (await (
      await fetch(`${urls.newsroom}/api/articles/${first + n}`, { headers: authorization })
    ).json()) as { slug: string }
    renamed.push(slug)
    await editor.drive(1, () => change(n, 2, { slug: `renamed-${first + n}` }), 200)
  }
  await editor.close()

  const lines = (): Ask => ({
    method: 'POST',
    path: '/api/import',
    headers: { ...authorization, 'Content-Type': 'application/x-ndjson' },
    body: Array.from({ length: IMPORT.lines }, () => `${JSON.stringify(draft())}\n`).join(''),
  })
  const { path, ...init } = lines()
  const whole = (await (await fetch(urls.recorder + path, init)).json()) as Recording
  const importer = new Clients(urls.newsroom as string, 1)
  const asks = Array.from({ length: IMPORT.requests }, lines)
  const before = usageOf(pid).cpu
  const start = performance.now()
  await importer.drive(IMPORT.requests, (n) => asks[n] as Ask, 200)
  const seconds = (performance.now() - start) / 1_000
  const articles = IMPORT.lines * IMPORT.requests
  const cpu = (usageOf(pid).cpu - before) / articles
  await importer.close()
  return {
    kinds,
    renamed,
    rows,
    import: { rate: articles / seconds, roundTrips: whole.cost.roundTrips / IMPORT.lines, cpu },
  }
}
