/** Time zones and languages, as settings of old sites name them. */

/** An IANA time zone as a site's settings name it; null for none, or none that exists. */
export function zoneOf(text: string | null | undefined): string | null {
  if (!text) return null
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: text }).resolvedOptions().timeZone
  } catch {
    return null
  }
}

/** A language as BCP 47, of `zh_CN` or `zh-cn`; null for what is none. */
export function languageOf(text: string | null | undefined): string | null {
  if (!text || text === 'default') return null
  try {
    return Intl.getCanonicalLocales(text.trim().replaceAll('_', '-'))[0] ?? null
  } catch {
    return null
  }
}
