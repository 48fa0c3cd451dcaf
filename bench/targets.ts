/** What has to be reached, and what was. */

export interface Target {
  name: string
  value: number
  /** The least or the most it may be. */
  least?: number
  most?: number
  unit: string
}

export const isMissed = ({ value, least, most }: Target) =>
  !(value >= (least ?? Number.NEGATIVE_INFINITY) && value <= (most ?? Number.POSITIVE_INFINITY))

export const describe = (target: Target) => {
  const { name, value, least, most, unit } = target
  const bound = [least === undefined ? '' : `≥ ${least}`, most === undefined ? '' : `≤ ${most}`]
  const state = isMissed(target) ? 'MISSED' : 'reached'
  return `| ${name} | ${round(value)} ${unit} | ${bound.filter(Boolean).join(', ')} | ${state} |`
}

/** Three digits that count. */
export const round = (value: number) =>
  Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)))
