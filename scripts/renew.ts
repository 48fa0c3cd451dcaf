/** npm run renew [-- --url URL] [--from CURSOR]: puts right what was accepted under other rules. */
import { command } from './command.ts'
import { FROM_HELP, inSlices, SLICE_OPTIONS, type Slice } from './slices.ts'
import { TARGET_HELP, target } from './target.ts'

const HELP = `Usage: npm run renew [-- --from CURSOR] [--url URL]
Renders bodies anew that would come out otherwise today, and keeps names in one spelling, while everything
goes on working. What is so already is left alone. See "After an upgrade" in docs/operations.md.
${FROM_HELP}
${TARGET_HELP}`

interface Renewed extends Slice {
  renewed: number
  left: number[]
}

await command(HELP, SLICE_OPTIONS, [0, 0], async (values) => {
  let renewed = 0
  let left = 0
  const see = (slice: Renewed) => {
    renewed += slice.renewed
    left += slice.left.length
    for (const id of slice.left)
      console.error(`${id}: cannot be rendered today, and stays as it is`)
  }
  const done = await inSlices(target(values), 'renew', '/api/renewal', {
    from: values.from,
    see,
  })
  console.log(`${done} articles: ${renewed} renewed, ${left} left as they are.`)
})
