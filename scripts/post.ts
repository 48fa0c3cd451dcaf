/** npm run post -- FILE…   [--url URL] */
import { parseArgs } from 'node:util'
import { postFile } from './post-file.ts'
import { TARGET_OPTIONS, target } from './target.ts'

const USAGE = `Usage: npm run post -- FILE… [--url URL]
The key is in BROADSIDE_KEY; BROADSIDE_URL stands for --url. Without either, the newsroom that "npm start" runs here.`

try {
  const { values, positionals: files } = parseArgs({
    options: TARGET_OPTIONS,
    allowPositionals: true,
  })
  if (files.length === 0) throw new Error(USAGE)
  const newsroom = target(values)

  let failed = 0
  for (const [i, file] of files.entries()) {
    const progress = files.length > 1 ? `[${i + 1}/${files.length}] ` : ''
    try {
      console.log(`${progress}${file} → ${await postFile(newsroom, file)}`)
    } catch (fault) {
      failed++
      console.error(`${progress}${file}: ${(fault as Error).message}`)
    }
  }
  if (files.length > 1) console.log(`${files.length - failed} posted, ${failed} failed`)
  if (failed > 0) process.exitCode = 1
} catch (fault) {
  console.error((fault as Error).message)
  process.exitCode = 1
}
