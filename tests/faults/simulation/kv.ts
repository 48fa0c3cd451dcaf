/** KV as readers at several places see it: late by up to a minute, forgetful, sometimes failing. */

interface Write {
  /** Null: deleted. */
  value: string | Uint8Array<ArrayBuffer> | null
  metadata: unknown
  /** When each place comes to see it, in milliseconds. */
  seenAt: number[]
}

export interface KVFaults {
  /** Of what a place sees, how late; in seconds up to 60. */
  lag: number
  read: 'ok' | 'fail' | 'forget'
  write: 'ok' | 'fail' | 'late'
}

export class SimulatedKV {
  faults: KVFaults = { lag: 0, read: 'ok', write: 'ok' }
  private writes = new Map<string, Write[]>()
  /** Puts accepted from the Worker but not done yet: they overtake one another. */
  private late: (() => void)[] = []

  constructor(
    private places: number,
    private now: () => number,
  ) {}

  /** The namespace as a Worker running at a place has it. */
  at(place: number): KVNamespace {
    return {
      getWithMetadata: async (key: string) => this.read(key, place),
      put: async (
        key: string,
        value: string | Uint8Array<ArrayBuffer>,
        { metadata }: KVNamespacePutOptions,
      ) => this.write(key, value, metadata, place),
      delete: async (key: string) => this.write(key, null, null, place),
    } as unknown as KVNamespace
  }

  private async read(key: string, place: number) {
    if (this.faults.read === 'fail') throw new Error('KV GET failed: 503')
    if (this.faults.read === 'forget') return { value: null, metadata: null }
    return this.look(key, place)
  }

  private async look(key: string, place: number) {
    const seen = (this.writes.get(key) ?? []).filter(
      ({ seenAt }) => (seenAt[place] ?? 0) <= this.now(),
    )
    const { value, metadata } = seen.at(-1) ?? { value: null, metadata: null }
    return { value: value === null ? null : await bytesOf(value), metadata }
  }

  private write(key: string, value: Write['value'], metadata: unknown, place: number) {
    if (this.faults.write === 'fail') throw new Error('KV PUT failed: 429 Too Many Requests')
    const store = () => {
      const late = this.now() + this.faults.lag * 1000
      const seenAt = Array.from({ length: this.places }, (_, at) =>
        at === place ? this.now() : late,
      )
      this.writes.set(key, [...(this.writes.get(key) ?? []), { value, metadata, seenAt }])
    }
    if (this.faults.write === 'late') this.late.push(store)
    else store()
  }

  /** The keys under which a place sees something that holds a text. */
  async holding(text: string, place: number): Promise<string[]> {
    const held = await Promise.all(
      [...this.writes.keys()].map(async (key) => {
        const { value } = await this.look(key, place)
        return value !== null && new TextDecoder().decode(value).includes(text) ? [key] : []
      }),
    )
    return held.flat()
  }

  /** Lets the late puts arrive. */
  settle() {
    for (const store of this.late.splice(0)) store()
  }

  heal() {
    this.faults = { lag: 0, read: 'ok', write: 'ok' }
    this.settle()
  }
}

const bytesOf = (value: string | Uint8Array<ArrayBuffer>) => new Response(value).arrayBuffer()
