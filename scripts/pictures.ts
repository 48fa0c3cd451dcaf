/** npm run pictures -- add FILE|FOLDER… | list | takedown HASH | adopt */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { adopt } from './adopt.ts'
import { command, EXIT, Fault, here } from './command.ts'
import { makeSizes } from './picture-sizes.ts'
import { ask, look, type Newsroom, toJson } from './request.ts'
import { type Picture, readPictureFile, reasonOf, sendPicture, takesNone } from './send-picture.ts'
import { TARGET_HELP, TARGET_OPTIONS, target } from './target.ts'

const HELP = `Usage: npm run pictures -- add FILE|FOLDER… [--alt TEXT] [--sizes] [--url URL]
       npm run pictures -- list
       npm run pictures -- takedown HASH
       npm run pictures -- adopt [--dry-run] [--section SLUG]
add: sends pictures, and prints what to write in an article. Sent again, a picture is the same picture.
  --alt TEXT: what it shows; for one FILE
  --sizes: makes smaller ones and a social card here, for a newsroom without Images; takes the package sharp
list: all pictures, the newest first
takedown: removes a picture whoever shows it, and has it taken never again
adopt: has the newsroom fetch the pictures that articles show from elsewhere, and rewrites the articles. After a
  break, the same command goes on; what cannot be fetched stays as it is.
  --dry-run: only says which; --section SLUG: only of that section
${TARGET_HELP}`

const IS_PICTURE = /\.(jpe?g|png|webp|gif|avif|hei[cf])$/i

const options = {
  ...TARGET_OPTIONS,
  alt: { type: 'string' },
  sizes: { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  section: { type: 'string' },
} as const

/** The pictures that a name stands for: itself, or all of a folder in order. */
function picturesAt(name: string): { name: string; file: string }[] {
  const stat = statSync(here(name), { throwIfNoEntry: false })
  if (!stat) throw new Fault(`${name}: there is no such file or folder`, 'usage')
  if (!stat.isDirectory()) return [{ name, file: here(name) }]
  const entries = readdirSync(here(name), { withFileTypes: true })
  const within = entries.filter((entry) => !entry.name.startsWith('.'))
  return within
    .filter((entry) => entry.isDirectory() || (entry.isFile() && IS_PICTURE.test(entry.name)))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => picturesAt(join(name, entry.name)))
}

interface Adding {
  alt?: string | undefined
  sizes: boolean
}

/** Sends pictures one after the other; those that are refused are told, and the rest is sent. */
async function add(newsroom: Newsroom, names: string[], { alt, sizes }: Adding) {
  const found = names.flatMap(picturesAt)
  if (found.length === 0) throw new Fault('There is no picture in there.', 'usage')
  if (alt !== undefined && found.length > 1) {
    throw new Fault('--alt says what one picture shows: name one file with it', 'usage')
  }
  let failed = 0
  for (const [i, { name, file }] of found.entries()) {
    const progress = found.length > 1 ? `[${i + 1}/${found.length}] ` : ''
    try {
      const bytes = readPictureFile(file)
      const made = sizes ? await makeSizes(bytes) : undefined
      const picture = await sendPicture(newsroom, file, bytes, { alt }, made)
      const { hash, notes = [] } = picture
      const shown =
        alt !== undefined && picture.alt !== alt ? await describe(newsroom, hash, alt) : picture
      console.log(`${progress}${name} → ${hash}\n${markdownOf(shown)}`)
      for (const note of notes) console.error(`  ${name}: note: ${note}`)
    } catch (fault) {
      if (takesNone(fault) || !(fault instanceof Fault) || fault.exit !== EXIT.refused) throw fault
      failed++
      console.error(`${progress}${name}: ${reasonOf(fault)}`)
    }
  }
  if (found.length > 1) console.log(`${found.length - failed} sent, ${failed} refused`)
  if (failed > 0) process.exitCode = EXIT.refused
}

/** One that was there already keeps what was said of it, until that is said anew. */
function describe(newsroom: Newsroom, hash: string, alt: string): Promise<Picture> {
  const request = {
    method: 'PATCH',
    path: `/api/pictures/${hash}`,
    type: 'application/merge-patch+json',
    body: JSON.stringify({ alt }),
  } as const
  return ask(newsroom, request, toJson<Picture>)
}

const markdownOf = ({ hash, alt }: Picture) =>
  `![${(alt ?? '').replace(/[\\[\]]/g, '\\$&')}](picture:${hash})`

interface Listed extends Picture {
  createdAt: string
  unusedUntil: string | null
}

async function list(newsroom: Newsroom) {
  let count = 0
  for (let next: string | null = ''; next !== null; ) {
    const query: string = next && `&${new URLSearchParams({ cursor: next })}`
    const page: { pictures: Listed[]; next: string | null } = await look(
      newsroom,
      `/api/pictures?limit=100${query}`,
    )
    for (const one of page.pictures) console.log(lineOf(one))
    count += page.pictures.length
    next = page.next
  }
  if (count === 0) console.log('There are no pictures yet.')
}

function lineOf({ hash, width, height, name, alt, state, createdAt, unusedUntil }: Listed): string {
  const told = [
    `${width} × ${height}`,
    `sent ${createdAt}`,
    ...(state === 'barred' ? ['taken down'] : state === 'leaving' ? ['going'] : []),
    ...(unusedUntil ? [`shown by no article: goes ${unusedUntil}`] : []),
  ]
  const said = alt === null ? 'not described' : alt === '' ? 'decorates' : alt
  return `${hash}\t${name ?? ''}\n\t${told.join(', ')}\n\t${said}`
}

async function takeDown(newsroom: Newsroom, name: string) {
  const hash = name.replace(/^picture:/i, '').toLowerCase()
  if (!/^[0-9a-f]{64}$/.test(hash)) {
    throw new Fault(`A hash has 64 hexadecimal digits (see list); "${name}" is none`, 'usage')
  }
  const request = { method: 'POST', path: `/api/pictures/${hash}/takedown` } as const
  const { purge } = await ask(newsroom, request, toJson<{ purge?: string }>)
  const edge = purge === 'queued' ? 'will be told within minutes' : 'is told'
  console.log(
    `${hash} is taken down: its files are gone, articles are shown without it, and the edge ${edge}. A browser that has it keeps it.`,
  )
}

await command(HELP, options, [1, Infinity], async (values, [what, ...names]) => {
  const newsroom = target(values)
  if (what === 'add' && names.length > 0) return add(newsroom, names, values)
  if (what === 'list' && names.length === 0) return list(newsroom)
  if (what === 'takedown' && names.length === 1) return takeDown(newsroom, String(names[0]))
  if (what !== 'adopt' || names.length > 0) throw new Fault(HELP, 'usage')
  const isGood = await adopt(newsroom, { isDry: values['dry-run'], section: values.section })
  if (!isGood) process.exitCode = EXIT.refused
})
