/** What caches may do with each kind of answer. Every response states one of these. */
export const cachePolicy = {
  /** A page, redirect or sitemap: may be stored, and must be asked about before each use. */
  page: 'public, max-age=0, must-revalidate',
  /** A page that does not exist. It may at any moment. */
  missing: 'no-cache',
  /** Served while D1 cannot be reached: perhaps old, so nobody keeps it. */
  stale: 'no-store',
  /** An error, or an answer to an editor. */
  private: 'no-store',
}
