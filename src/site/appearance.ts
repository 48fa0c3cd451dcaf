/** How the newsroom looks, as far as `wrangler.toml` decides it. Every variable may be empty. */

export type AppearanceVars = Pick<
  Env,
  'SITE_LOGO' | 'SITE_ACCENT' | 'SITE_NAVIGATION' | 'SITE_FOOTER' | 'SITE_CARD' | 'SITE_EMBEDS'
> & {
  /** Unset, which is not empty: pictures may be from anywhere. */
  SITE_PICTURES?: string
}

/** Some words, and where they lead: a path or an absolute URL, or null for nowhere. */
export interface Link {
  text: string
  address: string | null
}

export interface Appearance {
  /** Address of a picture shown for the name; null shows the name itself. */
  logo: string | null
  /** `#rrggbb`. Pages use it lighter or darker where it could not be read. */
  accent: string
  /** In place of all sections; empty for them. */
  navigation: Link[]
  footer: Link[]
  /** Absolute URL of the picture that social networks show, 1200 by 630 pixels; null for none. */
  card: string | null
  /** Origins whose frames an article may hold. */
  embeds: string[]
  /** From where else than the site pages may show pictures: origins, or `https:` for anywhere. */
  pictures: string[]
}

const DEFAULT_ACCENT = '#9e2b25'

/** The appearance these variables describe. Throws a `TypeError` that names the one at fault. */
export function readAppearance(vars: Partial<AppearanceVars>, origin: string): Appearance {
  const accent = vars.SITE_ACCENT?.trim() || DEFAULT_ACCENT
  if (!/^#[0-9a-f]{6}$/i.test(accent)) {
    throw new TypeError('SITE_ACCENT must be a colour of six hexadecimal digits, like #9e2b25')
  }
  const navigation = readLinks(vars.SITE_NAVIGATION)
  if (navigation.some(({ text, address }) => address === null || text === address)) {
    throw new TypeError(
      'SITE_NAVIGATION must hold a name and an address on each line, like: About /articles/about',
    )
  }
  const logo = picture('SITE_LOGO', vars.SITE_LOGO)
  const card = picture('SITE_CARD', vars.SITE_CARD)
  return {
    logo,
    accent: accent.toLowerCase(),
    navigation,
    footer: readLinks(vars.SITE_FOOTER),
    card: card && new URL(card, origin).href,
    embeds: originsOf('SITE_EMBEDS', vars.SITE_EMBEDS, origin),
    pictures: picturesOf(vars, logo, origin),
  }
}

/** A path within the site, or an absolute http or https URL. */
const isAddress = (text: string) =>
  /^\/(?!\/)/.test(text) || /^https?:$/.test(URL.parse(text)?.protocol ?? '')

/** One line each; what comes last on it, if it is an address, is where the rest of it leads. */
function readLinks(text = ''): Link[] {
  const lines = text.split('\n').map((line) => line.trim())
  return lines.filter(Boolean).map((line) => {
    const [, words = '', last = ''] = /^(.*?)(\S+)$/.exec(line) ?? []
    return isAddress(last)
      ? { text: words.trim() || last, address: last }
      : { text: line, address: null }
  })
}

function picture(name: string, value = ''): string | null {
  const address = value.trim()
  if (!address) return null
  if (isAddress(address) && !/^http:|\s/i.test(address)) return address
  throw new TypeError(`${name} must be a path like /logo.svg, or an absolute https URL`)
}

const HTTPS_ORIGIN = /^https:\/\/[a-z0-9.-]+(?::[0-9]+)?$/

/** Any that are not the site's: a frame of its own origin could step out of its sandbox. */
function originsOf(name: string, value = '', own: string): string[] {
  const origins = value.split(/[\s,]+/).filter(Boolean)
  for (const origin of origins) {
    if (HTTPS_ORIGIN.test(origin) && URL.parse(origin)?.origin === origin && origin !== own)
      continue
    throw new TypeError(
      `${name} must list https origins other than SITE_URL, like https://media.example.com, not ${origin}`,
    )
  }
  return origins
}

/** Where articles' pictures may be, and the logo, which is the newsroom's own choice. */
function picturesOf({ SITE_PICTURES }: Partial<AppearanceVars>, logo: string | null, own: string) {
  if (SITE_PICTURES === undefined) return ['https:']
  const { origin } = new URL(logo ?? '/', own)
  const others = originsOf('SITE_PICTURES', SITE_PICTURES, own)
  return [...new Set(origin === own ? others : [...others, origin])]
}
