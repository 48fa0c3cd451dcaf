/** The part of the library that feeds need: the rest is left out of the bundle. */
export { generateAtomFeed, generateJsonFeed, generateRssFeed } from 'feedsmith'
