/** The pictures that articles in files name by where they lie: sent first, and named by their hashes then. */
import { basename } from 'node:path'
import { Fault } from './command.ts'
import { pictureAddresses, withAddresses, withoutPictures } from './picture-addresses.ts'
import { fileOf, mayBeFile } from './picture-paths.ts'
import type { Format } from './picture-places.ts'
import type { Newsroom } from './request.ts'
import { readPictureFile, reasonOf, sendPicture, takesNone } from './send-picture.ts'

/** An article on its way, and where it comes from. */
export interface Pictured {
  document: Record<string, unknown>
  file: string
  /** What its pictures must lie in. */
  folder: string
}

/** Where the head of a file may name a picture. */
type HeadField = 'lead' | 'card'

/** What is wrong with a picture: `address` as the file names it. */
export interface PictureFault {
  address: string
  /** Where it is named: null in the text. */
  field: HeadField | null
  detail: string
}

/** Thrown with all that is wrong with an article's pictures. */
export class PictureFaults extends Error {
  readonly faults: PictureFault[]

  constructor(faults: PictureFault[]) {
    super(faults.map(({ detail }) => detail).join('\n'))
    this.faults = faults
  }
}

const HASH = /^(?:picture:)?[0-9a-f]{64}$/i
const NONE =
  'This newsroom takes no pictures yet (docs/pictures.md says what to add): the articles are posted without those that are files here.'

/** Sends each picture file once, however many articles name it. */
export class PictureFiles {
  private readonly newsroom: Newsroom
  private readonly sent = new Map<string, Promise<string | null>>()
  private hasWarned = false

  constructor(newsroom: Newsroom) {
    this.newsroom = newsroom
  }

  /**
   * The document with its pictures named by their hashes, once they are there, and what was not kept of them.
   * Throws PictureFaults, or a Fault where the newsroom does not answer.
   */
  async bring({ document, file, folder }: Pictured) {
    const notes: string[] = []
    const faults: PictureFault[] = []
    const heads = headsOf(document)
    const format = (document.format ?? 'markdown') as Format
    const body = String(document.body ?? '')
    const found = pictureAddresses(body, format).filter((one) => mayBeFile(one))
    const hashes = new Map<string, string | null>()
    const named: Named[] = [...heads, ...found.map((address) => ({ address, field: null }))]
    const bringing = named.map(async ({ address, field }) => {
      try {
        hashes.set(address, await this.hashOf(fileOf(address, file, folder), notes))
      } catch (fault) {
        if (!(fault instanceof Fault) || fault.exit !== 1) throw fault
        faults.push({ address, field, detail: `picture ${address}: ${reasonOf(fault)}` })
      }
    })
    await Promise.all(bringing)
    if (faults.length > 0) throw new PictureFaults(faults)
    if (hashes.size === 0) return { document, notes }
    return { document: renamed(document, heads, format, hashes), notes }
  }

  /** Its hash; null where the newsroom takes no pictures. */
  private hashOf(file: string, notes: string[]): Promise<string | null> {
    const sending = this.sent.get(file) ?? this.send(file, notes)
    this.sent.set(file, sending)
    return sending
  }

  private async send(file: string, notes: string[]): Promise<string | null> {
    const bytes = readPictureFile(file)
    if (this.hasWarned) return null
    try {
      const picture = await sendPicture(this.newsroom, file, bytes)
      notes.push(...(picture.notes ?? []).map((note) => `${basename(file)}: ${note}`))
      return picture.hash
    } catch (fault) {
      if (!takesNone(fault)) throw fault
      if (!this.hasWarned) console.error(NONE)
      this.hasWarned = true
      return null
    }
  }
}

type Named = Pick<PictureFault, 'address' | 'field'>

/** The pictures that a head names by files; none that is named by its hash. */
function headsOf({ lead, card }: Record<string, unknown>): (Named & { field: HeadField })[] {
  const { picture } = (lead ?? {}) as { picture?: unknown }
  const named = [
    { field: 'lead' as const, name: picture },
    { field: 'card' as const, name: card },
  ]
  return named.flatMap(({ field, name }) => {
    const address = typeof name === 'string' ? name.trim() : ''
    return address && !HASH.test(address) && mayBeFile(address) ? [{ address, field }] : []
  })
}

/** The document with hashes for files; without the pictures that have none. */
function renamed(
  document: Record<string, unknown>,
  heads: ReturnType<typeof headsOf>,
  format: Format,
  hashes: ReadonlyMap<string, string | null>,
): Record<string, unknown> {
  const made = { ...document }
  for (const { address, field } of heads) {
    const hash = hashes.get(address)
    if (!hash) delete made[field]
    else made[field] = field === 'card' ? hash : { ...(document.lead as object), picture: hash }
  }
  const { source, left } = withAddresses(String(document.body ?? ''), format, (address) => {
    const hash = hashes.get(address)
    return hash ? `picture:${hash}` : null
  })
  const rest = withoutPictures(source, format, (address) => hashes.get(address) === null)
  const [stays] = rest === null ? [...hashes.keys()] : left
  if (stays !== undefined || rest === null) {
    const address = stays ?? ''
    const detail = `picture ${address}: a link shares its definition, or it is written in a way that cannot be followed; name it once more, as ![…](${address})`
    throw new PictureFaults([{ address, field: null, detail }])
  }
  return { ...made, body: rest }
}
