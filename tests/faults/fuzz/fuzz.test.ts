/**
 * Requests made from the OpenAPI document, sensible and not, one after another against one newsroom.
 * FUZZ_RUNS says how many (10,000 take about a minute on two cores), FUZZ_SEED which.
 */
import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { sha256 } from '../../../src/articles/digest'
import { type DescribedOperation, openapi } from '../../../src/editing/contract/openapi'
import type { JsonSchema } from '../../../src/editing/contract/schemas'
import { siteOf } from '../../../src/site'
import { fitting, nearly } from '../../support/arbitrary'
import { KEY, type Newsroom, openNewsroom } from '../../support/newsroom'
import { png } from '../../support/pictures'

const api = openapi(siteOf(env))

const find = (ref: string) => {
  const name = ref.split('/').pop() as string
  return api.components.schemas[name] as JsonSchema
}

interface Sent {
  method: string
  path: string
  headers: Record<string, string>
  body: string | null
}

const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

/** Few numbers and slugs, so that requests meet one another. */
const PATH: Record<string, fc.Arbitrary<string>> = {
  // The first is the picture's that there is at every address.
  hash: fc.constantFrom(await sha256(png()), '0'.repeat(64), 'x'),
  name: fc.constantFrom('original', '64.png', 'card.jpg', '%2e%2e'),
  id: fc.oneof(
    { arbitrary: fc.integer({ min: 1, max: 8 }).map(String), weight: 12 },
    { arbitrary: fc.constantFrom('0', '-1', '999999', 'x'), weight: 1 },
  ),
  number: fc.integer({ min: 1, max: 4 }).map(String),
  list: fc.constantFrom('home', 'news', 'culture', 'sport', '%00'),
  word: fc.constantFrom('闵行', '处长', 'A股', 'x', '闵 行', '%00', '%2f中', '字'.repeat(21)),
  slug: fc.constantFrom('news', 'culture', 'sport', 'Not A Slug', '%00', '\u5b57'),
}
const HEADER: Record<string, fc.Arbitrary<string>> = {
  'If-Match': fc.oneof(
    fc.integer({ min: 1, max: 3 }).map((n) => `"${n}"`),
    fc.constantFrom('*', 'W/"1"', 'x'),
  ),
  'Idempotency-Key': fc.constantFrom('a', 'b', 'c', 'd', 'x'.repeat(300)),
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 4 })

function requestFor(
  path: string,
  method: string,
  operation: DescribedOperation,
): fc.Arbitrary<Sent> {
  const parameters = operation.parameters.map((one) =>
    '$ref' in one ? api.components.parameters[one.$ref.split('/').pop() as string] : one,
  )
  const named = (place: string) => parameters.flatMap((one) => (one?.in === place ? [one] : []))
  const inPath = Object.fromEntries(named('path').map(({ name }) => [name, PATH[name]]))
  const inHead = named('header').map(({ name }) => [
    name,
    maybe(HEADER[name] as fc.Arbitrary<string>),
  ])
  const inQuery = named('query').map(({ name, schema }) => [
    name,
    fc.option(
      fc.oneof(
        { arbitrary: fitting(schema as JsonSchema, find), weight: 4 },
        { arbitrary: fc.string(), weight: 1 },
      ),
      { freq: 2 },
    ),
  ])
  const [type, media] = Object.entries(operation.requestBody?.content ?? {})[0] ?? []
  const isLines = type === 'application/x-ndjson'
  const document = media ? nearly(media.schema, find) : fc.constant(undefined)
  return fc
    .record({
      path: fc.record(inPath as Record<string, fc.Arbitrary<string>>),
      head: fc.record(Object.fromEntries(inHead) as Record<string, fc.Arbitrary<string | null>>),
      query: fc.record(Object.fromEntries(inQuery) as Record<string, fc.Arbitrary<unknown>>),
      documents: fc.array(document, { minLength: 1, maxLength: isLines ? 5 : 1 }),
      isCut: fc.nat({ max: 20 }).map((n) => n === 0),
    })
    .map(({ path: values, head, query, documents, isCut }) => {
      const present = Object.entries(query).filter(([, value]) => value !== null)
      const search = new URLSearchParams(present.map(([name, value]) => [name, String(value)]))
      const headers = Object.entries(head).flatMap(([name, value]) =>
        value === null ? [] : [[name, value]],
      )
      const body = documents.map((one) => JSON.stringify(one)).join('\n')
      return {
        method: method.toUpperCase(),
        path: `${path.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '')}?${search}`.replace(
          /\?$/,
          '',
        ),
        headers: { ...Object.fromEntries(headers), ...(type ? { 'Content-Type': type } : {}) },
        body: media ? (isCut ? body.slice(0, body.length / 2) : body) : null,
      }
    })
}

