/** npm run drill -- --url URL: what only a deployed newsroom can show. */
import { randomBytes } from 'node:crypto'
import { command, EXIT, Fault } from './command.ts'
import { drill } from './drill/drill.ts'
import { fieldOf } from './drill/field.ts'
import { lineOf } from './drill/finding.ts'
import { TARGET_HELP, TARGET_OPTIONS, target, whole } from './target.ts'

const HELP = `Usage: npm run drill -- --url https://news.example.com [--other URL] [--section SLUG] [--minutes N]
Tries on a deployed newsroom what nothing local can show: whether purges reach readers, by request, by the clock
and by another address; how old pages at the edge get; how soon an article is seen from here. Posts an
article dated 2001, which no front page shows, and plans another, which stands there for a moment; both are
withdrawn. Engines and webhooks that are switched on hear of them. Says of each promise whether it holds, and what to change where it does not.
--other URL: another address of the same newsroom, like the one at workers.dev
--section SLUG: where to post, else the first section
--minutes N: for how long the edge is watched (5; 0 for not at all)
The key takes articles:write, articles:publish and articles:withdraw. It takes some ten minutes.
${TARGET_HELP}`

const OPTIONS = {
  ...TARGET_OPTIONS,
  other: { type: 'string' },
  section: { type: 'string' },
  minutes: { type: 'string', default: '5' },
} as const

await command(HELP, OPTIONS, [0, 0], async (values) => {
  const minutes = whole('--minutes', values.minutes, 0, 60)
  const other = values.other ?? null
  if (other !== null && !/^https?:/.test(URL.parse(other)?.protocol ?? '')) {
    throw new Fault(
      `--other must be an address like https://broadside.you.workers.dev, not "${other}"`,
      'usage',
    )
  }
  const findings = await drill(fieldOf(target(values), other), {
    section: values.section ?? null,
    watch: minutes * 60_000,
    name: randomBytes(4).toString('hex'),
    at: (ahead) => new Date(Date.now() + ahead).toISOString(),
    say: (finding) => console.log(lineOf(finding)),
    warn: (id, { message }) =>
      console.error(`Article ${id} could not be withdrawn, do it at the desk: ${message}`),
  })
  if (findings.some(({ verdict }) => verdict === 'does not')) process.exitCode = EXIT.refused
})
