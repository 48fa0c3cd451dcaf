/**
 * Faults that the simulation must find: each is a set of edits to the real code, and the promise that
 * it breaks. `npm run plant` plants them; a test sees to it that they still can be.
 */

export interface Edit {
  file: string
  find: string
  put: string
}

export interface Fault {
  /** Which of the simulations is to find it: that of articles unless given. */
  by?: 'pictures' | 'texts' | 'keys'
  edits: Edit[]
  /** What the simulation says when it finds the fault, and not some accident of the planting. */
  found: RegExp
}

const OLD_AT_EDGE =
  /^(the edge holds .* right after its purge|(nothing is owed, and )?the edge served )/
const OLD_FROM_WORKER = /^the Worker served /
const STILL_HELD = / still holds .*, which was erased$/
const CAME_BACK = / came back as /
const BECAUSE_OF_ITSELF = /^(a change was refused because of itself|stored, and told with )/
const NOTHING_OWED = /^a write was cut short, and no purge of .* is owed for it/
const PICTURE_LOST = /( of a kept picture is lost| was answered with success and is gone: .*)$/
const PICTURE_STILL_AT_EDGE =
  /^the edge (holds|served) .* with a picture that was (just )?taken down$/
const PICTURE_LEFT_OVER =
  /( is orphaned|^nothing is owed, and a picture is arriving|^a picture was not shown and is still there)$/

const WRONGLY_MOVED = /^article .* says it stood at .*, and .* lead to it$/
const OUTLIVES = /key \d+ (posts: expected \d+ to be 401|without whom it acts for)/
const WRONGLY_TOLD = /^a webhook was told .* of article .*, which is /
const STILL_AT_FRONT = /^article .* is at the front of .*, and not on it$/

const TEXT_LOST =
  /^(TEXT_\d\/\d+ is (lost, which is |revision \d+ of article \d+, and of another’s$)|article \d+ has lost its rendering$)/
const TEXT_STILL_HELD = /^TEXT_\d\/\d+ still holds .*, which was erased$/

const everything = `['home', 'sitemap', 'sitemap/1', 'section/news',
      \`article/\${change.before?.slug ?? change.content.slug}\`]`

