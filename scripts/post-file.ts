/** An article as a file: Markdown, HTML or plain text under a head of YAML. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Fault } from './command.ts'
import { type Headed, HeadFault, readHeaded } from './head.ts'
import { PictureFaults, PictureFiles } from './post-pictures.ts'
import { type Newsroom, Refusal, send } from './request.ts'
import { decode, encodingFrom } from './text-file.ts'

/** The document to post: the head's fields, and the rest of the file as `body`. */
export const toDocument = (file: string): Record<string, unknown> => readHeaded(file).document

export interface Origin {
  system: string
  id: string
}

interface PostOptions {
  encoding?: string | undefined
  /** Unless the file has one of its own. */
  origin?: Origin
  /** What the article's pictures must lie in; the folder of the file unless given. */
  folder?: string
  /** Those that are sent already, of a whole run. */
  pictures?: PictureFiles
}

export interface Posted {
  url: string
  /** What was done otherwise than it was sent, or is not in the article. */
  notes: string[]
}

/** Posts one file. Throws what is wrong as `FILE:LINE: what`. */
export async function postFile(
  newsroom: Newsroom,
  file: string,
  {
    encoding,
    origin,
    folder = dirname(file),
    pictures = new PictureFiles(newsroom),
  }: PostOptions = {},
  name = file,
): Promise<Posted> {
  const headed = await read(file, encoding, name)
  const { lines } = headed
  const brought = await pictures
    .bring({ document: headed.document, file, folder })
    .catch((fault) => rethrow(fault, headed, name))
  const { document } = brought
  const notes = [...headed.notes, ...brought.notes]
  const sent = origin && !document.origin ? { ...document, origin } : document
  try {
    const answer = await send<{ url?: string; notes?: string[] }>(
      newsroom,
      'POST',
      '/api/articles',
      sent,
      sent.origin ? undefined : keyOf(sent),
    )
    if (typeof answer?.url !== 'string') throw new Error('the answer names no address; check --url')
    return { url: answer.url, notes: [...notes, ...(answer.notes ?? [])] }
  } catch (fault) {
    if (!(fault instanceof Refusal) || fault.errors.length === 0) {
      if (fault instanceof Fault) fault.message = `${name}: ${fault.message}`
      throw fault
    }
    const faults = fault.errors.map(({ field, detail }) => {
      const line = lines[field.split('.')[0] ?? '']
      return `${name}${line ? `:${line}` : ''}: ${detail}`
    })
    throw new Fault(faults.join('\n'), 'refused')
  }
}

/** Throws what is wrong with an article's pictures, by line, or what else went wrong. */
function rethrow(fault: unknown, { lines, text }: Read, name: string): never {
  if (fault instanceof PictureFaults) {
    const faults = fault.faults.map(({ address, field, detail }) => {
      const line = field ? lines[field] : lineOf(text, address)
      return `${name}${line ? `:${line}` : ''}: ${detail}`
    })
    throw new Fault(faults.join('\n'), 'refused')
  }
  if (fault instanceof Fault) fault.message = `${name}: ${fault.message}`
  throw fault
}

/** The line in which an address stands; undefined where it is written otherwise. */
function lineOf(text: string, address: string): number | undefined {
  const at = text.lastIndexOf(address)
  return at < 0 ? undefined : text.slice(0, at).split('\n').length
}

/**
 * What makes the same file one article, when it is sent again within a day. With an origin the article is
 * known by that, and a file that was changed and changed back is to be heard.
 */
const keyOf = (document: object) =>
  `post-${createHash('sha256').update(JSON.stringify(document)).digest('hex')}`

interface Read extends Headed {
  /** The whole file. */
  text: string
}

async function read(file: string, said: string | undefined, name: string): Promise<Read> {
  const bytes = await readFile(file).catch((fault: NodeJS.ErrnoException) => {
    const what = fault.code === 'ENOENT' ? 'there is no such file' : fault.message
    throw new Fault(`${name}: ${what}`, 'usage')
  })
  const decoded = decode(bytes, encodingFrom(bytes, said))
  if ('fault' in decoded) throw new Fault(`${name}:${decoded.line}: ${decoded.fault}`, 'refused')
  try {
    return { ...readHeaded(decoded.text), text: decoded.text }
  } catch (fault) {
    if (!(fault instanceof HeadFault))
      throw new Fault(`${name}: ${(fault as Error).message}`, 'refused')
    throw new Fault(`${name}:${fault.line}: ${fault.message}`, 'refused')
  }
}
