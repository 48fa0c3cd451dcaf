/** npm run post -- FILE…   [--url URL] [--key KEY], or BROADSIDE_URL and BROADSIDE_KEY */
import { parseArgs } from 'node:util'
import { localKey } from './local.ts'
import { postFile } from './post-file.ts'

const USAGE = `Usage: npm run post -- FILE… [--url URL] [--key KEY]
Instead of the options: BROADSIDE_URL and BROADSIDE_KEY in the environment.
Without either, the newsroom that "npm start" runs here.`

try {
  const { values, positionals: files } = parseArgs({
    options: { url: { type: 'string' }, key: { type: 'string' } },
    allowPositionals: true,
  })
  if (files.length === 0) throw new Error(USAGE)
  const url = values.url ?? process.env.BROADSIDE_URL ?? 'http://localhost:8787'
  const isLocal = /^http:\/\/(localhost|127\.0\.0\.1)(:|\/|$)/.test(url)
  const key = values.key ?? process.env.BROADSIDE_KEY ?? (isLocal ? localKey() : null)
  if (!key) throw new Error(`A key is needed for ${url}: --key or BROADSIDE_KEY`)
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new Error(`--url must begin with http:// or https://, not "${url}"`)
  }

  let failed = 0
  for (const [i, file] of files.entries()) {
    const progress = files.length > 1 ? `[${i + 1}/${files.length}] ` : ''
    try {
      console.log(`${progress}${file} → ${await postFile({ url, key }, file)}`)
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
