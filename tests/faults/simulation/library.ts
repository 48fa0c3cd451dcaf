/**
 * The texts of a world: where they lie, and what the newsroom promises of them. After each step what the catalogue
 * says of texts is held against what is in the text databases.
 */
import { env } from 'cloudflare:workers'
import { toHex } from '../../../src/articles/digest'
import { pack, sizeOf, unpack } from '../../../src/articles/pack'
import { toReference } from '../../../src/articles/reference'
import { KEY } from '../../support/newsroom'
import { Run } from './run'
import { SPARES, type World } from './world'

const DAY = 86_400

/** The word that a text has and no other, by the title of its article. */
const wordFor = (title: string) => `w${/^.(.*).$/u.exec(title)?.[1]}w`

/** What the page of an article says, by its title. */
export const textFor = (title: string) => `正文${wordFor(title)}。`

/** All that an editor says of an article in one go. Its excerpt tells nothing of its text. */
export const saying = (title: string) => ({ title, summary: title, body: textFor(title) })

/** What stands at the end of a rendering of former times. */
const FORMER = '<p>旧</p>'

/** A revision, as the catalogue has it. */
interface Revision {
  id: number
  number: number
  title: string
  slug: string
  status: string
  isCurrent: 0 | 1
  isErased: 0 | 1
  content: string
  html: string
}

/** A text, as its database has it. */
interface Text {
  id: number
  article: number
  number: number
  createdAt: number
  unusedSince: number | null
  foundAt: number | null
  content: string
  html: string | null
}

/** What an editor has erased, and was told so. */
interface Erased {
  id: number
  numbers: number[]
  /** Whether nothing else went on: then no text database has it once nothing is owed. */
  isAlone: boolean
  /** Since when nothing is owed for it, in UTC seconds; null while something is. */
  since: number | null
}

const nameOf = (store: number, id: number) => `TEXT_${store}/${id}`

export class Library {
  /** By the title that went with it. */
  private readonly erased = new Map<string, Erased>()
  /** Texts of which nothing need be left: an editor has set about erasing them. */
  private readonly mayBeBlank = new Set<string>()
  private readonly hollowTitles = new Set<string>()
  /** Current revisions that had a rendering of former times, and those of them that were rendered anew since. */
  private readonly aged = new Set<string>()
  private readonly renewed = new Set<string>()
  /** When the clock last came by at all texts, with nothing in its way; and when the catalogue was taken back. */
  private round = 0
  private rewoundAt = 0
  private titles: string[] = []

  constructor(private readonly world: World) {
    world.textFor = textFor
    world.hollow = () => this.hollow()
  }

  private get seconds() {
    return Math.floor(this.world.now / 1000)
  }

  private get isAllUp() {
    return !this.world.isD1Down && this.world.textsDown.size === 0
  }

  /** After a restore of the catalogue, the clock has to come by first. */
  private get isSettled() {
    return this.rewoundAt === 0 || this.round > this.rewoundAt
  }

  private async revisions(): Promise<Revision[]> {
    const { results } = await env.DB.prepare(
      `SELECT a.id, r.number, a.title, a.slug, a.status, r.number = a.revision AS isCurrent,
         r.erased_at IS NOT NULL AS isErased, hex(r.content) AS content, hex(r.html) AS html
       FROM revisions r JOIN articles a ON a.id = r.article_id`,
    ).run<Revision>()
    return results
  }

  private async current(id: number): Promise<Revision | undefined> {
    return (await this.revisions()).find((one) => one.id === id && one.isCurrent)
  }

  /** What each text database holds, by name. */
  private async texts(): Promise<Map<string, Text>> {
    const all = SPARES.map(async (db, i): Promise<[string, Text][]> => {
      const { results } = await db
        .prepare(
          `SELECT id, article_id AS article, number, created_at AS createdAt, unused_since AS unusedSince,
             found_at AS foundAt, hex(content) AS content, iif(html IS NULL, NULL, hex(html)) AS html FROM texts`,
        )
        .run<Text>()
      return results.map((text) => [nameOf(i + 1, text.id), text])
    })
    return new Map((await Promise.all(all)).flat())
  }

