/** What a Worker's isolate takes, as its inspector says. */

interface HeapUsage {
  usedSize: number
  backingStorageSize?: number
}

export interface Inspector {
  /** Bytes of objects and buffers, with those that are garbage and not collected yet. */
  used(): Promise<number>
  close(): void
}

/** Connects to an inspector at its WebSocket address. */
export async function inspect(address: string): Promise<Inspector> {
  const socket = new WebSocket(address.replace(/^http/, 'ws'))
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve)
    socket.addEventListener('error', () => reject(new Error(`no inspector at ${address}`)))
  })
  const waiting = new Map<number, (result: unknown) => void>()
  let last = 0
  socket.addEventListener('message', ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as { id: number; result: unknown }
    waiting.get(id)?.(result)
    waiting.delete(id)
  })
  const call = (method: string) =>
    new Promise<unknown>((resolve) => {
      waiting.set(++last, resolve)
      socket.send(JSON.stringify({ id: last, method }))
    })
  return {
    async used() {
      const usage = (await call('Runtime.getHeapUsage')) as HeapUsage
      return usage.usedSize + (usage.backingStorageSize ?? 0)
    },
    close: () => socket.close(),
  }
}
