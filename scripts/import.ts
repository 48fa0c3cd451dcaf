/** npm run import -- FILE   [--pictures FOLDER] [--lines N] [--encoding NAME] [--url URL] */
import { atMost } from './at-once.ts'
import { bringPicture } from './bring-picture.ts'
import { command, EXIT, here } from './command.ts'
import { explain, importFile } from './import-file.ts'
import { ImportRun, type Sent } from './import-run.ts'
import { pictureOf } from './picture-folder.ts'
import type { Newsroom } from './request.ts'
import { TARGET_HELP, TARGET_OPTIONS, target, whole } from './target.ts'
import { ENCODING_HELP, ENCODING_OPTION } from './text-file.ts'

const HELP = `Usage: npm run import -- FILE [--pictures FOLDER] [--lines N] [--encoding NAME] [--url URL]
FILE is NDJSON: an article a line, with the fields of docs/api.md, or an export. After a break, the same
command goes on where it ended. What is refused is in FILE.rejected, to be mended and sent. The same file
sent again within a day is the same import; an article with an origin is known by that for good.
--pictures FOLDER: where "npm run export" put the pictures; each is sent before the line about it
--lines N: how many go in one request; 1000, unless a Worker on the free plan needs less (20)
${ENCODING_HELP}
${TARGET_HELP}`

/** Pictures are read as they are sent, a few at a time. */
const turn = atMost(4)

const options = {
  ...TARGET_OPTIONS,
  ...ENCODING_OPTION,
  pictures: { type: 'string' },
  lines: { type: 'string', default: '1000' },
} as const

await command(HELP, options, [1, 1], async (values, [name = '']) => {
  const size = whole('--lines', values.lines, 1, 1000)
  const newsroom = target(values, 600)
  const run = await ImportRun.open(here(name), name, newsroom.url, values.encoding)
  await bring(newsroom, run, size, values.pictures)
})

async function bring(newsroom: Newsroom, run: ImportRun, size: number, folder?: string) {
  const { name, state } = run
  const { created, same, rejected, withoutOrigin } = await importFile(newsroom, run, size, {
    before: async (sent) => {
      if (folder !== undefined) await bringPictures(newsroom, name, sent, folder)
    },
    onResult: (result) => {
      if (result.status >= 400) console.error(`${name}:${result.line}: ${explain(result)}`)
      for (const note of result.notes ?? []) console.error(`${name}:${result.line}: note: ${note}`)
    },
  })
  console.log(`\n${created} new, ${same} updated or unchanged, ${rejected} refused.`)
  if (withoutOrigin > 0) {
    console.log(
      `Lines without an origin: ${withoutOrigin}. In the same file, within a day, they make nothing new (and are counted as new again); after that they make other articles. See "Bulk in" in docs/api.md.`,
    )
  }
  if (rejected > 0) {
    const encoding = state.encoding === 'utf-8' ? '' : ', in UTF-8'
    console.log(`The lines that were refused are in ${name}.rejected${encoding}.`)
    process.exitCode = EXIT.refused
  }
}

/** Sends the pictures that some lines are about. What is refused of them, the line will be too. */
async function bringPictures(newsroom: Newsroom, name: string, { lines }: Sent, folder: string) {
  const about = lines.flatMap(({ number, text }) => {
    const picture = pictureOf(text)
    return picture ? [{ number, picture }] : []
  })
  const bringing = about.map(async ({ number, picture }) => {
    const bring = () => bringPicture(newsroom, picture, here(folder))
    const refused = await turn(bring).catch((fault: Error) => {
      throw Object.assign(fault, { message: `${name}:${number}: ${fault.message}` })
    })
    if (refused !== null) console.error(`${name}:${number}: ${refused}`)
  })
  await Promise.all(bringing)
  if (about.length > 0) console.log(`${about.length} pictures up to line ${about.at(-1)?.number}`)
}