  /** An editor posts an article. While the catalogue answers, that always succeeds. */
  async post(nth: string, place: number, run: Run, isPlain: boolean) {
    const title = `题${nth}号`
    this.titles.push(title)
    const fields = { ...saying(title), slug: `s${nth}`, section: 'news' }
    const answer = await this.world.write('POST', '/api/articles', fields, place, null, null, run)
    if (!answer && isPlain && !this.world.isD1Down) {
      throw new Error('a post was refused though the catalogue is up')
    }
  }

  async edit(id: number, nth: string, place: number, run: Run) {
    const title = `改${nth}次`
    this.titles.push(title)
    await this.world.write('PATCH', `/api/articles/${id}`, saying(title), place, null, null, run)
  }

  /** An editor erases past revisions of an article. */
  async erase(id: number, place: number, run: Run, isAlone: boolean) {
    const erasable = await this.world.erasable(id)
    if (!erasable) return
    const { title, numbers } = erasable
    this.hollowTitles.add(title)
    for (const [name, { article, number }] of await this.texts()) {
      if (article === id && numbers.includes(number)) this.mayBeBlank.add(name)
    }
    if (await this.world.erase(id, place, run)) {
      this.erased.set(title, { id, numbers, isAlone, since: null })
    }
  }

  /** The number of the database that an article's current text is in, 0 for the catalogue. */
  async storeOf(id: number): Promise<number> {
    const revision = await this.current(id)
    return toReference(revision?.content ?? '')?.store ?? 0
  }

  /** The current text of an article is as it was rendered in former times. */
  async age(id: number) {
    const revision = await this.current(id)
    if (!revision) return
    const reference = toReference(revision.content)
    const text = reference && (await this.texts()).get(nameOf(reference.store, reference.id))
    const { content, html } = reference ? { content: text?.content, html: text?.html } : revision
    if (!content || !html || this.renewed.has(keyOf(revision))) return
    const rendering = await unpack(html)
    if (rendering.endsWith(FORMER)) return
    const former = rendering + FORMER
    const source = await unpack(content, rendering)
    const values = [toHex(await pack(source, former)), toHex(await pack(former)), sizeOf(former)]
    const set = 'SET content = unhex(?1), html = unhex(?2), html_size = ?3'
    await (reference
      ? SPARES[reference.store - 1]
          ?.prepare(`UPDATE texts ${set} WHERE id = ?4`)
          .bind(...values, reference.id)
          .run()
      : env.DB.prepare(`UPDATE revisions ${set} WHERE article_id = ?4 AND number = ?5`)
          .bind(...values, id, revision.number)
          .run())
    this.aged.add(keyOf(revision))
  }

  /** All articles are rendered as they are today. */
  async renew(place: number, run: Run, isPlain: boolean) {
    await this.call('POST', '/api/renewal', place, run)
    const texts = await this.texts()
    for (const revision of await this.revisions()) {
      if (!revision.isCurrent) continue
      const isFormer = await this.noteRendering(revision, texts)
      if (isFormer && isPlain && this.isAllUp) {
        throw new Error(`article ${revision.id} was rendered anew, and is as before`)
      }
    }
  }

  /** Whether a current revision is as it was rendered in former times; if it is no more, that is noted. */
  private async noteRendering(revision: Revision, texts: Map<string, Text>): Promise<boolean> {
    const isFormer = (await renderingOf(revision, texts))?.endsWith(FORMER) ?? false
    const key = keyOf(revision)
    if (!isFormer && this.aged.has(key)) this.renewed.add(key)
    return isFormer
  }

  reindex = (place: number, run: Run) => this.call('POST', '/api/search', place, run)

