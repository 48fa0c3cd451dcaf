/** `/llms.txt` (llmstxt.org): what the newsroom is, for language models. Off until it is written. */
import { selectSections, toSections } from '../articles/sections'
import type { Page } from '../delivery/page'
import { pageNames, paths, type Site } from '../site'

export const llmsPage = (site: Site): Page => ({
  name: pageNames.llms,
  edition: pageNames.site,
  path: paths.llms,
  read: (db) => [selectSections(db)],
  render([sections]) {
    if (site.llms === null) return null
    const link = (name: string, path: string) => `- [${name}](${site.origin}${path})`
    const body = `# ${site.name}

> ${site.description || site.name}

${site.llms}

## Sections

${toSections(sections as D1Result)
  .map(({ name, slug }) => link(name, paths.section(slug)))
  .join('\n')}

## Feeds and archive

${link('RSS', paths.feed('rss', null))}
${link('Atom', paths.feed('atom', null))}
${link('JSON Feed', paths.feed('json', null))}
${link('Archive by month', paths.archive)}
${link('Sitemap index', paths.sitemapIndex)}
`
    return { status: 200, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body }
  },
})
