/** Tabs of one browser that show the same article. */

/** A name that no other tab has. */
export const newTab = () => crypto.randomUUID()

const lockOf = (id: string) => `broadside ${id}`

/** Says, for as long as this page is open, that a record is in use. */
export function hold(id: string): void {
  navigator.locks?.request(lockOf(id), () => new Promise(() => {}))
}

/** Which of these records no open page uses. A page that is just being left lets go in a moment. */
export async function unused(ids: string[]): Promise<Set<string>> {
  const free = new Set(ids)
  if (!navigator.locks || ids.length === 0) return free
  await Promise.all(
    ids.map((id) =>
      navigator.locks
        .request(lockOf(id), { signal: AbortSignal.timeout(200) }, () => {})
        .catch(() => free.delete(id)),
    ),
  )
  return free
}

type Message = 'here' | 'here too' | 'typed' | 'gone'

/** Tells other tabs with the same article of this one, and says what they tell. */
export class Tabs {
  private readonly channel: BroadcastChannel

  constructor(name: string, say: (message: 'open' | 'typed' | 'gone') => void) {
    this.channel = new BroadcastChannel(`broadside ${name}`)
    this.channel.onmessage = ({ data }: MessageEvent<Message>) => {
      if (data === 'here') this.tell('here too')
      else say(data === 'here too' ? 'open' : data)
    }
    this.tell('here')
  }

  /** Something was typed here. */
  typed(): void {
    this.tell('typed')
  }

  /** This page is being left. */
  gone(): void {
    this.tell('gone')
  }

  private tell(message: Message): void {
    this.channel.postMessage(message)
  }
}