  private async call(method: string, path: string, place: number, run: Run) {
    const headers = { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/json' }
    const response = await this.world.fetch(path, place, { method, headers, body: '{}' }, run)
    await response.body?.cancel()
    if (response.status === 500) throw new Error(`${path} failed`)
    await this.world.observe()
  }

  /** A tick of the clock. `isPlain`: nothing goes on amid it, and nothing goes wrong. */
  async tick(run: Run, isPlain: boolean) {
    const isCalm = isPlain && this.isAllUp
    const at = this.seconds
    await this.world.clock(run)
    if (!isCalm) return
    const rounds = await Promise.all(
      SPARES.map((db) =>
        db
          .prepare(
            `SELECT began_at >= ?1 AND NOT EXISTS (SELECT 1 FROM texts WHERE id > after) FROM rounds`,
          )
          .bind(at)
          .raw<[0 | 1]>(),
      ),
    )
    if (rounds.every(([row]) => row?.[0] === 1)) this.round = at
  }

  /** A reader looks for the word of a text. */
  async search(nth: number, place: number, run: Run | null) {
    const title = this.titles[nth % this.titles.length] ?? ''
    const before = await this.said()
    const isSettled = this.isAllUp && this.isSettled
    const word = wordFor(title)
    const response = await this.world.fetch(`/search?q=${word}`, place, {}, run)
    const page = await response.text()
    // A Worker that died has answered nobody.
    if (run?.isDead) return
    if (response.status !== 200) {
      if (this.world.isD1Down || run?.isHurt) return
      throw new Error(`a search failed with ${response.status}`)
    }
    const after = run?.wasJoined ? await this.said() : before
    // What is moved between two questions of a search may be missed by both.
    this.checkFound(title, page, before, after, isSettled && !run?.isHurt && !run?.wasJoined)
  }

  /** A page of results shows those that say so, and all of them unless something may be amiss (`isSettled`). */
  private checkFound(title: string, page: string, before: Said, after: Said, isSettled: boolean) {
    const word = wordFor(title)
    const shown = [...page.matchAll(/<h2[^>]*><a href="\/articles\/([^"]+)"/g)].map(
      ([, slug]) => slug as string,
    )
    const says = (said: Said, slug: string) => said.get(slug)?.includes(textFor(title))
    const wrong = shown.find((slug) => !says(before, slug) && !says(after, slug))
    if (wrong) throw new Error(`a search for ${word} shows ${wrong}, which does not say so`)
    if (new Set(shown).size < shown.length) throw new Error(`a search for ${word} shows one twice`)
    const missed = [...before.keys()].find(
      (slug) => says(before, slug) && says(after, slug) && !shown.includes(slug),
    )
    if (missed && isSettled) {
      throw new Error(`a search for ${word} does not show ${missed}, which says so`)
    }
  }

  /** What articles say, as readers get it. */
  private async said(): Promise<Said> {
    const texts = await this.texts()
    const said: Said = new Map()
    for (const revision of await this.revisions()) {
      if (!revision.isCurrent || revision.status !== 'published') continue
      said.set(revision.slug, (await renderingOf(revision, texts)) ?? '')
    }
    return said
  }

  private async hollow(): Promise<Set<number>> {
    if (this.rewoundAt === 0) return new Set()
    const texts = await this.texts()
    const hollow = new Set<number>()
    for (const revision of await this.revisions()) {
      const html = revision.isCurrent ? await renderingOf(revision, texts) : null
      if (html !== null && !html.includes(textFor(revision.title))) hollow.add(revision.id)
    }
    return hollow
  }

  /** Whether what was promised holds, at any moment. */
  async check() {
    const [revisions, texts] = [await this.revisions(), await this.texts()]
    for (const revision of revisions) await this.checkText(revision, texts)
    await this.checkErased(texts)
  }

