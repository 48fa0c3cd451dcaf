/** Time that passes when a test says so, or when somebody waits. */
import type { Time } from '../../src/delivery/isolate'

export class VirtualTime implements Time {
  /** How long each wait was, in milliseconds. */
  readonly waits: number[] = []
  /** Set to look on while somebody waits. */
  onWait: (milliseconds: number) => unknown = () => {}
  private at = 1_800_000_000_000

  now = () => this.at

  wait = async (milliseconds: number) => {
    this.waits.push(milliseconds)
    await this.onWait(milliseconds)
    this.pass(milliseconds)
  }

  /** Lets time pass, in milliseconds; backwards too, as clocks may. */
  pass(milliseconds: number) {
    this.at += milliseconds
  }
}
