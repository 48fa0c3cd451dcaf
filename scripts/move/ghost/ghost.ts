/** An export of Ghost (Settings, Import/Export), versions 1 to 5 and on, as a source. */
import type { Found, Source, SourceOptions } from '../source.ts'
import { pieceOf } from './piece.ts'
import { rowsIn, textIn } from './rows.ts'
import { type Survey, surveyOf } from './survey.ts'

/** Whether a file that begins like this, 4 KiB as text, is such an export. */
export const isGhost = (firstBytes: string): boolean =>
  /^\s*\{\s*"db"\s*:\s*\[\s*\{\s*"(?:meta|data)"/.test(firstBytes) ||
  /^\s*\{\s*"meta"\s*:\s*\{[^{}]*"(?:exported_on|version)"[^{}]*\}\s*,\s*"data"\s*:\s*\{/.test(
    firstBytes,
  ) ||
  /^\s*\{\s*"data"\s*:\s*\{\s*"[a-z_]+"\s*:\s*\[/.test(firstBytes)

/** Looks through the export. Throws a `Fault` where it is no JSON, was cut off, or is in another encoding. */
export async function openGhost(options: SourceOptions): Promise<Source> {
  const survey = await surveyOf(options)
  const url = options.site?.replace(/\/+$/, '') ?? survey.url
  return {
    software: 'Ghost',
    system: 'ghost',
    site: url && URL.canParse(url) ? new URL(url).origin : null,
    rules: [
      { from: '/tag/:slug', to: '/sections/:slug' },
      { from: '/rss', to: '/feed.xml' },
    ],
    read: () => read(options, survey, url),
  }
}

async function* read(
  options: SourceOptions,
  survey: Survey,
  url: string | null,
): AsyncGenerator<Found> {
  let isHostMissing = false
  for await (const { fields } of rowsIn(options, 'posts')) {
    const found = pieceOf(fields, survey, url)
    isHostMissing ||= url === null && namesHost(fields)
    if (!('why' in found)) yield { kind: 'piece', piece: found }
    else {
      const name = textIn(fields, 'title') || textIn(fields, 'slug') || 'without a title'
      const what = textIn(fields, 'type') || 'post'
      yield { kind: 'dropped', what, name: name.slice(0, 200), why: found.why }
    }
  }
  if (isHostMissing) {
    const text =
      'The export leaves the site’s address open (__GHOST_URL__), and so do the addresses made of it: say it, like --site https://example.com'
    yield { kind: 'note', text }
  }
  const left = [...survey.left].map(([table, count]) => `${table} (${count})`)
  if (left.length > 0) yield { kind: 'note', text: `Tables that stay behind: ${left.join(', ')}` }
}

const namesHost = (fields: Record<string, unknown>) =>
  ['html', 'feature_image', 'lexical', 'mobiledoc'].some((name) =>
    textIn(fields, name).includes('__GHOST_URL__'),
  )
