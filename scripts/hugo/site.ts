/** What Hugo is told of the site as a whole. */
import { stringify } from 'smol-toml'
import { look, type Newsroom } from '../request.ts'

export interface Site {
  url: string
  title: string
  description: string
  /** BCP 47; null where the newsroom does not say. */
  language: string | null
  timeZone: string
}

export interface Section {
  slug: string
  name: string
  description?: string | null
}

/** The site as its feed introduces it. */
export async function readSite(newsroom: Newsroom, timeZone: string): Promise<Site> {
  const feed = await look<Record<string, unknown>>(newsroom, '/feed.json')
  const said = (name: string) => (typeof feed[name] === 'string' ? feed[name] : null)
  return {
    url: URL.parse(said('home_page_url') ?? '')?.href ?? new URL('/', newsroom.url).href,
    title: said('title') ?? '',
    description: said('description') ?? '',
    language: said('language'),
    timeZone,
  }
}

const isCjk = (language: string | null) => /^(?:zh|ja|ko)\b/i.test(language ?? 'zh')

/** hugo.toml: addresses as the newsroom has them, and Markdown as it reads it. */
export const configOf = (site: Site, sections: Section[]): string =>
  `# Made once by "npm run export -- FOLDER --as hugo", and yours from then on. A theme goes here: theme = "NAME"\n${stringify(
    {
      baseURL: site.url,
      title: site.title,
      ...(site.language && { languageCode: site.language }),
      timeZone: site.timeZone,
      hasCJKLanguage: isCjk(site.language),
      enableRobotsTXT: true,
      params: { description: site.description },
      // Of late Hugo takes no articles in HTML unless it is told to.
      security: { allowContent: ['.*'] },
      taxonomies: { category: 'categories', tag: 'tags' },
      permalinks: {
        articles: '/articles/:slug/',
        categories: '/sections/:slug/',
        tags: '/keywords/:slug/',
      },
      menus: {
        main: sections.map(({ slug, name }, i) => ({
          name,
          url: `/sections/${slug}/`,
          weight: i + 1,
        })),
      },
      markup: {
        goldmark: {
          renderer: { unsafe: true },
          parser: { attribute: { block: false, title: false } },
          extensions: {
            definitionList: false,
            linkify: false,
            taskList: false,
            typographer: false,
            cjk: { enable: true, eastAsianLineBreaks: true, escapedSpace: false },
          },
        },
      },
    },
  )}`

/** Hugo changes other names, in ways of its own, before they become addresses. */
const PLAIN = /^[\p{L}\p{N}]+$/u

/** What an article says to be in a section: its name, or its slug where Hugo would make another of that. */
export const termOf = ({ slug, name }: Section) => (PLAIN.test(name) ? name : slug)

/** The file, below content/, that gives a section its name and address. */
export function sectionFile(section: Section) {
  const { slug, name, description } = section
  const head = { title: name, url: `/sections/${slug}/`, ...(description && { description }) }
  return {
    path: `categories/${termOf(section).toLowerCase()}/_index.md`,
    text: `+++\n${stringify(head)}+++\n`,
  }
}
