/** Lists that are written as they come: JSON for Hugo's data/, and addresses that are gone. */
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { openPrivate } from '../private.ts'

/** Gathers things by what they are called, each kind into FOLDER/KIND.json. */
export function newLists(folder: string) {
  const files = new Map<string, FileHandle>()
  const add = async (kind: string, things: object[]) => {
    const known = files.get(kind)
    const file = known ?? (await openPrivate(join(folder, `${kind}.json`)))
    files.set(kind, file)
    const text = things.map((thing) => JSON.stringify(thing)).join(',\n')
    if (text) await file.write(`${known ? ',' : '['}\n${text}`)
  }
  return {
    add: (kind: string, thing: object) => add(kind, [thing]),
    /** Ends each list; gives back what they are called. */
    async close(): Promise<string[]> {
      for (const file of files.values()) {
        await file.write('\n]\n')
        await file.close()
      }
      return [...files.keys()]
    },
  }
}
