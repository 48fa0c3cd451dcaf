/** R2 that fails, loses its answers, or stores only when nobody waits any more. What it keeps is real. */

export interface R2Faults {
  /** `late`: it seems to fail, and arrives with what else is under way. */
  put: 'ok' | 'fail' | 'lost' | 'late'
  get: 'ok' | 'fail'
  list: 'ok' | 'fail'
  delete: 'ok' | 'fail' | 'lost'
}

const NONE: R2Faults = { put: 'ok', get: 'ok', list: 'ok', delete: 'ok' }

export class SimulatedR2 {
  faults: R2Faults = NONE
  private late: (() => Promise<unknown>)[] = []
  /** How often a file of a folder was put, from the first on: what came late is told by it. */
  readonly puts = new Map<string, number>()

  constructor(private readonly bucket: R2Bucket) {}

  /** The bucket as the Worker has it. */
  binding(): R2Bucket {
    const { bucket } = this
    const effect = async <T>(operation: keyof R2Faults, work: () => Promise<T>): Promise<T> => {
      const fault = this.faults[operation]
      if (fault === 'fail') throw new Error(`R2 ${operation} failed: 10001`)
      if (fault === 'late') {
        this.late.push(work)
        throw new Error(`R2 ${operation} failed: timed out`)
      }
      const result = await work()
      if (fault === 'lost') throw new Error(`R2 ${operation} failed: Network connection lost.`)
      return result
    }
    return {
      put: (key: string, ...rest: [never]) =>
        effect('put', () => {
          this.note(key)
          return bucket.put(key, ...rest)
        }),
      get: (...args: [never]) => effect('get', () => bucket.get(...args)),
      head: (...args: [never]) => effect('get', () => bucket.head(...args)),
      list: (...args: [never]) => effect('list', () => bucket.list(...args)),
      delete: (...args: [never]) => effect('delete', () => bucket.delete(...args)),
    } as unknown as R2Bucket
  }

  private note(key: string) {
    const folder = key.slice(0, key.lastIndexOf('/'))
    this.puts.set(folder, (this.puts.get(folder) ?? 0) + 1)
  }

  /** The names of all files that are there. */
  async keys(): Promise<Set<string>> {
    return new Set((await this.bucket.list()).objects.map(({ key }) => key))
  }

  /** Lets the late puts arrive. */
  async settle() {
    for (const store of this.late.splice(0)) await store()
  }

  async heal() {
    this.faults = NONE
    await this.settle()
  }
}
