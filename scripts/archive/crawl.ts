/** Reads an archive through its sitemaps, as a crawler would, and compares what they list with what is published. */
import type { DatabaseSync } from 'node:sqlite'
import { paths, type Site } from '../../src/site'
import type { LocalWorker } from './worker'

const MAX_URLS = 50_000
const MAX_BYTES = 10_000_000
const MAX_LOC_BYTES = 256

/** Prints what it finds, and gives the faults, with how many articles are published. */
export async function checkSitemaps(
  worker: LocalWorker,
  catalogue: DatabaseSync,
  site: Site,
): Promise<{ faults: string[]; published: number }> {
  const faults: string[] = []
  const expect = (isTrue: boolean, fault: string) => {
    if (!isTrue) faults.push(fault)
  }
  const index = await worker.read(paths.sitemapIndex)
  const shards = locsIn(index.text).filter((loc) => /\/sitemap\d+\.xml$/.test(loc))
  const seen = new Map<string, number>()
  let [largest, longest] = [0, 0]
  for (const shard of shards) {
    const path = shard.slice(site.origin.length)
    const first = await worker.read(path)
    const again = await worker.read(path)
    expect(first.status === 200, `${path} answers ${first.status}`)
    expect(again.text === first.text, `${path} is not the same twice`)
    expect(again.statements <= 1, `${path} costs ${again.statements} statements unchanged`)
    const locs = locsIn(first.text)
    expect(locs.length <= MAX_URLS, `${path} has ${locs.length} URLs`)
    largest = Math.max(largest, new TextEncoder().encode(first.text).length)
    longest = Math.max(longest, ...locs.map((loc) => loc.length))
    for (const loc of locs) seen.set(loc, (seen.get(loc) ?? 0) + 1)
    worker.forget()
  }
  expect(largest < MAX_BYTES, `a file has ${largest} bytes`)
  expect(longest <= MAX_LOC_BYTES, `a loc has ${longest} bytes`)
  seen.delete(site.origin + paths.home)
  const urls = seen.size

  let [published, missing, twice] = [0, 0, 0]
  const slugs = catalogue.prepare("SELECT slug FROM articles WHERE status = 'published'")
  for (const { slug } of slugs.iterate()) {
    const url = site.origin + paths.article(String(slug))
    const times = seen.get(url) ?? 0
    published++
    if (times === 0) missing++
    if (times > 1) twice++
    seen.delete(url)
  }
  const compared = `${twice} twice, ${missing} missing, ${seen.size} too many`
  expect(twice + missing + seen.size === 0, compared)
  console.log(`${published} articles published, ${urls} URLs in ${shards.length} sitemaps`)
  console.log(compared)
  console.log(`largest file ${(largest / 1e6).toFixed(2)} MB, longest loc ${longest} bytes`)
  console.log(`the index: ${index.rows} rows from D1 for ${shards.length} sitemaps`)
  return { faults, published }
}

const locsIn = (xml: string) =>
  [...xml.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, loc]) => loc as string)
