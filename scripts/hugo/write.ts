/** The folder itself, from the lines of an export: an article at a time, however many there are. */
import { existsSync } from 'node:fs'
import { type FileHandle, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'smol-toml'
import { pictureOf } from '../picture-folder.ts'
import { openPrivate } from '../private.ts'
import { addressOf, type ExportedArticle, folderOf, formerOf, headOf } from './article.ts'
import { toHugoBody } from './body.ts'
import { newLists } from './lists.ts'
import { noteAbout, picturesIn, placePicture } from './pictures.ts'
import { README } from './readme.ts'
import { configOf, type Section, type Site, sectionFile, termOf } from './site.ts'
import { makeFolder, moved, writePrivate } from './tree.ts'

/** Made here, and put in its place when all of it is there. */
const NEW = '.new'
/** Notes that are printed. */
const SHOWN = 50

type Line = { type: string } & Record<string, unknown>

/** What lines are written with. */
interface Writing {
  site: Site
  /** Where content and data are made. */
  made: string
  /** FOLDER/pictures. */
  pictures: string
  sections: Section[]
  lists: ReturnType<typeof newLists>
  gone: FileHandle
  counts: Record<ExportedArticle['status'], number>
  notes: number
}

/** Makes the folder of the lines; pictures are in FOLDER/pictures. Gives back a sentence on what there is. */
export async function writeSite(
  lines: AsyncIterable<string>,
  folder: string,
  site: Site,
): Promise<string> {
  const writing = await begin(folder, site)
  for await (const text of lines) await writeLine(text, writing)
  const { made, sections, counts, notes } = writing
  await writing.gone.close()
  await writing.lists.close()
  for (const section of sections) {
    const { path, text } = sectionFile(section)
    await writePrivate(join(made, path), text)
  }
  await putInPlace(folder, made, configOf(site, sections))
  if (notes > SHOWN) console.error(`… and ${notes - SHOWN} more of these`)
  const { published, scheduled, draft, withdrawn } = counts
  return `${published} articles, ${scheduled} planned, ${draft} drafts; ${withdrawn} withdrawn (gone.txt). README.txt says what is where.`
}

async function begin(folder: string, site: Site): Promise<Writing> {
  const made = join(folder, NEW)
  await rm(made, { recursive: true, force: true })
  for (const inner of ['data', 'articles', 'categories']) await makeFolder(join(made, inner))
  return {
    site,
    made,
    pictures: join(folder, 'pictures'),
    sections: [],
    lists: newLists(join(made, 'data')),
    gone: await openPrivate(join(made, 'gone.txt')),
    counts: { published: 0, scheduled: 0, draft: 0, withdrawn: 0 },
    notes: 0,
  }
}

async function writeLine(text: string, writing: Writing): Promise<void> {
  const { type, ...line } = JSON.parse(text) as Line
  if (type === 'article') return writeArticle(line as unknown as ExportedArticle, writing)
  if (type === 'revision' || type === 'end') return
  if (type === 'picture') {
    const picture = pictureOf(text)
    if (picture) await noteAbout(writing.pictures, picture)
    return
  }
  if (type === 'section') writing.sections.push(line as unknown as Section)
  // Rules of addresses are all in one line. A type becomes the name of a file.
  const things = type === 'address-rules' ? (line.rules as object[]) : [line]
  const kind = type.replace(/[^a-z-]/g, '-').replace(/s?$/, 's')
  for (const thing of things) await writing.lists.add(kind, thing)
}

async function writeArticle(article: ExportedArticle, writing: Writing): Promise<void> {
  writing.counts[article.status]++
  if (article.status === 'withdrawn') {
    const addresses = [addressOf(article.slug), ...formerOf(article)]
    await writing.gone.write(addresses.map((address) => `${address}\n`).join(''))
    return
  }
  for (const note of await writeBundle(article, writing)) {
    if (writing.notes++ < SHOWN) console.error(`${article.slug}: ${note}`)
  }
}

/** Writes an article with its pictures; gives back what is not as it was. */
async function writeBundle(
  article: ExportedArticle,
  { made, pictures, sections, site: { timeZone } }: Writing,
): Promise<string[]> {
  const { body, format, lead, card } = article
  const chosen = [lead?.picture, card].flatMap((hash) => hash ?? [])
  const named = chosen.map((hash) => `picture:${hash} `).join('')
  const known = await picturesIn(pictures, named + body)
  const { text, kind, shown, notes } = toHugoBody(body, format, known)
  const section = sections.find(({ slug }) => slug === article.section)
  const category = section ? termOf(section) : article.section
  const head = headOf(article, { timeZone, category, pictures: known, shown })
  const bundle = join(made, 'articles', folderOf(article, timeZone))
  await writePrivate(join(bundle, `index.${kind}`), `+++\n${tomlOf(head)}+++\n\n${text}\n`)
  const placed = [...shown, ...chosen.flatMap((hash) => known.get(hash) ?? [])]
  for (const picture of new Set(placed)) await placePicture(pictures, picture, bundle)
  const lost = chosen.filter((hash) => !known.has(hash))
  return [...notes, ...lost.map((hash) => `picture ${hash} is not there: the article goes without`)]
}

/** Without milliseconds, which are never any. */
const tomlOf = (head: object) =>
  stringify(head).replace(/^((?:date|publishDate|lastmod) = \S+)\.000/gm, '$1')

/** Content and data are made anew; how the site is set up belongs to whoever has changed it. */
async function putInPlace(folder: string, made: string, config: string): Promise<void> {
  await moved(join(made, 'articles'), join(folder, 'content/articles'))
  await moved(join(made, 'categories'), join(folder, 'content/categories'))
  for (const file of await readdir(join(made, 'data'))) {
    await moved(join(made, 'data', file), join(folder, 'data', file))
  }
  await moved(join(made, 'gone.txt'), join(folder, 'gone.txt'))
  await writePrivate(join(folder, 'README.txt'), README)
  if (!existsSync(join(folder, 'hugo.toml'))) await writePrivate(join(folder, 'hugo.toml'), config)
  await rm(made, { recursive: true, force: true })
}
