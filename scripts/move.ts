/** npm run move -- SOURCE   [--go] [--from KIND] [--site URL] [--pictures FOLDER | --fetch-pictures] [--url URL] */
import { relative } from 'node:path'
import { command, EXIT, Fault } from './command.ts'
import { openSource } from './move/kinds.ts'
import { stayLean } from './move/lean.ts'
import { doMove, tryMove } from './move/run.ts'
import { sourceOptions, toMove } from './move/settings.ts'
import { summary } from './move/summary.ts'
import type { Newsroom } from './request.ts'
import { TARGET_HELP, TARGET_OPTIONS, target, whole } from './target.ts'
import { ENCODING_HELP, ENCODING_OPTION } from './text-file.ts'

const HELP = `Usage: npm run move -- SOURCE [--go] [--from KIND] [--site URL] [--pictures FOLDER | --fetch-pictures]
       npm run move -- check FILE…
Brings the articles of another site here, with their pictures, dates and old addresses: an export of WordPress or
Ghost, a folder of Hexo, Hugo or Markdown, or a table. Without --go it sends nothing: it writes what it would do
into SOURCE.move/report.md, and where old addresses will lead into addresses.csv. After a break, the same command
goes on; run again later, it brings what has changed. What was private stays private, as a draft.
check: asks the newsroom where each old address in the FILEs leads
--go: does it
--from wordpress|ghost|hexo|hugo|jekyll|markdown|table: what SOURCE is, where that cannot be told
--map FILE|dedecms|empirecms: which column of a table is what
--site https://old.example.com: where the old site was
--time-zone Asia/Shanghai: of dates that say none; this machine's unless given
--section SLUG: for articles without a category
--sections MAP.json: { "old category": "our-section", "another": null }; null makes it a keyword
--system NAME: what the old site is called in origins, by which articles are known again
--pictures FOLDER: a copy of the old site's pictures, like wp-content/uploads
--fetch-pictures: the newsroom is to fetch them from the old site
--no-drafts: leaves drafts behind
--out FOLDER: for its files, in place of SOURCE.move
--lines N: how many go in one request; 1000, unless a Worker on the free plan needs less (20)
${ENCODING_HELP}
${TARGET_HELP}`

const options = {
  ...TARGET_OPTIONS,
  ...ENCODING_OPTION,
  go: { type: 'boolean', default: false },
  from: { type: 'string' },
  map: { type: 'string' },
  site: { type: 'string' },
  'time-zone': { type: 'string' },
  section: { type: 'string' },
  sections: { type: 'string' },
  system: { type: 'string' },
  pictures: { type: 'string' },
  'fetch-pictures': { type: 'boolean', default: false },
  'no-drafts': { type: 'boolean', default: false },
  out: { type: 'string' },
  lines: { type: 'string', default: '1000' },
} as const

await command(HELP, options, [1, Infinity], async (values, [name = '', ...more]) => {
  if (name === 'check') return check(target(values), more)
  if (more.length > 0) throw new Fault(`Too much: "${more[0]}".\n\n${HELP}`, 'usage')
  stayLean()
  const size = whole('--lines', values.lines, 1, 1000)
  const said = sourceOptions(values, name)
  const newsroom = values.go ? target(values, 600) : perhaps(() => target(values))
  const move = toMove(values, said, await openSource(values.from, said), Date.now())
  const report =
    typeof newsroom !== 'string' && values.go
      ? await doMove(move, newsroom, size)
      : await tryMove(move, newsroom)
  for (const line of summary(report)) console.log(line)
  console.log(`The whole report: ${relative('', move.folder.report)}`)
  const { outcome, rulesBrought, told } = report
  const refused = (outcome?.refused.total() ?? 0) + (values.go ? told.faults.total() : 0)
  if (refused > 0 || rulesBrought?.why != null) process.exitCode = EXIT.refused
})

/** Trying needs no newsroom: why there is none is said then. */
function perhaps(find: () => Newsroom): Newsroom | string {
  try {
    return find()
  } catch (fault) {
    if (fault instanceof Fault) return fault.message
    throw fault
  }
}

async function check(newsroom: Newsroom, files: string[]) {
  if (files.length === 0) throw new Fault(HELP, 'usage')
  const { check: checkAll } = await import('./move/check.ts')
  const { failed } = await checkAll(newsroom, files)
  if (failed > 0) process.exitCode = EXIT.refused
}
