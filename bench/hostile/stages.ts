/** What a body goes through, from the request that brings it to the search that finds it. */

import { runInThisContext } from 'node:vm'
import type { Format } from '../../src/articles/article'
import { excerptOf } from '../../src/articles/body/excerpt'
import { renderBody } from '../../src/articles/body/render'
import { highlight, passages } from '../../src/articles/search/highlight'
import { parseQuery } from '../../src/articles/search/query'
import { fold, segment } from '../../src/articles/search/segment'
import { textLines } from '../../src/articles/text-of'
import { slugFrom } from '../../src/articles/writing/slug'
import { diffOf } from '../../src/editing/compare'

export const STAGES = [
  'render',
  'excerpt',
  'lines',
  'segment',
  'highlight',
  'compare',
  'slug',
] as const
export type Stage = (typeof STAGES)[number]

const HOSTS = { origin: 'https://news.example', embeds: ['https://player.example'] }

/** Longer than this no stage is waited for, in milliseconds: what was quadratic would take hours. */
const PATIENCE = 3_000

/** In milliseconds of this process's CPU. */
function spent(work: () => unknown): number {
  const before = process.cpuUsage()
  Object.assign(globalThis, { hostileWork: work })
  try {
    // The only way to stop an expression that is being matched.
    runInThisContext('hostileWork()', { timeout: PATIENCE })
  } catch (fault) {
    if ((fault as { code?: string }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw fault
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** Sends a body through the stages; those after rendering only if it is not refused. */
export function through(source: string, format: Format, stages: readonly Stage[] = STAGES) {
  const cost: Partial<Record<Stage, number>> = {}
  const on = (stage: Stage, work: () => unknown) => {
    if (stages.includes(stage)) cost[stage] = spent(work)
  }
  let rendered = null as ReturnType<typeof renderBody> | null
  on('render', () => {
    rendered = renderBody(source, format, HOSTS)
  })
  on('slug', () => slugFrom(source, 200))
  on('compare', () => diffOf(source, [...source.split('\n')].reverse().join('\n ')))
  if (!rendered || 'fault' in rendered) return { cost, isRefused: true }
  const { html, text } = rendered
  let lines: string[] = []
  on('excerpt', () => excerptOf(text))
  on('lines', () => {
    lines = textLines(html)
  })
  on('segment', () => segment([], lines))
  on('highlight', () => {
    const folded = fold(lines.join('\n'))
    // What is looked for is no part of the cost.
    const start = folded
      .slice(0, 2_000)
      .replace(/[^\p{L}\p{N}]/gu, ' ')
      .trim()
      .slice(0, 100)
    const patterns = parseQuery(`${start} "${start}"`)?.patterns ?? [/$/g]
    for (const pattern of patterns) folded.search(pattern)
    passages(lines, folded, patterns)
    highlight(text, patterns)
  })
  return { cost, isRefused: false }
}
