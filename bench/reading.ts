/** How fast each kind of page is served, beside handlers that do less or more. */
import { type Ask, Clients, type Timing } from './machine/drive'
import { usageOf } from './machine/process'
import { median } from './machine/statistics'
import type { Running } from './machine/workerd'
import type { Kind } from './requests'

/** Those whose requests are timed, the newsroom first. */
export const COMPARED = ['newsroom', 'calls', 'bare', 'render'] as const
export type Compared = (typeof COMPARED)[number]

export interface Reading {
  name: string
  /** In the last round. */
  timings: Record<Compared, Timing>
  /** The newsroom's rate as a multiple of each one's: the median of the rounds. */
  ratios: Record<Compared, number>
  /** The same against `calls`, round by round. */
  rounds: number[]
  /** Milliseconds a request: of the Worker alone; of all workerd, D1 and KV included; the same of `calls`. */
  cpu: { worker: number; workerd: number; calls: number }
}

export interface Effort {
  rounds: number
  /** Seconds a round takes. */
  seconds: number
}

const CLIENTS = 8
/** Requests in a row before it is another's turn. */
const SLICE = 16

/** The newsroom with an empty memory in place of the newsroom. */
const withoutMemory = (room: Running): Running => ({
  ...room,
  urls: { ...room.urls, newsroom: room.urls.forgetful as string },
})

export async function measureReading(
  running: Running,
  pid: number,
  kind: Kind,
  effort: Effort,
): Promise<Reading> {
  const room = kind.isHot ? running : withoutMemory(running)
  const ready = await prepare(room, kind)
  const rounds = await race(room, ready, effort)
  const of = <T>(get: (who: Compared) => T) =>
    Object.fromEntries(COMPARED.map((who) => [who, get(who)])) as Record<Compared, T>
  const ratiosTo = (who: Compared) => rounds.map((round) => round.newsroom.rate / round[who].rate)
  return {
    name: kind.name,
    timings: of((who) => (rounds.at(-1) as Record<Compared, Timing>)[who]),
    ratios: of((who) => median(ratiosTo(who))),
    rounds: ratiosTo('calls'),
    cpu: await measureCpu(room, pid, ready, effort.rounds),
  }
}

/** Sees to copies in KV and tells the handlers that have to be told. Gives the requests to make. */
async function prepare({ urls }: Running, kind: Kind): Promise<Kind> {
  const asks: Ask[] = []
  for (const [n, ask] of kind.asks.entries()) {
    const first = await fetch(urls.newsroom + ask.path, { redirect: 'manual' })
    await first.arrayBuffer()
    const etag = first.headers.get('ETag')
    const headers = kind.status === 304 && etag ? { 'If-None-Match': etag } : {}
    await settled()
    await spoil(urls.control as string, kind, [n])
    const answer = await fetch(urls.recorder + ask.path, { headers })
    const body = await answer.text()
    for (const who of ['calls', 'bare'])
      await fetch(urls[who] + ask.path, { method: 'PUT', headers, body })
    asks.push({ ...ask, headers })
  }
  return { ...kind, asks }
}

/** Copies are put into KV after the answer. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 200))

/** Gives the nth pages a new edition, so that no copy of them is good any more. */
async function spoil(control: string, { spoiled }: Kind, places: number[]) {
  if (!spoiled) return
  const sql = `UPDATE editions SET edition = lower(hex(randomblob(10)))
    WHERE page IN (SELECT value FROM json_each(?1))`
  const values = [JSON.stringify(places.map((place) => spoiled[place % spoiled.length]))]
  const body = JSON.stringify({ sql, values })
  await (await fetch(control, { method: 'POST', body })).arrayBuffer()
}

/** Rounds of everybody in turns. The first, in which everything gets warm, does not count. */
async function race({ urls }: Running, kind: Kind, { rounds, seconds }: Effort) {
  // No page twice in a slice when each is to be made anew.
  const size = kind.spoiled ? Math.min(SLICE, kind.asks.length) : SLICE
  const everybody = COMPARED.map((who) => new Clients(urls[who] as string, CLIENTS))
  const ask = (n: number) => kind.asks[n % kind.asks.length] as Ask
  const timings: Record<Compared, Timing>[] = []
  let first = 0
  for (let round = 0; round <= rounds; round++) {
    for (let spent = 0; spent < seconds * 1_000; first += size) {
      const places = Array.from({ length: size }, (_, i) => first + i)
      await spoil(urls.control as string, kind, places)
      const start = performance.now()
      // Each in its turn is the first, in the wake of each other.
      const turn = (first / size) % everybody.length
      for (const clients of [...everybody.slice(turn), ...everybody.slice(0, turn)])
        await clients.drive(size, ask, kind.status)
      spent += performance.now() - start
    }
    const all = everybody.map((clients) => clients.timing())
    timings.push(Object.fromEntries(COMPARED.map((who, i) => [who, all[i]])) as never)
  }
  for (const clients of everybody) await clients.close()
  return timings.slice(1)
}

/** Fewer of what takes long. */
const cpuRequests = ({ spoiled }: Kind) => (spoiled ? 48 : 200)

/** By difference: what workerd takes for the newsroom with answers from memory, and for nothing. */
async function measureCpu({ urls }: Running, pid: number, kind: Kind, rounds: number) {
  const headers = kind.spoiled ? { 'No-Copy': '1' } : {}
  const ask = (n: number) => {
    const { path, headers: own } = kind.asks[n % kind.asks.length] as Ask
    return { path, headers: { ...own, ...headers } }
  }
  await fetch(urls.quiet as string, { method: 'PUT' })
  const requests = cpuRequests(kind)
  const who = ['quiet', 'empty', 'newsroom', 'calls']
  const spent: Record<string, number[]> = Object.fromEntries(who.map((name) => [name, []]))
  for (let round = 0; round <= rounds; round++) {
    for (const name of who) {
      const clients = new Clients(urls[name] as string, 1)
      const before = usageOf(pid).cpu
      await clients.drive(requests, ask, name === 'empty' ? 200 : kind.status)
      if (round > 0) spent[name]?.push((usageOf(pid).cpu - before) / requests)
      await clients.close()
    }
  }
  const of = (name: string) => median(spent[name] as number[])
  const own = kind.isHot ? 'newsroom' : 'quiet'
  return { worker: of(own) - of('empty'), workerd: of('newsroom'), calls: of('calls') }
}
