/** The pages the tests visit. A new kind of page belongs here. */

export interface Visited {
  path: string
  status?: number
  /** Kept out of indexes, so not measured for search engines. */
  isHidden?: boolean
}

/** Those both newsrooms have. */
export const PAGES: Record<string, Visited> = {
  home: { path: '/' },
  section: { path: '/sections/community' },
  article: { path: '/articles/the-ferry-that-stayed' },
  specimen: { path: '/articles/specimen' },
  missing: { path: '/none', status: 404, isHidden: true },
  withdrawn: { path: '/articles/withdrawn', status: 410, isHidden: true },
}

/** Lighthouse takes its time: one page of each kind that readers come to. */
export const MEASURED: Record<string, Visited> = {
  home: { path: '/' },
  section: { path: '/sections/news' },
  article: { path: '/articles/report' },
  missing: { path: '/none', status: 404, isHidden: true },
}
