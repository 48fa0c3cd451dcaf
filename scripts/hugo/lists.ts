/** Lists of JSON that are written as they come, for Hugo's data/. */
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { openPrivate } from '../private.ts'

/** Gathers things by what they are called, each kind into FOLDER/KIND.json. */
export function newLists(folder: string) {
  const files = new Map<string, FileHandle>()
  return {
    async add(kind: string, thing: object): Promise<void> {
      const known = files.get(kind)
      const file = known ?? (await openPrivate(join(folder, `${kind}.json`)))
      files.set(kind, file)
      await file.write(`${known ? ',' : '['}\n${JSON.stringify(thing)}`)
    },
    async close(): Promise<void> {
      for (const file of files.values()) {
        await file.write('\n]\n')
        await file.close()
      }
    },
  }
}
