/** Clients that ask for one thing after the other and time the answers. */
import { Pool } from 'undici'
import { quantile, sorted } from './statistics'

export interface Ask {
  path: string
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  headers?: Record<string, string>
  body?: string
}

/** Milliseconds, and requests a second. */
export interface Timing {
  rate: number
  p50: number
  p95: number
  p99: number
}

type Triple = [number, number, number]

/** So many clients of one Worker. */
export class Clients {
  private readonly pool: Pool
  private readonly count: number
  private times: number[] = []
  private rates: number[] = []
  private asked = 0

  constructor(url: string, count: number) {
    this.count = count
    this.pool = new Pool(url, { connections: count })
  }

  /**
   * Makes a number of requests, `ask(n)` the nth of all. Throws when a status is not what it must be: what
   * is measured must be right.
   */
  async drive(requests: number, ask: (n: number) => Ask, status: number): Promise<void> {
    const last = this.asked + requests
    const client = async () => {
      while (this.asked < last) {
        const { method = 'GET', ...rest } = ask(this.asked++)
        const sent = performance.now()
        const { statusCode, body } = await this.pool.request({ method, ...rest })
        const bytes = await body.bytes()
        this.times.push(performance.now() - sent)
        if (statusCode === status) continue
        throw new Error(
          `${method} ${rest.path}: ${statusCode} ${new TextDecoder().decode(bytes.slice(0, 300))}`,
        )
      }
    }
    const start = performance.now()
    await Promise.all(Array.from({ length: this.count }, client))
    this.rates.push((requests / (performance.now() - start)) * 1_000)
  }

  /**
   * What it took since the last time. The rate is the median of the calls of `drive`: whatever else the
   * machine does in between disturbs a few of them.
   */
  timing(): Timing {
    const times = sorted(this.times)
    const rate = quantile(sorted(this.rates), 0.5)
    this.times = []
    this.rates = []
    const [p50, p95, p99] = [0.5, 0.95, 0.99].map((part) => quantile(times, part)) as Triple
    return { rate, p50, p95, p99 }
  }

  close = () => this.pool.close()
}
