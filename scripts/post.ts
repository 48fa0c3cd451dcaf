/** npm run post -- FILE|FOLDER…   [--origin SYSTEM] [--encoding NAME] [--url URL] */
import { atOnce } from './at-once.ts'
import { command, EXIT, Fault } from './command.ts'
import { articlesAt } from './folder.ts'
import { postFile } from './post-file.ts'
import { PictureFiles } from './post-pictures.ts'
import { TARGET_HELP, TARGET_OPTIONS, target } from './target.ts'
import { ENCODING_HELP, ENCODING_OPTION, encodingOf } from './text-file.ts'

const HELP = `Usage: npm run post -- FILE|FOLDER… [--origin SYSTEM] [--encoding NAME] [--url URL]
Posts Markdown (or HTML, or text) under a head of YAML: docs/api.md has its fields.

A FOLDER stands for all its .md, .markdown, .html, .htm and .txt files. Each becomes an article that is
known by its path from the folder on: posted again, it is updated, and one that has not changed stays as
it is. A FILE by itself is one article however often it is sent within a day.
Pictures that it names by their paths from there, like ![ferry](pictures/ferry.jpg "caption") and, in the head,
lead: { picture: pictures/ferry.jpg, alt: ferry } or card: pictures/card.png, are sent first, each once. They must
lie in the FOLDER.
--origin SYSTEM: what the articles of a folder are known under, besides their paths: "files" unless given
${ENCODING_HELP}
${TARGET_HELP}`

const options = { ...TARGET_OPTIONS, ...ENCODING_OPTION, origin: { type: 'string' } } as const

await command(HELP, options, [1, Infinity], async (values, names) => {
  const newsroom = target(values)
  const { encoding } = values
  if (encoding !== undefined) encodingOf(encoding)
  const found = names.map(articlesAt)
  const articles = found.flatMap((one) => one.articles)
  if (values.origin !== undefined && articles.some(({ id }) => id === null)) {
    throw new Fault("--origin goes with folders: write a file's own origin into its head", 'usage')
  }
  const others = found.reduce((sum, one) => sum + one.others, 0)
  if (others > 0) console.error(`Passed over: ${others} files that are not Markdown, HTML or text.`)
  if (articles.length === 0) throw new Fault('There is no article in there.', 'usage')

  let failed = 0
  const pictures = new PictureFiles(newsroom)
  const post = ({ name, file, id, folder }: (typeof articles)[number]) => {
    const origin = id === null ? {} : { origin: { system: values.origin ?? 'files', id } }
    return postFile(newsroom, file, { encoding, ...origin, folder, pictures }, name)
  }
  for await (const [{ name }, posted, i] of atOnce(articles, post)) {
    const progress = articles.length > 1 ? `[${i + 1}/${articles.length}] ` : ''
    try {
      const { url, notes } = await posted
      console.log(`${progress}${name} → ${url}`)
      for (const note of notes) console.error(`  ${name}: note: ${note}`)
    } catch (fault) {
      // A host that does not answer for one answers for none.
      if (fault instanceof Fault && fault.exit !== EXIT.refused && articles.length > 1) {
        throw Object.assign(fault, {
          message: `${progress}${fault.message}\n${i} of ${articles.length} files are done.`,
        })
      }
      if (!(fault instanceof Fault) || fault.exit !== EXIT.refused) throw fault
      failed++
      console.error(`${progress}${fault.message}`)
    }
  }
  if (articles.length > 1) console.log(`${articles.length - failed} posted, ${failed} refused`)
  if (failed > 0) process.exitCode = EXIT.refused
})
