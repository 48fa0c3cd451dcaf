import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { openNewsroom } from './support/newsroom'
import { type Made, renderSchema } from './support/schema'

const migrations = import.meta.glob<string>('../migrations/*.sql', {
  query: '?raw',
  import: 'default',
  eager: true,
})

test('docs/schema.sql has the tables as they stand: npm run schema writes it', async () => {
  await openNewsroom()
  const { results } = await env.DB.prepare(
    `SELECT name, tbl_name, sql FROM sqlite_master
     WHERE sql IS NOT NULL AND name NOT LIKE 'search\\_%' ESCAPE '\\' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\'
       AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> 'd1_migrations'
     ORDER BY rowid`,
  ).run<Made>()
  const texts = Object.entries(migrations)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([, text]) => text)
  await expect(renderSchema(results, texts)).toMatchFileSnapshot('../docs/schema.sql')
})

test('src/delivery/newest-migration.ts names the last migration: npm run schema writes it', async () => {
  const [last] = Object.keys(migrations)
    .map((path) => path.split('/').pop() as string)
    .sort((a, b) => b.localeCompare(a))
  await expect(`/** The newest migration that this version knows. Written by \`npm run schema\`. */
export const NEWEST_MIGRATION = '${last}'
`).toMatchFileSnapshot('../src/delivery/newest-migration.ts')
})