  /** Whatever the catalogue refers to is there, and can be read in full, unless it was erased. */
  private async checkText(revision: Revision, texts: Map<string, Text>) {
    const { id, number, title, isCurrent, isErased } = revision
    const reference = toReference(revision.content)
    if (isErased || !reference) return this.checkRendering(revision, texts)
    const name = nameOf(reference.store, reference.id)
    const text = texts.get(name)
    if (!text) throw new Error(`${name} is lost, which is revision ${number} of article ${id}`)
    if (text.article !== id || text.number !== number) {
      throw new Error(`${name} is revision ${number} of article ${id}, and of another’s`)
    }
    if (text.content === '') {
      if (!this.mayBeBlank.has(name)) throw new Error(`${name} is blank, and was not erased`)
      return
    }
    const isToBeFound = isCurrent && revision.status === 'published'
    if (isToBeFound && text.foundAt === null && this.isSettled) {
      throw new Error(`${name} cannot be found: published`)
    }
    const html = text.html === null ? undefined : await unpack(text.html)
    const said = JSON.parse(await unpack(text.content, html)) as { title: string; body: string }
    if (isCurrent && html === undefined) throw new Error(`article ${id} has lost its rendering`)
    if (isCurrent && said.title !== title) {
      throw new Error(`article ${id} is ${title}, and its text is that of ${said.title}`)
    }
    const isHollow = this.hollowTitles.has(said.title) && said.body === ''
    if (said.body !== textFor(said.title) && !isHollow) throw new Error(`${name} says ${said.body}`)
    return this.checkRendering(revision, texts)
  }

  /** What was rendered anew does not come back as it was before. */
  private async checkRendering(revision: Revision, texts: Map<string, Text>) {
    if (!revision.isCurrent) return
    const isFormer = await this.noteRendering(revision, texts)
    if (isFormer && this.renewed.has(keyOf(revision))) {
      throw new Error(`article ${revision.id} is shown again as it was rendered before`)
    }
  }

  /** What is erased is in no text database once nothing is owed; or once the clock has come by, see `Erased`. */
  private async checkErased(texts: Map<string, Text>) {
    const owed = await env.DB.prepare("SELECT 1 FROM outbox WHERE kind = 'erase'").first()
    for (const [title, erased] of this.erased) {
      if (erased.since === null && !owed) erased.since = this.seconds
      if (erased.since === null || (!erased.isAlone && this.round <= erased.since)) continue
      for (const [name, text] of texts) {
        const isErased = text.article === erased.id && erased.numbers.includes(text.number)
        if (!isErased && this.round <= erased.since) continue
        const html = text.html === null ? '' : await unpack(text.html)
        const content = text.content === '' ? '' : await unpack(text.content, html)
        if (`${html} ${content}`.includes(wordFor(title))) {
          throw new Error(`${name} still holds ${title}, which was erased`)
        }
      }
    }
  }

  private past: Past[] = []

  /** D1 remembers this moment of the catalogue. */
  async remember() {
    const [tables, accepted] = [await tablesOf(), [...this.world.accepted]]
    const name = `past_${this.past.length}`
    await env.DB.batch(
      tables.flatMap((table) => [
        env.DB.prepare(`DROP TABLE IF EXISTS ${name}_${table}`),
        env.DB.prepare(`CREATE TABLE ${name}_${table} AS SELECT * FROM ${table}`),
      ]),
    )
    this.past.push({ name, tables, accepted, at: this.seconds, renewed: [...this.renewed] })
  }

  /**
   * The catalogue, and nothing else, is taken back to a moment that D1 remembers: one of the last thirty days
   * (`back`: which, the newest first).
   */
  async rewind(back: number) {
    const { world } = this
    const from = this.seconds - 30 * DAY
    const within = this.past.filter(({ at }) => at >= from).reverse()
    const past = within[back % within.length]
    if (!past) return
    this.past = this.past.slice(0, this.past.indexOf(past) + 1)
    world.isD1Down = false
    await takeBack(past)
    await this.indexCatalogue()
    this.rewoundAt = this.seconds
    this.renewed.clear()
    for (const key of past.renewed) this.renewed.add(key)
    await this.forgetErased()
    await world.rewound([...past.accepted])
  }

  /**
   * An erasure that was still owed is undone, as is one of a text that lay in the catalogue: somebody has to
   * erase it again.
   */
  private async forgetErased() {
    const revisions = await this.revisions()
    for (const [title, { id, numbers, since }] of this.erased) {
      const isBack = revisions.some(
        (one) => one.id === id && numbers.includes(one.number) && !toReference(one.content),
      )
      if (since === null || isBack) this.erased.delete(title)
    }
  }

