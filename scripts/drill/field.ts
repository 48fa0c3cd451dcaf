/**
 * What a drill does to a newsroom and sees of it: a real one, or a stand-in in tests. Times are milliseconds by the
 * clock of who looks.
 */
import { ask, look, type Newsroom, send, toJson } from '../request.ts'

/** An article as the API has it. */
export interface Known {
  id: number
  revision: number
  status: string
  section: { slug: string }
}

/** What a reader got. */
export interface Seen {
  status: number
  body: string
  /** `Age`, in seconds: how long a cache has had it; null where none has said so. */
  age: number | null
  /** `Cf-Cache-Status`; null where no cache of Cloudflare's is in front. */
  cache: string | null
  /** `X-Request-Id`: each answer of the Worker has its own, and a cache hands it on with the answer. */
  answer: string | null
}

export interface Field {
  now(): number
  wait(milliseconds: number): Promise<void>
  /** What a reader gets at a path of the public address, without any key. */
  read(path: string): Promise<Seen>
  /** The slug of a section that articles can be posted to; null where there is none. */
  section(): Promise<string | null>
  post(document: Record<string, unknown>): Promise<Known>
  /** Changes an article; by the newsroom's other address, where that is asked for. */
  change(article: Known, patch: Record<string, unknown>, byOther?: boolean): Promise<Known>
  look(id: number): Promise<Known>
  /** Whether there is another address. */
  hasOther: boolean
}

/** For how long a reader waits for a page, in milliseconds. */
const PATIENCE = 15_000

/** A newsroom on the net; `other` is another address of the same, like the one at workers.dev. */
export function fieldOf(newsroom: Newsroom, other: string | null): Field {
  const elsewhere = other === null ? null : { ...newsroom, url: other }
  return {
    now: () => performance.now(),
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    read: (path) => readAt(newsroom.url, path),
    section: async () =>
      (await look<{ sections: { slug: string }[] }>(newsroom, '/api/sections')).sections[0]?.slug ??
      null,
    post: (document) =>
      send<Known>(newsroom, 'POST', '/api/articles', document, crypto.randomUUID()),
    change: ({ id, revision }, patch, byOther = false) =>
      ask(
        byOther && elsewhere ? elsewhere : newsroom,
        {
          method: 'PATCH',
          path: `/api/articles/${id}`,
          type: 'application/merge-patch+json',
          body: JSON.stringify(patch),
          ifMatch: `"${revision}"`,
        },
        toJson<Known>,
      ),
    look: (id) => look<Known>(newsroom, `/api/articles/${id}`),
    hasOther: elsewhere !== null,
  }
}

async function readAt(url: string, path: string): Promise<Seen> {
  const response = await fetch(new URL(path, url), {
    redirect: 'manual',
    signal: AbortSignal.timeout(PATIENCE),
  })
  const age = response.headers.get('Age')
  return {
    status: response.status,
    body: await response.text(),
    age: age === null ? null : Number(age),
    cache: response.headers.get('Cf-Cache-Status'),
    answer: response.headers.get('X-Request-Id'),
  }
}
