/**
 * npm run archive -- COUNT [--han N]: fills an empty local newsroom with an archive of COUNT articles
 * of N Han characters (300 unless given), as the write path leaves it. Then: npm start.
 * npm run archive -- COUNT --folder FOLDER: fills SQLite files of its own, see HELP.
 * npm run archive -- check: reads it through the Worker's own code, and says what is wrong with it.
 */
import type * as Check from './archive/check'
import type * as Main from './archive/main'
import { load } from './bundle.ts'
import { command, here } from './command.ts'
import { root } from './d1.ts'
import { fileWith } from './d1-file.ts'
import { migrate } from './migrate.ts'
import { whole } from './target.ts'
import { varsHere } from './vars.ts'

const HELP = `Usage: npm run archive -- COUNT [--han CHARACTERS] [--folder FOLDER [--databases N] [--limit MB]]
       npm run archive -- check [--folder FOLDER]
Fills the empty local newsroom with COUNT articles of 300 Han characters, or as many as --han says; all of it goes
into its DB, whatever other databases it has. With --folder, it fills SQLite files in that folder instead:
catalogue.sqlite, and text-1.sqlite and so on when there are N databases. A text database takes texts until it has
10,000 MB, or as many as --limit says; the last takes the rest. Stopped, it goes on when it is started again in
the same way. check reads the archive as crawlers and readers do, and compares it with what is published.`

/** The catalogue's file of the local D1, with all tables. */
async function localFile(): Promise<string> {
  console.log('Preparing the database …')
  await migrate({ remote: false })
  return fileWith('articles', root)
}

const OPTIONS = {
  han: { type: 'string', default: '300' },
  folder: { type: 'string' },
  databases: { type: 'string', default: '1' },
  limit: { type: 'string', default: '10000' },
} as const

await command(HELP, OPTIONS, [1, 1], async (values, [what]) => {
  const isCheck = what === 'check'
  const count = isCheck ? 0 : whole('COUNT', what, 1, 10_000_000)
  const han = whole('--han', values.han, 1, 100_000)
  const databases = whole('--databases', values.databases, 1, 256)
  const limit = whole('--limit', values.limit, 1, 10_000) * 1_000_000
  const folder = values.folder === undefined ? null : here(values.folder)
  const vars = varsHere() as unknown as Env

  if (isCheck) {
    const { check } = await load<typeof Check>('scripts/archive/check.ts')
    const faults = await check(folder ?? (await localFile()), vars)
    for (const fault of faults) console.error(fault)
    process.exitCode = faults.length > 0 ? 1 : 0
  } else {
    const { fill, fillFolder } = await load<typeof Main>('scripts/archive/main.ts')
    if (folder) await fillFolder(folder, vars, { count, han, databases, limit })
    else await fill({ file: await localFile(), count, han, vars })
  }
})
