/** Asks D1 and KV for the same as the newsroom, and answers the same bytes. No logic at all. */
import { asked, take } from './asked'
import type { Call, Query } from './recording'

export default {
  async fetch(request, env, ctx): Promise<Response> {
    if (request.method === 'PUT') return take(request)
    const { steps, after, answer, isCopy } = asked(request)
    const results = await play(env, steps)
    if (after.length > 0) ctx.waitUntil(play(env, after))
    const copy = isCopy ? results.find((result) => (result as Copy | undefined)?.value) : null
    return new Response(copy ? (copy as Copy).value : answer.body || null, answer)
  },
} satisfies ExportedHandler<Env>

type Copy = { value: string | ArrayBuffer }

async function play(env: Env, steps: Call[][]): Promise<unknown[]> {
  let results: unknown[] = []
  for (const step of steps) results = await Promise.all(step.map((call) => make(env, call)))
  return results
}

function make(env: Env, call: Call): Promise<unknown> {
  if ('run' in call) return statement(env, call.run).run()
  if ('batch' in call) return env.DB.batch(call.batch.map((query) => statement(env, query)))
  if ('get' in call) return env.PAGES.getWithMetadata(call.get, call.type as 'text')
  if ('put' in call) return env.PAGES.put(call.put, call.value, { metadata: call.metadata })
  return env[call.limit].limit({ key: call.key })
}

const statement = (env: Env, { sql, values }: Query) => env.DB.prepare(sql).bind(...values)
