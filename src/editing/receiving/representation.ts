/** A picture as the API shows it. */
import { CARD, fileName, pathOf, usualFile } from '../../articles/picture'
import type { KeptPicture } from '../../articles/pictures'
import { paths, type Site } from '../../site'
import { toUtc, toUtcOrNull } from '../../time'
import type { AnswerOf } from '../contract/answers'
import type { Answer } from '../saving/retries'

const isShown = ({ state }: KeptPicture) => state === 'kept'

export const representPicture = (site: Site, picture: KeptPicture): AnswerOf<'Picture'> => {
  const { hash, files } = picture
  const isThere = isShown(picture) && files.length > 0
  return {
    hash,
    url: isThere ? site.origin + pathOf(hash, usualFile(picture)) : null,
    type: picture.type,
    bytes: picture.bytes,
    width: picture.width,
    height: picture.height,
    frames: picture.frames,
    alt: picture.alt,
    name: picture.name,
    files: (isThere ? files : []).map((size) => ({
      url: site.origin + paths.picture(hash, fileName(size)),
      ...size,
    })),
    card: isThere && picture.hasCard ? site.origin + paths.picture(hash, CARD.file) : null,
    createdAt: toUtc(picture.createdAt),
    unusedUntil: isShown(picture) ? toUtcOrNull(picture.removedAt) : null,
    state: picture.state === 'kept' ? 'kept' : picture.state === 'barred' ? 'barred' : 'leaving',
  }
}

/** The answer to a picture that was sent, as it can be kept for a request that comes again. */
export const answerToPicture = (
  site: Site,
  picture: KeptPicture,
  isNew: boolean,
  notes: string[],
): Answer => ({
  status: isNew ? 201 : 200,
  headers: isNew ? { Location: site.origin + paths.apiPicture(picture.hash) } : {},
  body: { ...representPicture(site, picture), ...(notes.length > 0 && { notes }) },
})
