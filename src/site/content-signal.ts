/** What may be done with what crawlers read, as `SITE_CONTENT_SIGNAL` says it (contentsignals.org). */

const YES_OR_NO = ['yes', 'no']

/** The signals there are, and what each may say. */
const SIGNALS: Record<string, string[]> = {
  search: YES_OR_NO,
  'ai-input': YES_OR_NO,
  'ai-train': YES_OR_NO,
  use: ['immediate', 'reference', 'full'],
}

/**
 * The value of the line in robots.txt, in one spelling: `search=yes, ai-train=no`. Null where nothing is said.
 * Throws a `TypeError` that names the variable at fault: a signal misspelt would say nothing, and look as if it did.
 */
export function readContentSignal(value = ''): string | null {
  const said = value
    .split(',')
    .map((one) => one.replace(/\s+/g, '').toLowerCase())
    .filter(Boolean)
    .map((one) => one.split('='))
  for (const [signal = '', ...settings] of said) {
    const known = Object.hasOwn(SIGNALS, signal) ? SIGNALS[signal] : undefined
    if (!known?.includes(settings.join('='))) throw new TypeError(wrong(signal, known))
  }
  const names = said.map(([signal]) => signal)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw new TypeError(`SITE_CONTENT_SIGNAL says ${twice} twice`)
  return said.length === 0 ? null : said.map((one) => one.join('=')).join(', ')
}

const wrong = (signal: string, known: string[] | undefined) =>
  known
    ? `SITE_CONTENT_SIGNAL must say of ${signal} one of ${known.join(', ')}`
    : `SITE_CONTENT_SIGNAL must say something of ${Object.keys(SIGNALS).join(', ')}, like: search=yes, ai-train=no`