  /** SQLite lets nobody else write the tables of its index: so what D1 would take back is made anew. */
  private async indexCatalogue() {
    const { reindexThese } = await import('../../../src/articles/texts/reindex')
    await env.DB.prepare("INSERT INTO search (search) VALUES ('delete-all')").run()
    const own = (await this.revisions()).filter(
      ({ isCurrent, content }) => isCurrent && !toReference(content),
    )
    const ids = own.map(({ id }) => id)
    if (ids.length > 0) await reindexThese({ db: this.world.whole, stores: new Map() }, ids)
  }

  /** Once time has passed, each text database holds what the catalogue refers to, and nothing else. */
  async end() {
    await this.check()
    for (let round = 0; round < 2; round++) {
      await this.world.advance(36 * DAY)
      // The first may have the rest of an earlier round to do.
      await this.tick(new Run(null), true)
      await this.tick(new Run(null), true)
      await this.check()
    }
    const [revisions, texts] = [await this.revisions(), await this.texts()]
    const referred = new Map<string, Revision>()
    for (const revision of revisions) {
      const reference = toReference(revision.content)
      if (reference) referred.set(nameOf(reference.store, reference.id), revision)
    }
    for (const [name, text] of texts) {
      const revision = referred.get(name)
      if (!revision) throw new Error(`${name} is left over: ${JSON.stringify(text)}`)
      if (!revision.isCurrent && text.html !== null && text.content !== '') {
        throw new Error(`${name} still has its rendering, and is of the past`)
      }
      const isToBeFound = revision.isCurrent === 1 && revision.status === 'published'
      if ((text.foundAt !== null) !== isToBeFound) {
        throw new Error(`${name} ${isToBeFound ? 'cannot' : 'can'} be found: ${revision.status}`)
      }
    }
    for (const db of SPARES) {
      const left = await db
        .prepare('SELECT (SELECT count(*) FROM search) - (SELECT count(found_at) FROM texts) AS n')
        .first<number>('n')
      if (left !== 0) throw new Error(`${left} texts are in an index and should not be`)
    }
    const said = await this.said()
    for (const title of this.titles) {
      const response = await this.world.fetch(`/search?q=${wordFor(title)}`, 0, {})
      this.checkFound(title, await response.text(), said, said, true)
    }
  }
}

/** Renderings by the addresses of articles. */
type Said = Map<string, string>

/** A moment of the catalogue. */
interface Past {
  /** What the tables of its rows begin with. */
  name: string
  tables: string[]
  at: number
  accepted: World['accepted']
  renewed: string[]
}

const keyOf = ({ id, number }: Revision) => `${id}/${number}`

/** The rendering that readers get of a current revision; empty when it is blank. */
async function renderingOf(revision: Revision, texts: Map<string, Text>): Promise<string | null> {
  const reference = toReference(revision.html)
  const html = reference ? texts.get(nameOf(reference.store, reference.id))?.html : revision.html
  if (html === undefined) return null
  return html === null || html === '' ? '' : unpack(html)
}

/** The tables that D1 takes back. Those of the index are out of reach: see `indexCatalogue`. */
async function tablesOf(): Promise<string[]> {
  const { results } = await env.DB.prepare(
    `SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND name NOT LIKE 'past!_%' ESCAPE '!'
     AND name NOT LIKE '!_cf!_%' ESCAPE '!' AND name NOT IN ('d1_migrations', 'sqlite_schema')`,
  ).run<{ name: string }>()
  return results.map(({ name }) => name)
}

async function takeBack({ name, tables }: Past) {
  const { results } = await env.DB.prepare(
    "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'",
  ).run<{ name: string; sql: string }>()
  const run = (sql: string) => env.DB.prepare(sql)
  await env.DB.batch([
    run('PRAGMA defer_foreign_keys = on'),
    ...results.map((trigger) => run(`DROP TRIGGER ${trigger.name}`)),
    ...tables.map((table) => run(`DELETE FROM ${table}`)),
    ...tables.map((table) => run(`INSERT INTO ${table} SELECT * FROM ${name}_${table}`)),
    ...results.map(({ sql }) => run(sql)),
  ])
}