/** Articles are made more often than keys, or there would be little to get at. */
const WEIGHT: Record<string, number> = {
  postArticle: 6,
  patchArticle: 6,
  replaceArticle: 3,
  import: 4,
  putSection: 2,
  handIn: 4,
  sendBack: 4,
  patchDraft: 6,
  putDraft: 3,
  publishDraft: 3,
  discardDraft: 2,
  putFront: 4,
  putReading: 2,
  putAddressRules: 2,
}

const anyRequest = fc.oneof(
  ...operations.map(({ path, method, operation }) => ({
    arbitrary: requestFor(path, method, operation),
    weight: WEIGHT[operation.operationId] ?? 1,
  })),
)

/** SQL for what must never be found: what half a write would leave. */
const HALVES = {
  'an article without its current revision': `SELECT a.id FROM articles a LEFT JOIN revisions r
     ON r.article_id = a.id AND r.number = a.revision WHERE r.html IS NULL OR r.erased_at IS NOT NULL`,
  'an article without its slug': `SELECT a.id FROM articles a LEFT JOIN slugs s
     ON s.slug = a.slug AND s.article_id = a.id AND s.retired = 0 WHERE s.slug IS NULL`,
  'a slug in use that is not its article’s': `SELECT s.slug FROM slugs s
     JOIN articles a ON a.id = s.article_id WHERE (s.slug = a.slug) = s.retired`,
  'a past revision that keeps its rendering': `SELECT r.number FROM revisions r
     JOIN articles a ON a.id = r.article_id WHERE r.number <> a.revision AND r.html IS NOT NULL`,
  'a revision after the current one': `SELECT r.number FROM revisions r
     JOIN articles a ON a.id = r.article_id WHERE r.number > a.revision`,
  'a shard that counts wrongly': `SELECT number FROM sitemap_shards s WHERE count <> (
     SELECT count(*) FROM articles WHERE status = 'published'
       AND sequence >= s.first_sequence AND sequence < s.first_sequence + s.capacity)`,
  'a sequence number beyond the shards': `SELECT id FROM articles WHERE sequence >= (
     SELECT max(first_sequence + capacity) FROM sitemap_shards)`,
  'an article no trail speaks of': `SELECT id FROM articles WHERE CAST(id AS TEXT) NOT IN (
     SELECT subject FROM audit WHERE action LIKE 'article.%')`,
  'a page without an edition': `SELECT id FROM articles WHERE status = 'published'
     AND 'article/' || slug NOT IN (SELECT page FROM editions)`,
  'an origin that its article does not have': `SELECT o.id FROM origins o
     LEFT JOIN articles a ON a.id = o.article_id WHERE a.id IS NULL`,
  'a hand-in of what is no draft, or of a revision to come': `SELECT h.article_id FROM hand_ins h
     JOIN articles a ON a.id = h.article_id WHERE a.status <> 'draft' OR h.revision > a.revision`,
  'a hand-in that was sent back by nobody': `SELECT article_id FROM hand_ins
     WHERE (returned_at IS NULL) <> (returned_by IS NULL)`,
  'a draft of what was never public, or of a revision to come': `SELECT d.article_id
     FROM pending_drafts d JOIN articles a ON a.id = d.article_id
     WHERE a.sequence IS NULL OR d.revision > a.revision`,
  'a picture of no draft': `SELECT hash FROM draft_pictures
     WHERE article_id NOT IN (SELECT article_id FROM pending_drafts)`,
  'an article at a front and not on its list': `SELECT f.list FROM fronts f
     JOIN articles a ON a.id = f.article_id JOIN sections s ON s.id = a.section_id
     WHERE a.status <> 'published' OR f.list NOT IN ('home', 'section/' || s.slug)`,
  'a front without its version': `SELECT list FROM fronts
     WHERE list NOT IN (SELECT list FROM front_versions)`,
  'readings that are counted wrongly': `SELECT value FROM counters
     WHERE name = 'readings' AND value <> (SELECT count(*) FROM readings)`,
  'a number still to be given': `SELECT id FROM articles
     WHERE id > (SELECT value FROM counters WHERE name = 'article')`,
}

