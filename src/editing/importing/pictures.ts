/** Importing what is known of pictures. Their files came before: what has none is refused. */
import { describeAgain } from '../../articles/writing/pictures'
import { paths } from '../../site'
import { describeProblem } from '../door/problems'
import { lacksScopes } from '../door/rights'
import type { Result } from './ranges'
import type { Item } from './read'
import type { Attempt, Entry, Importer } from './runs'

const NO_FILE =
  'This picture is not here. Send its file first: npm run import does, with --pictures FOLDER.'

/** Saying it again changes nothing, so there is nothing to keep about it. */
export async function importPictures(
  { db, site, editor, now }: Importer,
  entries: Entry<Item & { kind: 'picture' }>[],
): Promise<Attempt> {
  const lacks = lacksScopes(editor, ['articles:write'])
  if (lacks) {
    return { results: entries.map(() => describeProblem(site, 'forbidden', { detail: lacks })) }
  }
  const pictures = entries.map(({ item }) => item.picture)
  const known = await describeAgain(db, pictures, { keyId: editor.keyId, at: now })
  const results = pictures.map(({ hash }): Result => {
    if (!known.has(hash)) return describeProblem(site, 'conflict', { detail: NO_FILE })
    return { status: 200, url: site.origin + paths.apiPicture(hash) }
  })
  return { results }
}
