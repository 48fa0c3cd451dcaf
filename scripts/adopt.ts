/** Brings in the pictures that articles show from elsewhere, and has the articles name them by their hashes. */
import { atOnce } from './at-once.ts'
import { EXIT, Fault } from './command.ts'
import { pictureAddresses, withAddresses } from './picture-addresses.ts'
import type { Format } from './picture-places.ts'
import { ask, look, type Newsroom, Refusal, toJson } from './request.ts'
import { reasonOf, sendAddress, takesNone } from './send-picture.ts'

interface Listed {
  id: number
}

interface Article extends Listed {
  slug: string
  url: string
  revision: number
  format: Format
  body: string
}

export interface AdoptOptions {
  /** Says what there is, and changes nothing. */
  isDry: boolean
  /** The only section to look in. */
  section?: string | undefined
}

/** How often an article is read again, because somebody else has changed it meanwhile. */
const ATTEMPTS = 3

/** As many as a list has at most. */
const PAGE = 100

/** Stands for a hash that is not known yet. */
const ANY = `picture:${'0'.repeat(64)}`

const LEFT =
  'stays: a link shares its definition, or it is written in a way that cannot be followed; change it by hand'

/** Adopts the pictures of all articles; gives back whether nothing went wrong. */
export async function adopt(newsroom: Newsroom, options: AdoptOptions): Promise<boolean> {
  const adoption = new Adoption(newsroom, options.isDry)
  let looked = 0
  for await (const articles of pagesOf(newsroom, options.section)) {
    for await (const [, done] of atOnce(articles, ({ id }) => adoption.take(id))) await done
    looked += articles.length
    if (articles.length === PAGE) console.log(`${looked} articles …`)
  }
  console.log(adoption.summary(looked))
  return adoption.failed === 0
}

async function* pagesOf(newsroom: Newsroom, section: string | undefined) {
  const query = new URLSearchParams({ limit: String(PAGE) })
  if (section !== undefined) query.set('section', section)
  for (let next: string | null = ''; next !== null; ) {
    if (next) query.set('cursor', next)
    const path = `/api/articles?${query}`
    const page: { articles: Listed[]; next: string | null } = await look(newsroom, path)
    yield page.articles
    next = page.next
  }
}

class Adoption {
  private readonly newsroom: Newsroom
  private readonly isDry: boolean
  /** By address: the hash, or null for one that could not be had. */
  private readonly brought = new Map<string, Promise<string | null>>()
  private articles = 0
  private pictures = 0
  failed = 0

  constructor(newsroom: Newsroom, isDry: boolean) {
    this.newsroom = newsroom
    this.isDry = isDry
  }

  /** Rewrites an article as it is now; reads it again when somebody was faster. */
  async take(id: number): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      const article = await look<Article>(this.newsroom, `/api/articles/${id}`)
      try {
        return await this.rewrite(article)
      } catch (fault) {
        if (takesNone(fault) || !(fault instanceof Refusal)) throw fault
        if (fault.status !== 412) return this.tell(`${article.slug}: ${reasonOf(fault)}`)
        if (attempt >= ATTEMPTS) {
          return this.tell(`${article.slug}: others keep changing it; run the same command again`)
        }
      }
    }
  }

  private async rewrite({ id, slug, url, revision, format, body }: Article): Promise<void> {
    const own = [this.newsroom.url, url].map((address) => URL.parse(address)?.origin)
    const isElsewhere = (address: string) =>
      /^https?:\/\//i.test(address) && !own.includes(URL.parse(address)?.origin)
    const found = pictureAddresses(body, format).filter(isElsewhere)
    if (found.length === 0) return
    // What cannot be rewritten need not be fetched.
    const { left } = withAddresses(body, format, (one) => (isElsewhere(one) ? ANY : null))
    for (const address of left) this.tell(`${slug}: ${address} ${LEFT}`)
    const hashes = new Map<string, string | null>()
    const wanted = found.filter((address) => !left.includes(address))
    const bringing = wanted.map(async (one) => hashes.set(one, await this.bring(one, slug)))
    await Promise.all(bringing)
    if (this.isDry && wanted.length > 0) this.articles++
    const rewritten = withAddresses(body, format, (address) => {
      const hash = hashes.get(address)
      return hash ? `picture:${hash}` : null
    }).source
    if (this.isDry || rewritten === body) return
    const change = {
      method: 'PATCH',
      path: `/api/articles/${id}`,
      type: 'application/merge-patch+json',
      body: JSON.stringify({ body: rewritten }),
      ifMatch: `"${revision}"`,
    } as const
    const { notes = [] } = await ask(this.newsroom, change, toJson<{ notes?: string[] }>)
    this.articles++
    const count = [...hashes.values()].filter(Boolean).length
    console.log(`${slug}: ${count} of ${found.length} pictures adopted`)
    for (const note of notes) console.error(`  ${slug}: note: ${note}`)
  }

  /** Has the newsroom fetch it, once in a run; null where that fails, which is told. */
  private bring(address: string, slug: string): Promise<string | null> {
    const url = URL.parse(address)?.href ?? address
    const bringing = this.brought.get(url) ?? this.fetch(url, slug)
    this.brought.set(url, bringing)
    return bringing
  }

  private async fetch(url: string, slug: string): Promise<string | null> {
    if (this.isDry) {
      this.pictures++
      console.log(`${slug}: ${url}`)
      return null
    }
    try {
      const { hash, notes = [] } = await sendAddress(this.newsroom, url)
      this.pictures++
      for (const note of notes) console.error(`  ${url}: note: ${note}`)
      return hash
    } catch (fault) {
      if (takesNone(fault) || !(fault instanceof Fault) || fault.exit !== EXIT.refused) throw fault
      this.tell(`${slug}: ${url}: ${reasonOf(fault)}`)
      return null
    }
  }

  private tell(what: string): void {
    this.failed++
    console.error(what)
  }

  /** What was done, in a sentence. */
  summary(looked: number): string {
    const done = this.isDry
      ? `${this.pictures} pictures of ${this.articles} articles are elsewhere`
      : `${this.pictures} pictures brought in, ${this.articles} articles rewritten`
    return `${looked} articles looked through: ${done}, ${this.failed} ${this.isDry ? 'cannot be rewritten' : 'failed'}.`
  }
}
