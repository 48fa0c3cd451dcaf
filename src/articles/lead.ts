/** The lead picture of an article, where it stands above the text. */
import type { Lead } from './picture'
import { textLines } from './text-of'

/** A figure as bodies have them, of one of our own pictures. Attributes are in double quotes. */
const FIRST =
  /^<figure><img src="\/pictures\/([0-9a-f]{64})\/[^"]*"(?:[^">]|"[^"]*")*>(?:<figcaption>(.*?)<\/figcaption>)?<\/figure>\s*/s

/** What stands above a text: the picture with its caption, if there is any; and the text. */
export interface Led {
  lead: Lead | null
  html: string
}

/**
 * A rendered body without the lead picture, where it begins with that: it stands above already. What
 * is said below it there is the caption, where the lead picture has none of its own.
 */
export function withoutLead(html: string, lead: Lead | null): Led {
  const [all = '', hash, said = ''] = (lead && FIRST.exec(html)) ?? []
  if (!lead || hash !== lead.hash) return { lead, html }
  const caption = lead.caption ?? (textLines(said).join(' ') || null)
  return { lead: { ...lead, caption }, html: html.slice(all.length) }
}
