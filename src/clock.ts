/** What the clock does each minute: see `[triggers]` in wrangler.toml. */
import { withTexts } from './articles/texts/bring'
import { payErasures } from './articles/texts/erase'
import { catalogueFill, textFills, warnOfFilling } from './articles/texts/filling'
import { makeRounds } from './articles/texts/rounds'
import { storesOf } from './articles/texts/stores'
import { publicArticles } from './articles/told'
import { publishDue } from './articles/writing/due'
import { endFronts } from './articles/writing/front-ends'
import { sweep } from './articles/writing/sweep'
import { beat } from './delivery/beat'
import { claimDebts, PICTURE } from './delivery/debts'
import { enginesOf } from './delivery/engines/all'
import { payPings } from './delivery/engines/tell'
import { payWebhooks } from './delivery/hooks/tell'
import { log, newRequestId, withRequestId } from './delivery/log'
import { outlastLeases, pay, payDebts } from './delivery/outbox'
import { type Execution, outsideOf } from './delivery/outside'
import { forgetExpired } from './editing/saving/retries'
import { articlePageNamed } from './reading/article'
import { siteOf } from './site'

/**
 * One tick at `now`, in UTC seconds: what is due is published, fronts end, what is owed is paid, what has expired
 * cleared away, and search engines and webhooks are told. Once an hour the log says which databases fill. A part that
 * fails holds up no other.
 */
export const tick = (env: Env, ctx: Execution, now: number): Promise<void> =>
  withRequestId(newRequestId(), async () => {
    const db = withTexts(env, env.DB)
    const site = siteOf(env)
    const outside = outsideOf(env, ctx, articlePageNamed)
    const debts = (await part(() => claimDebts(db, now))) ?? []
    const newsroom = { db, site, engines: enginesOf(env, site), stores: storesOf(env) }
    const [pictures = [], others = []] = [true, false].map((is) =>
      debts.filter(({ kind }) => (kind === PICTURE) === is),
    )
    const owed = (await part(() => publishDue(newsroom, now))) ?? []
    const ended = await part(() => endFronts(db, now))
    if (ended) owed.push(ended)
    const gallery = { ...newsroom, bucket: env.PICTURES }
    owed.push(...((await part(() => sweep(gallery, pictures, now)))?.owed ?? []))
    // Once, and for debts too: of those that an editor's request left behind nobody knows how old they are.
    if (others.length + owed.length > 0) await outlastLeases(outside)
    await part(() => payDebts(outside, others, now))
    await part(() => payErasures(newsroom, now))
    if (owed.length > 0) await part(() => pay(outside, owed))
    await part(() => makeRounds(newsroom, now))
    const last = await part(() => db.batch([forgetExpired(db, now), beat(db, now)]))
    // Last: they wait for others, and nobody for them.
    const wire = { db, fetch: (request: Request) => fetch(request) }
    await Promise.all([
      part(() => payPings(wire, env, now)),
      part(() => payWebhooks({ ...wire, site, articles: publicArticles }, now)),
      isFirstOfHour(now) ? part(() => lookAtSizes(env, last)) : null,
    ])
  })

/** Whether a moment, in UTC seconds, is in the first minute of an hour. */
const isFirstOfHour = (now: number) => Math.floor(now / 60) % 60 === 0

/** How long a text database may take to say how large it is, in milliseconds. */
const PATIENCE = 2_000

/** Says in the log which databases fill. `last`: what the catalogue answered last, if it did. */
async function lookAtSizes(env: Env, last: D1Result[] | undefined): Promise<void> {
  const texts = await textFills(env, PATIENCE)
  warnOfFilling([...(last ? [catalogueFill(env, last)] : []), ...texts])
}

/** What a part of the tick gives; undefined when it fails. */
const part = <T>(work: () => Promise<T>): Promise<T | undefined> =>
  work().catch((fault) => {
    log('error', 'tick-failed', { fault: String(fault) })
    return undefined
  })