async function expectWhole() {
  const names = Object.keys(HALVES)
  const results = await env.DB.batch(Object.values(HALVES).map((sql) => env.DB.prepare(sql)))
  for (const [i, { results: rows }] of results.entries()) expect(rows, names[i]).toEqual([])
}

/** The ETag of the draft that a path leads to: it cannot be guessed. */
async function etagOfDraft(path: string): Promise<string | null> {
  const id = /^\/api\/articles\/(\d+)\/draft/.exec(path)?.[1]
  const select = env.DB.prepare('SELECT version FROM pending_drafts WHERE article_id = ?1')
  const found = id && (await select.bind(Number(id)).first<{ version: string }>())
  return found ? `"${found.version}"` : null
}

/** Requests to one newsroom before the next begins anew. */
const SERIES = 250

test('whatever is sent, nothing fails on our side, and no article is half-written', async () => {
  vi.spyOn(console, 'info').mockReturnValue()
  vi.spyOn(console, 'error').mockReturnValue()
  vi.stubGlobal('fetch', async () => new Response(png()))
  const runs = Number(env.FUZZ_RUNS)
  const requests = fc.sample(anyRequest, { numRuns: runs, seed: Number(env.FUZZ_SEED) })
  const tally: Record<number, number> = {}
  let newsroom: Newsroom | null = null
  for (const [i, { method, path, headers, body }] of requests.entries()) {
    if (i % SERIES === 0) {
      newsroom = await openNewsroom()
      for (let n = 0; n < 5; n++) await newsroom.post()
    }
    const seen = headers['If-Match'] === 'x' ? await etagOfDraft(path) : null
    const init = {
      method,
      headers: {
        Authorization: `Bearer ${KEY}`,
        ...headers,
        ...(seen && { 'If-Match': seen }),
      },
    }
    // What is answered is held against the document here too.
    const response = await (newsroom as Newsroom).fetch(
      path,
      body === null ? init : { ...init, body },
    )
    // Nobody has the clock tick here, and health says so after some minutes.
    const isTold = path.startsWith('/api/health') && response.status === 503
    if (response.status >= 500 && !isTold)
      throw new Error(`request ${i}: ${method} ${path} ${body}: ${await response.text()}`)
    tally[response.status] = (tally[response.status] ?? 0) + 1
    // The test's own key must go on working.
    if (i % 10 === 0)
      await env.DB.prepare(
        'UPDATE keys SET revoked_at = NULL, superseded_at = NULL WHERE id = 1',
      ).run()
    if (i % 25 === 24) await expectWhole()
  }
  await expectWhole()
  // It has been everywhere: what succeeds, and what is refused.
  const statuses = Object.keys(tally).map(Number)
  expect(statuses).toEqual(expect.arrayContaining([200, 201, 400, 404, 409, 412, 422, 428]))
}, 3_600_000)
