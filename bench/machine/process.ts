/** What the workerd that this program has started takes of the machine. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Processor time so far in milliseconds, and resident memory in MiB. */
export interface Usage {
  cpu: number
  memory: number
}

/** Linux counts processor time in hundredths of a second, whatever the processor does. */
const TICK = 10

export function usageOf(pid: number): Usage {
  const [rss = '', time = ''] = ps('-o', 'rss=,time=', '-p', String(pid)).trim().split(/\s+/)
  return { cpu: ticksOf(pid) ?? millisecondsOf(time), memory: Number(rss) / 1024 }
}

/** The workerd started last. */
export function newestWorkerd(): number {
  const mine = ps('-A', '-o', 'pid=,ppid=,comm=')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, parent, name]) => Number(parent) === process.pid && /workerd$/.test(name ?? ''))
  return Math.max(...mine.map(([pid]) => Number(pid)))
}

const ps = (...options: string[]) => execFileSync('ps', options, { encoding: 'utf8' })

function ticksOf(pid: number): number | null {
  if (process.platform !== 'linux') return null
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) * TICK
}

/** From `ps`: [hours:]minutes:seconds, with hundredths on macOS. */
const millisecondsOf = (time: string) =>
  time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) * 1_000