export const FAULTS: Record<string, Fault> = {
  'purge before commit': {
    found: OLD_AT_EDGE,
    edits: [
      {
        file: 'src/editing/saving/save.ts',
        find: '  const written = await commit(writer, [change], (',
        put: `  await deliver(writer.outside, { version: '', pages: ${everything}, copies: [] })
  const written = await commit(writer, [change], (`,
      },
      {
        file: 'src/editing/saving/save.ts',
        find: '  const purge = await deliver(writer.outside, written.owed)\n  return { article: written.articles[0] as StoredArticle, isNew, notes, purge }',
        put: '  return { article: written.articles[0] as StoredArticle, isNew, notes }',
      },
    ],
  },
  'no second purge': {
    found: OLD_AT_EDGE,
    edits: [{ file: 'src/delivery/debts.ts', find: 'const TIMES = 3', put: 'const TIMES = 1' }],
  },
  'a copy labelled with a later edition': {
    found: OLD_FROM_WORKER,
    edits: [
      {
        file: 'src/delivery/pages.ts',
        find: '  if (!fresh) return null\n  if (fresh.isPartial)',
        put: `  const later = toEdition(await selectEdition(DB, page.name).run())
  if (fresh && later) fresh.edition = later
  if (!fresh) return null
  if (fresh.isPartial)`,
      },
    ],
  },
  'KV trusted without its edition': {
    found: OLD_FROM_WORKER,
    edits: [
      {
        file: 'src/delivery/pages.ts',
        find: 'if (!copy || !sameEdition(copy.edition, edition)) {',
        put: 'if (!copy) {',
      },
    ],
  },
  'a withdrawn copy only deleted': {
    found: CAME_BACK,
    edits: [
      {
        file: 'src/delivery/outside.ts',
        find: 'if (copy && !copy.isPartial) await putCopy(env.PAGES, name, fingerprint, copy)',
        put: "if (copy && !copy.isPartial) await env.PAGES.delete('page/' + name)",
      },
      {
        file: 'src/delivery/editions.ts',
        find: "INSERT OR REPLACE INTO outbox (kind, subject, version, next_at)\n       SELECT 'overwrite', page, ?1, unixepoch()",
        put: "INSERT OR REPLACE INTO outbox (kind, subject, version, paid, next_at)\n       SELECT 'overwrite', page, ?1, 2, unixepoch()",
      },
    ],
  },
  'an erased text left in the copies of lists': {
    found: STILL_HELD,
    edits: [
      {
        file: 'src/delivery/outside.ts',
        find: 'else await voidCopy(env.PAGES, name)',
        put: 'else if (page) await voidCopy(env.PAGES, name)',
      },
    ],
  },
  'a lease counted from the answer of D1': {
    found: OLD_FROM_WORKER,
    edits: [
      {
        file: 'src/delivery/pages.ts',
        find: 'memory.keep(page.name, fingerprint, fresh, askedAt, isWorthIt)',
        put: 'memory.keep(page.name, fingerprint, fresh, time.now(), isWorthIt)',
      },
    ],
  },
  'a write that answers before leases end': {
    found: OLD_FROM_WORKER,
    edits: [
      {
        file: 'src/delivery/outbox.ts',
        find: 'const paying = outlastLeases(outside).then(() => pay(outside, owed))',
        put: 'const paying = pay(outside, owed)',
      },
    ],
  },
  'a replay that does not wait': {
    found: OLD_FROM_WORKER,
    edits: [
      {
        file: 'src/editing/saving/http.ts',
        find: 'if (hasBeenShown(body.status as Status)) await outlastLeases(isolateOf(c.env))',
        put: '',
      },
    ],
  },
  'a write repeated without asking for it': {
    found: BECAUSE_OF_ITSELF,
    edits: [
      {
        file: 'src/articles/writing/once.ts',
        find: 'db.batch([failIfStored(db, token), ...statements])',
        put: 'db.batch([selectOwed(db, token), ...statements])',
      },
    ],
  },
  'a change sent again taken for another’s': {
    found: BECAUSE_OF_ITSELF,
    edits: [
      {
        file: 'src/editing/saving/http.ts',
        find: 'if (!isNext ||',
        put: 'if (isNext ||',
      },
    ],
  },
  'what a lost answer owed left unsaid': {
    found: OLD_AT_EDGE,
    edits: [
      {
        file: 'src/articles/writing/once.ts',
        find: 'owed: toOwed(token, [owed]) }',
        put: 'owed: { version: token, pages: owed.results.length < 0 ? [token] : [], copies: [] } }',
      },
    ],
  },
  'outbox rows outside the batch': {
    found: NOTHING_OWED,
    edits: [
      {
        file: 'migrations/0014_owed_by_writes.sql',
        find: 'WHEN NOT EXISTS',
        put: 'WHEN false AND NOT EXISTS',
      },
      {
        file: 'src/delivery/editions.ts',
        find: "INSERT INTO outbox (kind, subject, version, next_at) VALUES ('write', ?1, ?1, unixepoch())",
        put: "INSERT INTO outbox (kind, subject, version, next_at) SELECT 'write', ?1, ?1, 0 WHERE false",
      },
      {
        file: 'src/delivery/outbox.ts',
        find: '  const [isPurged, ...overwritten] = await Promise.all([',
        put: `  const debts = owed.map(({ version }) =>
    outside.db
      .prepare(
        \`INSERT OR REPLACE INTO outbox (kind, subject, version, next_at)
         VALUES ('write', ?1, ?1, unixepoch())\`,
      )
      .bind(version),
  )
  await outside.db.batch(debts)
  const [isPurged, ...overwritten] = await Promise.all([`,
      },
    ],
  },
  'a picture kept before its files are put': {
    by: 'pictures',
    found: PICTURE_LOST,
    edits: [
      {
        file: 'src/editing/receiving/keep.ts',
        find: '  const made = isNew ?',
        put: `  const own: Size = { width: file.width, height: file.height, type: file.type }
  const isAsSent = sent.sizes.length === 0 && !sent.card
  if (isNew && isAsSent) await keep(db, { hash, files: [own], hasCard: false }, by, [])
  const made = isNew ?`,
      },
    ],
  },
  'files removed while an article may still show them': {
    by: 'pictures',
    found: PICTURE_LOST,
    edits: [
      {
        file: 'src/articles/writing/sweep.ts',
        find: "`UPDATE pictures SET state = 'leaving'",
        put: '`UPDATE pictures SET state = state',
      },
      {
        file: 'src/articles/writing/sweep.ts',
        find: '`SELECT hash, state, paid, version',
        put: "`SELECT hash, iif(state = 'barred', state, 'leaving') AS state, paid, version",
      },
      {
        file: 'src/articles/writing/sweep.ts',
        find: `WHERE \${among} AND state IN ('leaving', 'barred')\`,
      )
      .bind(json)`,
        put: `WHERE \${among} AND (state IN ('leaving', 'barred') OR (next_at <= ?2 + 60
           AND NOT EXISTS (SELECT 1 FROM picture_uses u WHERE u.hash = pictures.hash)))\`,
      )
      .bind(json, now)`,
      },
      {
        file: 'src/articles/writing/sweep.ts',
        find: "AND state = 'leaving' AND EXISTS",
        put: "AND state <> 'barred' AND EXISTS",
      },
    ],
  },
  'a picture taken down without a purge of its tag': {
    by: 'pictures',
    found: PICTURE_STILL_AT_EDGE,
    edits: [
      {
        file: 'src/articles/writing/pictures.ts',
        find: 'pages: [pageNames.picture(hash)]',
        put: 'pages: [pageNames.picture(hash)].slice(1)',
      },
    ],
  },
  'a picture that arrives without a debt': {
    by: 'pictures',
    found: PICTURE_LEFT_OVER,
    edits: [
      {
        file: 'src/articles/writing/pictures.ts',
        find: "WHERE hash = ?1 AND state IN ('arriving', 'kept')\n         AND NOT EXISTS",
        put: "WHERE hash = ?1 AND state = 'kept'\n         AND NOT EXISTS",
      },
    ],
  },
  'a withdrawn article stays at the front': {
    found: STILL_AT_FRONT,
    edits: [
      {
        file: 'migrations/0017_fronts.sql',
        find: 'WHEN NEW.shown = 0 AND EXISTS',
        put: 'WHEN NEW.shown > 1 AND EXISTS',
      },
    ],
  },
  'a front that is set and not shown': {
    found: new RegExp(`${OLD_FROM_WORKER.source}|${OLD_AT_EDGE.source}`),
    edits: [
      {
        file: 'src/articles/writing/fronts.ts',
        find: 'const pages = JSON.stringify(lists.map(pageOfList))',
        put: 'const pages = JSON.stringify(lists.slice(1).map(pageOfList))',
      },
    ],
  },
  'a program that outlives who let it act': {
    by: 'keys',
    found: OUTLIVES,
    edits: [
      {
        file: 'src/editing/door/key-store.ts',
        find: 'AND m.revoked_at IS NOT NULL)`',
        put: 'AND m.revoked_at < 0)`',
      },
    ],
  },
  'an old address that is taken away stays': {
    found: new RegExp(`${WRONGLY_MOVED.source}|UNIQUE constraint`),
    edits: [
      {
        file: 'src/articles/writing/former.ts',
        find: 'DELETE FROM former_addresses WHERE address IN',
        put: 'DELETE FROM former_addresses WHERE 0 AND address IN',
      },
    ],
  },
  'an old address tells of what is not public': {
    found: OLD_FROM_WORKER,
    edits: [
      {
        file: 'src/articles/former.ts',
        find: `const KNOWN = "a.status IN ('published', 'withdrawn')"`,
        put: "const KNOWN = 'a.id > 0'",
      },
    ],
  },
  'a webhook’s failed call counts as told': {
    found: WRONGLY_TOLD,
    edits: [
      {
        file: 'src/delivery/hooks/outcome.ts',
        find: '  outcome.fault = fault\n',
        put: '  outcome.fault = fault\n  outcome.settled.push(owed)\n',
      },
    ],
  },
  'news that comes while a webhook is told is forgotten': {
    found: WRONGLY_TOLD,
    edits: [
      {
        file: 'src/delivery/hooks/outcome.ts',
        find: 'DELETE FROM outbox WHERE',
        put: `DELETE FROM outbox
             WHERE (kind, subject) IN (SELECT value ->> 'kind', value ->> 'subject' FROM json_each(?1)) OR`,
      },
    ],
  },
  'a webhook is told of what was withdrawn as if it were there': {
    found: /^a webhook was told .* of what was withdrawn$/,
    edits: [
      {
        file: 'src/articles/told.ts',
        find: "WHERE a.status = 'published' AND",
        put: "WHERE a.status <> 'draft' AND",
      },
    ],
  },
  'news for a webhook that goes by the id of what it was before': {
    found: new RegExp(`^a webhook’s id said .*, and now says |${WRONGLY_TOLD.source}`),
    edits: [
      {
        file: 'migrations/0031_webhooks.sql',
        find: 'version = excluded.version, attempts = 0',
        put: 'attempts = 0',
      },
    ],
  },
  'a reference before its text': {
    by: 'texts',
    found: TEXT_LOST,
    edits: [
      {
        file: 'src/articles/writing/commit.ts',
        find: '  const references = await shelveChanges({ db, stores }, written, packed, now)\n',
        put: `  const [newest] = stores
  const last = "SELECT coalesce(max(seq), 0) AS seq FROM sqlite_sequence WHERE name = 'texts'"
  const seq = await newest?.[1]
    .batch<{ seq: number }>([newest[1].prepare(last)])
    .then(([one]) => one?.results[0]?.seq ?? 0)
    .catch(() => null)
  const references =
    newest && typeof seq === 'number'
      ? written.map((_, i) => ({ store: newest[0], id: seq + i + 1 }))
      : null
`,
      },
      {
        file: 'src/articles/writing/commit.ts',
        find: '    const stored = await storeOnce(db, { token: edition, statements, wanted })\n',
        put: `    const stored = await storeOnce(db, { token: edition, statements, wanted })
    if (references) await shelveChanges({ db, stores }, written, packed, now)
`,
      },
    ],
  },
  'a post that waits for its text database': {
    by: 'texts',
    found: /^a post was refused though the catalogue is up$/,
    edits: [
      {
        file: 'src/articles/texts/shelve.ts',
        find: 'if (!(fault instanceof D1Outage)) throw fault',
        put: 'if (fault instanceof D1Outage) throw fault',
      },
    ],
  },
  'a text out of reach taken for none': {
    by: 'texts',
    found: new RegExp(`${OLD_FROM_WORKER.source}|${OLD_AT_EDGE.source}`),
    edits: [
      {
        file: 'src/articles/pack.ts',
        find: 'if (away) throw',
        put: 'if (away && away.store > 0) return new Uint8Array()\n  if (away) throw',
      },
    ],
  },
  'orphans swept too early': {
    by: 'texts',
    found: TEXT_LOST,
    edits: [
      {
        file: 'src/articles/texts/rounds.ts',
        find: 'export const KEPT_SECONDS = 35 * 86_400',
        put: 'export const KEPT_SECONDS = 5 * 86_400',
      },
    ],
  },
  'orphans that stay': {
    by: 'texts',
    found: /^TEXT_\d\/\d+ is left over: /,
    edits: [
      {
        file: 'src/articles/texts/rounds.ts',
        find: "(use === 'none' || use === 'erased') && isOver(row, now)",
        put: "use === 'erased' && isOver(row, now)",
      },
    ],
  },
  'a restored text not put back in use': {
    by: 'texts',
    found: /^(TEXT_\d\/\d+ cannot be found: published|a search for .* does not show .*)$/,
    edits: [
      {
        file: 'src/articles/texts/rounds.ts',
        find: "use === 'shown' && row.unusedSince !== null",
        put: "use === 'shown' && row.unusedSince === -1",
      },
    ],
  },
  'superseded texts left in the index': {
    by: 'texts',
    found: /^\d+ texts are in an index and should not be$/,
    edits: [
      {
        file: 'src/articles/texts/shelve.ts',
        find: '  ...removal(db, ids),\n  db\n',
        put: '  ...removal(db, ids.slice(ids.length)),\n  db\n',
      },
    ],
  },
  'an index taken at its word': {
    by: 'texts',
    found: /^a search for .* shows (.*, which does not say so|one twice)$/,
    edits: [
      {
        file: 'src/articles/texts/candidates.ts',
        find: ' AND r.content = unhex(j.value ->> 2))`',
        put: ')`',
      },
    ],
  },
  'an erasure forgotten': {
    by: 'texts',
    found: TEXT_STILL_HELD,
    edits: [
      {
        file: 'src/articles/texts/erase.ts',
        find: "log('error', 'text-not-erased', { subject, fault: String(fault) })\n    return false",
        put: "log('error', 'text-not-erased', { subject, fault: String(fault) })\n    return true",
      },
    ],
  },
  'an erasure owed to the newest text database only': {
    by: 'texts',
    found: TEXT_STILL_HELD,
    edits: [
      {
        file: 'src/articles/texts/erase.ts',
        find: 'const subjects = [...stores.keys()].map(',
        put: 'const subjects = [...stores.keys()].slice(0, 1).map(',
      },
    ],
  },
  'a copy made amid an erasure left as it is': {
    by: 'texts',
    found: TEXT_STILL_HELD,
    edits: [
      {
        file: 'src/articles/texts/move.ts',
        find: ', ...erasure(target, left)])',
        put: ', ...erasure(target, left).slice(2)])',
      },
      {
        file: 'src/articles/texts/rounds.ts',
        find: "use === 'erased' && !row.isErased",
        put: "use === 'erased' && row.id < 0",
      },
    ],
  },
  'a text moved over a newer one': {
    by: 'texts',
    found: /^article \d+ is shown again as it was rendered before$/,
    edits: [
      {
        file: 'src/articles/texts/move.ts',
        find: `AND erased_at IS NULL AND \${endsOf('content')} = p.value ->> 'was'
           AND (html IS NULL OR \${endsOf('html')} = p.value ->> 'html')`,
        put: 'AND erased_at IS NULL',
      },
    ],
  },
}

/** A source file as an edit leaves it. Throws when it does not hold what the edit replaces. */
export function planted(source: string, { file, find, put }: Edit): string {
  if (!source.includes(find)) {
    throw new Error(`${file} does not hold what the fault replaces:\n${find}`)
  }
  return source.replaceAll(find, put)
}
