/** When a post was published and changed, as far as an export says it. */
import { toUtc } from '../../../src/time.ts'
import { localDate, utcDate } from '../site-time.ts'

type Fields = Record<string, string>

/** What was published, or has a day for it; others have one only when somebody set it. */
const DATED = new Set(['', 'publish', 'future', 'private'])

/** RFC 3339, in UTC where the export has it and on the site’s clocks otherwise; null where it does not say. */
export function publishedOf(fields: Fields, timeZone: string): string | null {
  const inUtc = utcDate(fields['wp:post_date_gmt'] ?? '')
  if (inUtc !== null || !DATED.has(fields['wp:status'] ?? '')) return inUtc
  return localDate(fields['wp:post_date'] ?? '', timeZone) ?? feedDate(fields.pubDate ?? '')
}

/** The same of the last change. */
export const changedOf = (fields: Fields, timeZone: string): string | null =>
  utcDate(fields['wp:post_modified_gmt'] ?? '') ??
  localDate(fields['wp:post_modified'] ?? '', timeZone)

/** `Wed, 15 May 2019 03:00:00 +0000`; drafts have the 30 November of the year before the first. */
function feedDate(written: string): string | null {
  const isDate = /^\w{3}, \d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}$/.test(written)
  const at = isDate ? Date.parse(written) : Number.NaN
  return Number.isFinite(at) ? toUtc(at / 1000) : null
}
