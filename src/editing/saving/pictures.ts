/** The pictures of a document: those that are there filled in, and what is to be said of the others. */
import { fillIn } from '../../articles/body/fill-in'
import type { Body } from '../../articles/body/render'
import type { LeadChoice, Picture } from '../../articles/picture'
import type { StoredArticle } from '../../articles/store'
import type { Fault } from '../door/problems'
import type { Ready } from './check'

const GONE = 'that is not there, or not any more; send it with POST /api/pictures, or take it out'
/** Of an archive that moves in: its pictures may come later. */
const LATER = 'that is not here; send it, and then have articles drawn anew (npm run renew)'
const SAY = 'say what it shows, or that it only decorates with'

/**
 * Fills pictures in. What an article has already stays good where an edit leaves it, though a picture was
 * taken down since; and an archive that moves in need not say what its pictures show: that is noted.
 */
export function withPictures(
  { content, body }: Ready,
  known: ReadonlyMap<string, Picture>,
  before: StoredArticle | null,
  isImported: boolean,
): { body: Body; faults: Fault[]; notes: string[] } {
  const { lead, card } = content
  const ofBody = body.pictures.flatMap(({ hash, hasAlt }) => {
    const picture = known.get(hash)
    if (!picture) return [`body has a picture (${hash}) ${isImported ? LATER : GONE}`]
    if (hasAlt || picture.alt !== null) return []
    return [`body has a picture (${hash}) without alt; ${SAY} alt="" in HTML`]
  })
  const ofLead = leadFault(lead, known, isImported)
  const isSameBody =
    before?.content.body === content.body && before.content.format === content.format
  const isSameLead = JSON.stringify(before?.content.lead) === JSON.stringify(lead)
  const faults: Fault[] = []
  const notes: string[] = []
  for (const detail of ofBody) {
    if (isSameBody || isImported) notes.push(detail)
    else faults.push({ field: 'body', detail })
  }
  if (ofLead) {
    if ((before && isSameLead) || isImported) notes.push(ofLead.detail)
    else faults.push(ofLead)
  }
  if (card !== null && !known.has(card)) {
    const detail = `card names a picture ${isImported ? LATER : GONE}`
    if (before?.content.card === card || isImported) notes.push(detail)
    else faults.push({ field: 'card', detail })
  }
  return { body: fillIn(body, content, known), faults, notes }
}

function leadFault(
  lead: LeadChoice | null,
  known: ReadonlyMap<string, Picture>,
  isImported: boolean,
): Fault | null {
  if (lead === null) return null
  const picture = known.get(lead.picture)
  if (!picture) {
    const detail = `lead.picture names a picture ${isImported ? LATER : GONE}`
    return { field: 'lead.picture', detail }
  }
  if (lead.alt !== null || picture.alt !== null) return null
  return { field: 'lead.alt', detail: `lead.alt is missing; ${SAY} ""` }
}
