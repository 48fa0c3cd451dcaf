import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import type { Newsroom } from '../../support/newsroom'
import { openWordPress } from '../../support/wordpress'

/** What counters say, and what there is. */
async function counted() {
  const rows = async (sql: string) => (await env.DB.prepare(sql).run()).results
  const shown = (kind: string) => `SELECT 'shown-${kind}' AS name, count(*) AS value FROM lists
    WHERE name LIKE '${kind}/%' AND count > 0`
  const [said, are] = [
    {
      hidden: await rows('SELECT * FROM hidden_counts WHERE count > 0 ORDER BY section_id, status'),
      counters: await rows(
        `SELECT * FROM counters WHERE name IN ('shown-author', 'shown-keyword', 'kept-picture') ORDER BY name`,
      ),
    },
    {
      hidden: await rows(
        `SELECT section_id, status, count(*) AS count FROM articles WHERE status <> 'published'
         GROUP BY 1, 2 ORDER BY 1, 2`,
      ),
      counters: await rows(
        `SELECT 'kept-picture' AS name, count(*) AS value FROM pictures WHERE state = 'kept'
         UNION ALL ${shown('author')} UNION ALL ${shown('keyword')} ORDER BY name`,
      ),
    },
  ]
  const nameless = await rows(
    `SELECT k.value FROM articles a CROSS JOIN json_each(a.keywords) k
     WHERE NOT EXISTS (SELECT 1 FROM lists WHERE name = 'keyword/' || k.value)`,
  )
  return { said, are, nameless }
}

async function live(newsroom: Newsroom) {
  const draft = await newsroom.post({ status: 'draft', keywords: ['甲', '乙'], author: '张三' })
  const plan = await newsroom.post({ publishAt: '2099-01-01T00:00:00Z', section: 'culture' })
  const open = await newsroom.post({ keywords: ['丙'], author: '李四' })
  await newsroom.patch(draft.id, { keywords: ['丁'], author: '王五', section: 'culture' })
  await newsroom.patch(plan.id, { status: 'draft', publishAt: null })
  await newsroom.patch(open.id, { keywords: [], section: 'culture' })
  await newsroom.withdraw(open.id)
  await newsroom.patch(open.id, { section: 'news', keywords: ['戊'] })
  await newsroom.patch(draft.id, { status: 'published' })
  await newsroom.post({ keywords: ['丁'], status: 'draft' })
}

test('whatever becomes of articles, counters have them all, and each keyword has its number', async () => {
  await live(await openWordPress())
  const { said, are, nameless } = await counted()
  expect(said).toEqual(are)
  expect(said.hidden).not.toEqual([])
  expect(nameless).toEqual([])
})

test('a newsroom that is there already has its counters and numbers filled in', async () => {
  await live(await openWordPress())
  const before = await counted()
  await env.DB.batch(
    [
      'DELETE FROM hidden_counts',
      'DELETE FROM lists WHERE length = 0',
      `DELETE FROM counters WHERE name LIKE 'shown-%' OR name = 'kept-picture'`,
    ].map((sql) => env.DB.prepare(sql)),
  )
  const migration = env.TEST_MIGRATIONS.find(({ name }) => name.startsWith('0029'))
  const fills = migration?.queries.filter((sql) => /^\s*(?:--.*\n\s*)*INSERT/.test(sql)) ?? []
  expect(fills.length).toBe(4)
  await env.DB.batch(fills.map((sql) => env.DB.prepare(sql)))
  const after = await counted()
  expect(after.said).toEqual(before.said)
  expect(after.nameless).toEqual([])
})
