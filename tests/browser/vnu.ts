/** The Nu HTML Checker. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const jar = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar')

interface Message {
  type: string
  url: string
  message: string
  extract?: string
}

/** What the Nu HTML Checker finds wrong. */
export async function faults(documents: Record<string, string>): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'vnu-'))
  const files = Object.entries(documents).map(([name, html]) => {
    const file = join(folder, `${name}.html`)
    writeFileSync(file, html)
    return file
  })
  const args = ['-jar', jar, '--format', 'json', '--exit-zero-always', '--errors-only', ...files]
  const { stderr } = await run('java', args, { maxBuffer: 64 * 1024 * 1024 })
  rmSync(folder, { recursive: true })
  const { messages } = JSON.parse(stderr) as { messages: Message[] }
  return messages.map(
    ({ url, message, extract }) => `${url.split('/').at(-1)}: ${message} ${extract}`,
  )
}
