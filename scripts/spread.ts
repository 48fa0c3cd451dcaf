/** npm run spread [-- --to TEXT_2] [--from TEXT_1] [--after CURSOR] [--url URL]: moves texts to a text database. */
import { command, Fault } from './command.ts'
import { inSlices } from './slices.ts'
import { TARGET_HELP, TARGET_OPTIONS, target } from './target.ts'

const HELP = `Usage: npm run spread [-- --to TEXT_2] [--from TEXT_1] [--after CURSOR] [--url URL]
Moves texts out of the catalogue into a text database, while everybody goes on reading and writing. It may be
broken off at any time, and started again: what is there already is not moved twice. See docs/growing.md.
--to: which text database; without it, the newest
--from: out of which, instead of out of the catalogue
--after CURSOR: where an attempt that broke off was; it says so at its end
${TARGET_HELP}`

const options = {
  ...TARGET_OPTIONS,
  to: { type: 'string' },
  from: { type: 'string' },
  after: { type: 'string' },
} as const

await command(HELP, options, [0, 0], async (values) => {
  const query = { from: storeIn('--from', values.from), to: storeIn('--to', values.to) }
  const done = await inSlices(target(values), 'spread', '/api/spread', {
    from: values.after,
    option: '--after',
    noun: 'texts',
    query,
  })
  console.log(`${done} texts were moved.`)
})

/** The number in the name of a text database. */
function storeIn(option: string, name: string | undefined): string | undefined {
  if (name === undefined) return undefined
  const [, store] = /^TEXT_([1-9]\d{0,2})$/.exec(name) ?? []
  if (store === undefined) {
    throw new Fault(
      `${option} must be the name of a text database, like TEXT_1, not "${name}"`,
      'usage',
    )
  }
  return store
}
