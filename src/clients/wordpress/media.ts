/** `/wp/v2/media`: pictures, listed and described. Without a key, those of articles that readers can see. */

import { toTotal } from '../../articles/numbered/totals'
import { MAX_FOUND, MAX_LOOKED_AT, MAX_OFFSET } from '../../articles/numbered/wanted'
import { fileName, pathOf, usualFile } from '../../articles/picture'
import { callApi } from '../../editing/calling'
import { lacksToRead } from '../../editing/door/rights'
import { paths, type Site } from '../../site'
import {
  answer,
  beyond,
  isBeyond,
  partOf,
  refuse,
  refused,
  refuseParams,
  unknown,
} from './answering'
import type { Asking } from './asking'
import { gmtDate, localDate } from './dates'
import { fieldsOf, narrowed } from './fields'
import { userOf } from './ids'
import {
  type Medium,
  selectCount,
  selectHolding,
  selectMedia,
  selectPart,
  toMedia,
} from './media-numbers'
import { escaped, plainOf, rawOf } from './plain'
import { apiOf } from './post'
import { answerFew, answerTerms } from './terms'

/** WordPress's names of sizes, and up to how wide they are with us. */
const SIZES: [name: string, width: number][] = [
  ['thumbnail', 320],
  ['medium', 640],
  ['large', 1280],
]

export function mediumOf({ site, editor, params }: Asking, medium: Medium) {
  const { id, hash, alt, name, createdAt, type, width, height, bytes, keyId } = medium
  const isEdited = params.text('context') === 'edit' && editor !== null
  const title = name ?? hash.slice(0, 12)
  const date = localDate(createdAt, site.timeZone)
  const source = site.origin + pathOf(hash, usualFile(medium))
  const html = (text: string) => ({ rendered: text, ...(isEdited && { raw: text }) })
  return {
    id,
    date,
    date_gmt: gmtDate(createdAt),
    guid: html(source),
    modified: date,
    modified_gmt: gmtDate(createdAt),
    slug: hash,
    status: 'inherit',
    type: 'attachment',
    link: source,
    title: { rendered: escaped(title), ...(isEdited && { raw: rawOf(title) }) },
    author: editor && editor.keyId === keyId ? userOf(keyId) : 0,
    featured_media: 0,
    comment_status: 'closed',
    ping_status: 'closed',
    template: '',
    meta: [],
    description: html(''),
    caption: html(''),
    alt_text: alt ?? '',
    media_type: 'image',
    mime_type: type,
    media_details: {
      width,
      height,
      file: name ?? hash,
      filesize: bytes,
      sizes: sizesOf(site, medium),
    },
    post: null,
    source_url: source,
    _links: {
      self: [{ href: apiOf(site, `/media/${id}`) }],
      collection: [{ href: apiOf(site, '/media') }],
      about: [{ href: apiOf(site, '/types/attachment') }],
    },
  }
}

function sizesOf(site: Site, { hash, files, width, height }: Medium) {
  const named = SIZES.flatMap(([name, widest]) => {
    const file = files.find((one) => one.width === widest)
    return file ? [[name, file] as const] : []
  })
  const all = [...named, ['full', usualFile({ files })] as const]
  return Object.fromEntries(
    all.map(([name, file]) => [
      name,
      {
        file: fileName(file),
        width: file.width,
        height: Math.round((file.width * height) / width),
        mime_type: file.type,
        source_url: site.origin + paths.picture(hash, fileName(file)),
      },
    ]),
  )
}

const noMedium = () => refuse(404, 'rest_post_invalid_id', 'Invalid post ID.')

export async function findMedium({ db, editor, path }: Asking): Promise<Medium | null> {
  const id = Number(path.id)
  if (!Number.isSafeInteger(id)) return null
  const mayReadAll = editor !== null && !lacksToRead(editor)
  return toMedia(await selectMedia(db, [id], !mayReadAll).run())[0] ?? null
}

