/** The desk's addresses, percent-encoded. */
export const deskPaths = {
  home: '/desk',
  signIn: '/desk/sign-in',
  signOut: '/desk/sign-out',
  link: (token: string) => `/desk/enter/${token}`,
  language: '/desk/language',
  style: (name: string) => `/desk/${name}`,
  articles: '/desk/articles',
  newArticle: '/desk/articles/new',
  /** A new article that was begun, by the token of its form. */
  begun: (once: string) => `/desk/articles/new?copy=${once}`,
  /** Asked by script. */
  suggest: '/desk/articles/suggest',
  article: (id: number) => `/desk/articles/${id}`,
  /** The page as readers will see it, of the text in the form. */
  preview: '/desk/preview',
  articlePreview: (id: number) => `/desk/articles/${id}/preview`,
  /** What is pending of it, beside what readers see. */
  draft: (id: number) => `/desk/articles/${id}/draft`,
  revisions: (id: number) => `/desk/articles/${id}/revisions`,
  revision: (id: number, number: number) => `/desk/articles/${id}/revisions/${number}`,
  pictures: '/desk/pictures',
  /** Asked by script. */
  upload: '/desk/pictures/upload',
  bring: '/desk/pictures/bring',
  rendered: '/desk/articles/rendered',
  picture: (hash: string) => `/desk/pictures/${hash}`,
  /** Leads to its file. */
  pictureFile: (hash: string) => `/desk/pictures/${hash}/file`,
  sections: '/desk/sections',
  section: (slug: string) => `/desk/sections/${encodeURIComponent(slug)}`,
  fronts: '/desk/front',
  front: (list: string) => `/desk/front/${encodeURIComponent(list)}`,
  readings: '/desk/readings',
  addressRules: '/desk/address-rules',
  readership: '/desk/readership',
  people: '/desk/people',
  person: (keyId: number) => `/desk/people/${keyId}`,
  /** One's own sessions and passkeys. */
  account: '/desk/account',
  /** Asked by script; `options` is what comes before. */
  passkeys: '/desk/passkeys',
  passkeySignIn: '/desk/passkey-sign-in',
  audit: '/desk/audit',
  webhooks: '/desk/webhooks',
  webhook: (id: number) => `/desk/webhooks/${id}`,
}

/** Signing in, and then on to a page of the desk. */
export const signInTo = (path: string) =>
  deskPaths.signIn + (path === deskPaths.home ? '' : `?to=${encodeURIComponent(path)}`)
