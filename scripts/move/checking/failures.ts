/** What leads nowhere: the first few to be shown, all of it in a file. */
import { type FileHandle, rm } from 'node:fs/promises'
import { openPrivate } from '../../private.ts'

interface Failure {
  address: string
  what: string
}

/** As many as are printed. */
const SHOWN = 50

/** Gathers failures into a file of CSV, which is there afterwards only if there are any. */
export function newFailures(file: string) {
  const first: Failure[] = []
  let count = 0
  let handle: FileHandle | undefined
  return {
    async add(failure: Failure): Promise<void> {
      if (!handle) {
        handle = await openPrivate(file)
        await handle.write('address,what\n')
      }
      await handle.write(`${quoted(failure.address)},${quoted(failure.what)}\n`)
      if (count++ < SHOWN) first.push(failure)
    },
    async close(): Promise<void> {
      if (handle) await handle.close()
      else await rm(file, { force: true })
    },
    show(): void {
      for (const { address, what } of first) console.log(`  ${address}: ${what}`)
      if (count > SHOWN) console.log(`  … and ${count - SHOWN} more`)
      if (count > 0) console.log(`All of them are in ${file}`)
    },
  }
}

const quoted = (text: string) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
