/** Answers as the newsroom does, with what that took: a `Recording`. */
import { app } from '../../src/app'
import { type Call, noCost, type Recording, recorded } from './recording'

export default {
  async fetch(request, env): Promise<Response> {
    const steps: Call[][] = []
    const cost = noCost()
    const work: Promise<unknown>[] = []
    const ctx = { waitUntil: (promise: Promise<unknown>) => work.push(promise), props: {} }
    const response = await app.fetch(request, recorded(env, steps, cost), ctx as never)
    const body = await response.text()
    const before = steps.length
    await Promise.all(work)
    const { status } = response
    const answer = { status, headers: Object.fromEntries(response.headers), body }
    const isCopy = response.headers.get('Server-Timing') === 'kv'
    const recording: Recording = {
      steps: steps.slice(0, before),
      after: steps.slice(before),
      answer,
      isCopy,
      cost,
    }
    return Response.json(recording)
  },
} satisfies ExportedHandler<Env>
