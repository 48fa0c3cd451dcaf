/** The pages the tests visit. A new kind of page belongs here. */
import { inject } from 'vitest'

export interface Visited {
  path: string
  status?: number
  /** Kept out of indexes, so not measured for search engines. */
  isHidden?: boolean
}

/** Those both newsrooms have, at the same addresses. */
const PAGES: Record<string, Visited> = {
  home: { path: '/' },
  section: { path: '/sections/community' },
  article: { path: '/articles/the-ferry-that-stayed' },
  specimen: { path: '/articles/specimen' },
  keyword: { path: '/keywords/ferry' },
  author: { path: '/authors/Yan%20Xiaoyun' },
  archive: { path: '/archive' },
  month: { path: '/archive/2026-09' },
  search: { path: '/search?q=ferry', isHidden: true },
  missing: { path: '/none', status: 404, isHidden: true },
  withdrawn: { path: '/articles/withdrawn', status: 410, isHidden: true },
}

/** Every page of the newsroom at an address. */
export const pagesAt = (url: string): Record<string, Visited> => ({
  ...PAGES,
  preview: { path: inject('previews')[url] ?? '', isHidden: true },
})
