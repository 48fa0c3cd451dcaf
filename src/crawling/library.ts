/** What feeds need of the library, and nothing more of it: the rest is left out of the bundle. */
export { generateAtomFeed, generateJsonFeed, generateRssFeed } from 'feedsmith'
