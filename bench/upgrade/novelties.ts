/** What the last release knows nothing of: used by today's Worker, met by the old one, and looked at again. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../scripts/d1.ts'
import type { Stage } from './stage'

interface Article {
  id: number
  url: string
  revision: number
  status: string
  title: string
  lead: unknown
}

export interface Novelties {
  /** With a lead picture, a card, a picture in the text and a former address. */
  pictured: Article
  /** The same, planned, and one that is to be withdrawn. */
  planned: Article
  gone: Article
  /** An old article that stands first on the home page, and one that is to be corrected there. */
  first: Article
  second: Article
  /** An old article of which a change is pending. */
  pending: Article
}

const FORMER = '/2019/05/old.html'
const pathOf = ({ url }: Article) => new URL(url).pathname
const of = ({ id }: Pick<Article, 'id'>) => `/api/articles/${id}`

async function change(stage: Stage, method: string, { id }: Pick<Article, 'id'>, body?: object) {
  const { etag } = await stage.call(200, 'GET', of({ id }))
  const headers = { 'If-Match': etag ?? '' }
  return (await stage.call<Article>(200, method, of({ id }), body, { headers })).json
}

/** Today's Worker alone serves. `old` are numbers of articles too old for the first page of any list. */
export async function use(stage: Stage, old: number[]): Promise<Novelties> {
  const get = async (id: number) => (await stage.call<Article>(200, 'GET', of({ id }))).json
  const [first, second, pending] = (await Promise.all(old.map(get))) as [Article, Article, Article]
  const sent = await stage.call<{ hash: string }>(
    201,
    'POST',
    '/api/pictures?alt=card',
    undefined,
    {
      headers: { 'Content-Type': 'image/png' },
      body: new Uint8Array(readFileSync(join(root, 'public/card.png'))),
    },
  )
  const { hash } = sent.json
  const draft = (title: string) => ({
    title,
    section: 'news',
    body: `会议今天召开。\n\n![一张图](picture:${hash})\n\n散会。`,
    lead: { picture: hash },
    card: hash,
  })
  const post = async (fields: object) =>
    (await stage.call<Article>(201, 'POST', '/api/articles', fields)).json
  const pictured = await post({ ...draft('有图的新闻'), formerAddresses: [FORMER] })
  const gone = await post(draft('有图的新闻，撤下'))
  const publishAt = new Date(Date.now() + 3_600_000).toISOString()
  const planned = await post({ ...draft('定时的新闻'), status: 'scheduled', publishAt })
  await stage.call(
    200,
    'PUT',
    '/api/front/home',
    { articles: [{ id: first.id }, { id: second.id }] },
    { headers: { 'If-Match': (await stage.call(200, 'GET', '/api/front/home')).etag ?? '' } },
  )
  await stage.call(
    201,
    'PATCH',
    `${of(pending)}/draft`,
    { title: '还没有定稿' },
    {
      headers: { 'If-Match': (await stage.call(200, 'GET', of(pending))).etag ?? '' },
    },
  )
  await stage.call(
    200,
    'PUT',
    '/api/address-rules',
    { rules: [{ from: '/bbs/*', gone: true }] },
    {
      headers: { 'If-Match': (await stage.call(200, 'GET', '/api/address-rules')).etag ?? '' },
    },
  )
  await stage.call(201, 'PUT', '/api/readings/闵行', { pinyin: 'mǐn háng' })
  return { pictured, planned, gone, first, second, pending }
}

/**
 * The old Worker alone serves, and is asked for all of it. Whether today's Worker, asked in between, still shows
 * at the front of the home page what has been withdrawn.
 */
export async function meet(stage: Stage, novelties: Novelties): Promise<boolean> {
  const { pictured, planned, gone, first, second, pending } = novelties
  // First, while nothing else has given the home page a new edition.
  await stage.ask('/', {}, 'new')
  await change(stage, 'PATCH', second, { title: '第二条，更正' })
  await change(stage, 'DELETE', first)
  const isFrontOld = (await stage.ask('/', {}, 'new')).text.includes(first.title)

  await stage.call(200, 'GET', of(pictured))
  await stage.call(200, 'GET', `${of(pictured)}/revisions`)
  for (const path of ['articles', 'audit', 'outbox', 'keys', 'sections'])
    await stage.call(200, 'GET', `/api/${path}`)
  const since = new Date(Date.now() - 3_600_000).toISOString()
  await stage.call(200, 'GET', `/api/export?since=${since}`)
  await change(stage, 'DELETE', gone)
  // It takes no patch of what has fields that it does not know: only all of it anew.
  const body = (await stage.call<{ body: string }>(200, 'GET', of(pictured))).json.body
  await change(stage, 'PUT', pictured, { title: '有图的新闻，更正', section: 'news', body })
  await change(stage, 'PATCH', pending, { title: '没有等定稿，更正' })
  const due = 'UPDATE articles SET publish_at = unixepoch() - 1 WHERE id = ?1'
  await stage.db.prepare(due).bind(planned.id).run()
  await stage.tick()
  const { json } = await stage.call<Article>(200, 'GET', of(planned))
  if (json.status !== 'published') stage.faults.push('a planned article did not come out')
  return isFrontOld
}

/** Today's Worker serves again, everything was purged, and `npm run renew` has run: what is not as it must be. */
export async function left(stage: Stage, novelties: Novelties): Promise<string[]> {
  const { pictured, planned, gone, first, pending } = novelties
  const faults: string[] = []
  const expect = (isTrue: boolean, fault: string) => {
    if (!isTrue) faults.push(fault)
  }
  const home = (await stage.ask('/')).text
  expect(!home.includes(first.title), 'the home page has what was withdrawn')
  expect(home.includes('第二条，更正'), 'the home page has not what was corrected')
  expect((await stage.ask(pathOf(first))).status === 410, 'what was withdrawn is there')
  expect((await stage.ask(pathOf(gone))).status === 410, 'what had a picture is there')
  const changed = await stage.call<Article>(200, 'GET', of(pictured))
  expect(changed.json.lead === null, 'the old Worker kept a lead picture')
  const page = (await stage.ask(pathOf(pictured))).text
  expect(page.includes('更正') && page.includes('<figure'), 'a picture in the text is not back')
  const before = await stage.call<Article>(200, 'GET', `${of(pictured)}/revisions/1`)
  expect(before.text.includes('"lead":{'), 'the revision from before lost its lead picture')
  const out = await stage.call<Article>(200, 'GET', of(planned))
  expect(out.json.lead !== null, 'what the old clock published lost its lead picture')
  expect((await stage.ask(FORMER)).status === 301, 'a former address does not lead on')
  expect((await stage.ask('/bbs/7')).status === 410, 'a rule of old addresses is gone')
  const draft = await stage.call<{ isBehind: boolean }>(200, 'GET', `${of(pending)}/draft`)
  expect(draft.json.isBehind, 'a pending draft does not know that its article has changed')
  await stage.call(200, 'GET', `/api/readings/${encodeURIComponent('闵行')}`)
  return faults
}

/** As `npm run renew -- --from N` does. How many articles it wrote. */
export async function renew(stage: Stage, from: number): Promise<number> {
  let renewed = 0
  let path = `/api/renewal?cursor=${from}`
  for (;;) {
    const { json } = await stage.call<{ renewed: number; next: string | null }>(200, 'POST', path)
    renewed += json.renewed
    if (json.next === null) return renewed
    path = `/api/renewal?cursor=${json.next}`
  }
}