export async function getMedium(asking: Asking): Promise<Response> {
  const { params, editor } = asking
  if (params.text('context') === 'edit' && !editor) return unknown('rest_forbidden_context')
  const medium = await findMedium(asking)
  return medium ? answer(narrowed(mediumOf(asking, medium), fieldsOf(asking))) : noMedium()
}

export async function listMedia(asking: Asking): Promise<Response> {
  const { db, editor, params } = asking
  const part = partOf(asking)
  if (part instanceof Response) return part
  const include = params.numbers('include')
  if (!include) return refuseParams({ include: 'must be a list of at most 100 numbers' })
  const mayReadAll = editor !== null && !lacksToRead(editor)
  const show = (medium: Medium) => mediumOf(asking, medium)
  if (include.length > 0) {
    return answerFew(asking, toMedia(await selectMedia(db, include, !mayReadAll).run()), show)
  }
  if (!editor) return unknown('rest_cannot_read')
  if (!mayReadAll) return refuse(403, 'rest_cannot_read', lacksToRead(editor) ?? '')
  const kind = params.text('media_type') ?? 'image'
  const type = params.text('mime_type') ?? ''
  if (kind !== 'image' || (type !== '' && !type.startsWith('image')))
    return answerFew(asking, [], show)
  const by = (params.text('orderby') ?? 'date').toLowerCase()
  if (by !== 'date' && by !== 'id') return refuseParams({ orderby: 'must be date or id' })
  const word = params.text('search')?.trim() ?? ''
  if (word !== '') {
    const found = selectHolding(db, word.slice(0, 200), MAX_LOOKED_AT, MAX_FOUND)
    const media = toMedia(await found.run())
    return isBeyond(media.length, part) ? beyond() : answerFew(asking, media, show)
  }
  const { offset, perPage } = part
  if (offset > MAX_OFFSET) return refuseParams({ page: `skips more than ${MAX_OFFSET} pictures` })
  const isAscending = params.text('order')?.toLowerCase() === 'asc'
  const page = selectPart(db, isAscending, offset, perPage)
  const [total, media] = await db.batch([selectCount(db), page])
  if (isBeyond(toTotal(total), part)) return beyond()
  return answerTerms(asking, toMedia(media), toTotal(total), part, show)
}

export const CODES = {
  forbidden: 'rest_cannot_edit',
  missing: 'rest_post_invalid_id',
  other: 'rest_cannot_edit',
}

/** What it shows can be said anew; a title is the name of its file, and captions stand in articles. */
export async function updateMedium(asking: Asking): Promise<Response> {
  const { caller, params } = asking
  if (!caller) return unknown('rest_cannot_edit')
  const medium = await findMedium(asking)
  if (!medium) return noMedium()
  const alt = params.has('alt_text') ? plainOf(params.text('alt_text') ?? '') : medium.alt
  const shown = (one: Medium) => answer(narrowed(mediumOf(asking, one), fieldsOf(asking)))
  if (alt === medium.alt) return shown(medium)
  const path = `/pictures/${medium.hash}`
  const sent = await callApi(caller, 'PATCH', path, { json: { alt } })
  return sent.isOk ? shown({ ...medium, alt }) : refused(sent, CODES)
}

export async function deleteMedium(asking: Asking): Promise<Response> {
  const { caller, params } = asking
  if (!caller) return unknown('rest_cannot_delete')
  const medium = await findMedium(asking)
  if (!medium) return noMedium()
  if (!params.isTrue('force')) {
    const message = "The post does not support trashing. Set 'force=true' to delete."
    return refuse(501, 'rest_trash_not_supported', message)
  }
  const sent = await callApi(caller, 'DELETE', `/pictures/${medium.hash}`)
  const codes = { ...CODES, forbidden: 'rest_cannot_delete', other: 'rest_cannot_delete' }
  if (!sent.isOk) return refused(sent, codes)
  return answer({ deleted: true, previous: mediumOf(asking, medium) })
}
