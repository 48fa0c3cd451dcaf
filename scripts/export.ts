/** npm run export -- FILE   [--pictures FOLDER] [--revisions] [--since DATE] [--url URL], or FOLDER --as hugo */
import { command, EXIT, Fault, here } from './command.ts'
import { toInstant } from './dates.ts'
import { writeExport } from './export-file.ts'
import { exportHugo } from './hugo/export.ts'
import { type Saved, savePictures } from './save-pictures.ts'
import { settingOf } from './settings.ts'
import { TARGET_HELP, TARGET_OPTIONS, target } from './target.ts'

const HELP = `Usage: npm run export -- FILE [--pictures FOLDER] [--revisions] [--since DATE] [--url URL]
       npm run export -- FOLDER --as hugo [--revisions] [--time-zone NAME] [--url URL]
Writes everything there is to FILE, as NDJSON that "npm run import" takes: sections, what is known of pictures,
and articles. FILE is there only when it is whole, and for its owner alone to read.
--pictures FOLDER: the pictures themselves, as FOLDER/HASH/NAME; those that are there stay. After a break, the
  same command goes on
--revisions: their past too
--since DATE: only what has changed since; a day (in UTC), or RFC 3339
--as hugo: a folder that Hugo makes a site of, with the same NDJSON and all pictures in it. Run again, it takes what
  is new: content/articles is made anew each time, hugo.toml stays as you left it. README.txt there says the rest
--time-zone NAME: of the dates in that folder, like Asia/Shanghai; SITE_TIME_ZONE in wrangler.toml unless given
${TARGET_HELP}`

const options = {
  ...TARGET_OPTIONS,
  pictures: { type: 'string' },
  revisions: { type: 'boolean', default: false },
  since: { type: 'string' },
  as: { type: 'string' },
  'time-zone': { type: 'string' },
} as const

await command(HELP, options, [1, 1], async (values, [name = '']) => {
  const newsroom = target(values)
  const query = new URLSearchParams()
  if (values.revisions) query.set('revisions', 'true')
  if (values.as !== undefined) {
    refuseBeside(values)
    const saved = await exportHugo(newsroom, query, name, timeZoneOf(values['time-zone']))
    return tell(`${name}/pictures`, saved)
  }
  if (values.since !== undefined) {
    query.set('since', new Date(toInstant('--since', values.since) * 1000).toISOString())
  }
  const began = new Date()
  const lines = await writeExport(newsroom, query, here(name))
  console.log(
    `${name}: ${lines} lines. For what changes from now on: --since ${began.toISOString()}`,
  )
  if (values.pictures === undefined) return
  tell(values.pictures, await savePictures(newsroom, here(name), here(values.pictures)))
})

function tell(folder: string, { pictures, files, kept, failed }: Saved): void {
  console.log(
    `${folder}: ${pictures} pictures, ${files} files new, ${kept} there already, ${failed} missing.`,
  )
  if (failed > 0) process.exitCode = EXIT.refused
}

/** Throws what makes no sense beside `--as`. */
function refuseBeside({ as, since, pictures }: { as?: string; since?: string; pictures?: string }) {
  if (as !== 'hugo') throw new Fault(`--as must be hugo, not "${as}"`, 'usage')
  if (since !== undefined)
    throw new Fault('--since goes with NDJSON only: a site is whole', 'usage')
  if (pictures === undefined) return
  throw new Fault('--pictures is not needed with --as hugo: they go into FOLDER/pictures', 'usage')
}

function timeZoneOf(said: string | undefined): string {
  const name = said ?? (settingOf('SITE_TIME_ZONE') || 'UTC')
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone && name
  } catch {
    throw new Fault(`--time-zone must be an IANA name like Asia/Shanghai, not "${name}"`, 'usage')
  }
}
