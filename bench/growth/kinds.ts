/** The requests that are measured. */

import type { Answer, Cost } from '../../scripts/archive/worker'
import { type ExportFilter, firstArticle, readStretch } from '../../src/articles/export'
import { withTexts } from '../../src/articles/texts/bring'
import { guarded } from '../../src/delivery/guarded'
import { paths } from '../../src/site'
import type { Room, Words } from './room'

/** Makes one in its round, from 0. */
type Kind = (room: Room, words: Words, round: number) => Promise<Cost>

const FILTER: ExportFilter = { since: null, revisions: false, sections: null }

const articleIn = ({ sample }: Room, round: number) =>
  sample[(round * 37) % sample.length] as Room['sample'][number]

/** From the databases: without memory or copies in KV. */
async function read({ worker }: Room, path: string, init?: RequestInit): Promise<Answer> {
  worker.forget()
  const answer = await worker.read(path, init)
  if (answer.status >= 300) throw new Error(`${path} answers ${answer.status}: ${answer.text}`)
  return answer
}

const search = (room: Room, q: string, section = '') =>
  read(room, `${paths.search}?${new URLSearchParams({ q, section })}`)

async function post(room: Room, round: number): Promise<Answer> {
  await room.enter()
  const body = articleIn(room, round).slug.repeat(9)
  return read(room, '/api/articles', {
    method: 'POST',
    headers: { Authorization: `Bearer ${room.secret}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ title: `测量 ${round}`, section: 'news', body, status: 'published' }),
  })
}

/** A stretch of an export from a sequence number on, each text inflated. */
const exported = ({ worker }: Room, after: number) =>
  worker.counted(async () => {
    const db = withTexts(worker.bound, guarded(worker.bound.DB))
    const place = { ...firstArticle(FILTER), keys: [after] }
    const { revisions } = await readStretch(db, FILTER, place)
    for await (const { content } of revisions) if (!content) throw new Error('a text is missing')
  })

export const KINDS: Record<string, Kind> = {
  'home page': (room) => read(room, paths.home),
  'article page': (room, _, round) => read(room, paths.article(articleIn(room, round).slug)),
  'search: a word of every second article': (room, { common }) => search(room, common),
  'search: what one article says': (room, _, round) =>
    search(room, String(articleIn(room, round).id)),
  'search: two words that a tenth has each': (room, { pair }) => search(room, pair.join(' ')),
  'search: the same, said as one': (room, { pair }) => search(room, pair.join('')),
  // A twentieth of all titles has it, and each of them stands in another section.
  'search: a word that its section has not': (room) => search(room, 'riverside', 'culture'),
  post: (room, _, round) => post(room, round),
  'export: the first stretch': (room) => exported(room, 0),
  'export: one from the middle': (room) => exported(room, Math.floor(room.last / 2)),
}
